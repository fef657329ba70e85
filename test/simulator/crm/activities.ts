import type { Context } from '../context.ts'
import type { Activity, ClassicRecord } from '../crm-state.ts'
import { findItem, type Item, type ItemRef, type PortalState, type User } from '../state.ts'
import { nowUtc, parseMoment, shown } from '../time.ts'
import { activityFields } from './activity-fields.ts'
import { factsOf } from './record-types.ts'
import { may } from './rights.ts'

/** Fields that come with every activity, beside the ones that are lists. Source: crm.activity.get. */
const empty: ClassicRecord = Object.fromEntries(
  activityFields.filter(([, type, flags]) => !flags.includes('M') && type !== 'object').map(([name]) => [name, null]),
)

const usual: ClassicRecord = {
  ASSOCIATED_ENTITY_ID: '0',
  COMPLETED: 'N',
  PRIORITY: '2',
  NOTIFY_TYPE: '0',
  NOTIFY_VALUE: '0',
  DESCRIPTION: '',
  DESCRIPTION_TYPE: '1',
  DIRECTION: '0',
  LOCATION: '',
  RESULT_MARK: '0',
  RESULT_STATUS: '0',
  RESULT_STREAM: '0',
  AUTOCOMPLETE_RULE: '0',
  IS_INCOMING_CHANNEL: 'N',
}

/** Adds an activity to a record and tells whoever listens. */
export function addActivity(
  context: Context,
  owner: Item,
  values: ClassicRecord,
  more: Partial<Pick<Activity, 'appId' | 'bindings' | 'maps' | 'communications' | 'configurable'>> = {},
): Activity {
  const { state, user } = context
  const id = state.nextId('activity')
  const now = shown(nowUtc(state.clock))
  const activity: Activity = {
    id,
    values: {
      ...empty,
      ...usual,
      ...values,
      ID: String(id),
      OWNER_ID: String(owner.id),
      OWNER_TYPE_ID: String(factsOf(state, owner.type).entityTypeId),
      CREATED: now,
      LAST_UPDATED: now,
      AUTHOR_ID: String(user.id),
      EDITOR_ID: String(user.id),
    },
    maps: {},
    bindings: [{ type: owner.type, id: owner.id }],
    communications: [],
    appId: null,
    configurable: null,
    ...more,
  }
  activity.values.STATUS = statusOf(activity)
  state.activities.set(id, activity)
  Object.assign(owner.values, { lastActivityTime: nowUtc(state.clock), lastActivityBy: user.id })
  context.raise('ONCRMACTIVITYADD', { FIELDS: { ID: id } })
  return activity
}

/** Changes an activity and tells whoever listens. */
export function changeActivity(context: Context, activity: Activity, values: ClassicRecord, status?: '3'): void {
  Object.assign(activity.values, values, {
    LAST_UPDATED: shown(nowUtc(context.state.clock)),
    EDITOR_ID: String(context.user.id),
  })
  activity.values.STATUS = status ?? statusOf(activity)
  context.raise('ONCRMACTIVITYUPDATE', { FIELDS: { ID: activity.id } })
}

/** Closing a lead completes what was still open about it (REST facts, section 1.7). */
export function completeActivities(context: Context, item: Item): void {
  for (const activity of context.state.activities.values())
    if (activity.values.COMPLETED === 'N' && isBound(activity, item))
      changeActivity(context, activity, { COMPLETED: 'Y' }, '3')
}

/** An activity nobody is left for goes; others lose only the deleted record. */
export function releaseActivities(state: PortalState, ref: ItemRef): void {
  for (const activity of state.activities.values()) {
    if (!isBound(activity, ref)) continue
    activity.bindings = activity.bindings.filter(({ type, id }) => type !== ref.type || id !== ref.id)
    const [next] = activity.bindings
    if (!next) state.activities.delete(activity.id)
    else if (activity.values.OWNER_ID === String(ref.id)) makeOwner(state, activity, next)
  }
}

/** Makes a record the one an activity belongs to first. */
export function makeOwner(state: PortalState, activity: Activity, ref: ItemRef): void {
  Object.assign(activity.values, {
    OWNER_ID: String(ref.id),
    OWNER_TYPE_ID: String(factsOf(state, ref.type).entityTypeId),
  })
}

/** Whether an activity hangs on this record. */
export function isBound(activity: Activity, { type, id }: ItemRef): boolean {
  return activity.bindings.some((binding) => binding.type === type && binding.id === id)
}

/** Whoever may do this to one of its records may do it to an activity. */
export function mayWithActivity(
  state: PortalState,
  user: User,
  action: 'read' | 'update',
  { bindings }: Activity,
): boolean {
  return bindings.some((ref) => {
    const item = findItem(state, ref)
    return item !== undefined && may(user, action, item.type, item.values)
  })
}

/** A moment as a client sends it, as the portal shows it; null for what cannot be understood. */
export function momentOf(sent: string): string | null {
  const moment = sent === '' ? null : parseMoment(sent)
  return moment === null ? null : shown(moment)
}

/** 1 waits, 2 is done, 3 was done by the portal. Source: crm.enum.activitystatus. */
function statusOf(activity: Activity): string {
  return activity.values.COMPLETED === 'Y' ? '2' : '1'
}
