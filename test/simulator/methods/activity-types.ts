import type { Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { refuse } from '../wire/rest-error.ts'

/** Meetings, calls and e-mails, as crm.enum.activitytype counts them. */
export const talks = new Set([1, 2, 4])

/** Of these, meetings and calls are with one only. */
export const appointments = new Set([1, 2])

/** An activity with a provider of its own. */
const custom = 6

/** Providers of the types a client may add. */
const providers: Record<number, { PROVIDER_ID: string; PROVIDER_TYPE_ID: string }> = {
  1: { PROVIDER_ID: 'CRM_MEETING', PROVIDER_TYPE_ID: 'MEETING' },
  2: { PROVIDER_ID: 'VOXIMPLANT_CALL', PROVIDER_TYPE_ID: 'CALL' },
  4: { PROVIDER_ID: 'CRM_EMAIL', PROVIDER_TYPE_ID: 'EMAIL' },
}

/** Types that exist, but not for crm.activity.add. */
const closed: Record<number, string> = { 3: 'Task', 5: 'Activity' }

/**
 * The type of a new activity, which a provider can stand for, and the values that come with it. Source: crm.activity.add,
 * how to add an activity to a contact; the platform.
 */
export function readActivityType(
  call: Call,
  sent: number,
  provider: string,
): { typeId: number; provider: ClassicRecord } {
  if (provider === 'CONFIGURABLE_REST_APP')
    throw refuse.classic('Use crm.activity.configurable.add for this activity provider')
  const typeId = sent === 0 && provider !== '' ? custom : sent
  if (closed[typeId]) throw refuse.classic(`The activity type "${closed[typeId]}" is not supported in current context`)
  if (typeId !== custom && !providers[typeId]) throw refuse.classic('The field TYPE_ID is not defined or invalid.')
  if (typeId === custom && provider === '')
    throw refuse.classic('The custom activity without provider is not supported in current context.')
  if (provider === 'REST_APP' && !call.app) throw refuse.classic('Application context required.')
  return { typeId, provider: providers[typeId] ?? { PROVIDER_ID: provider } }
}
