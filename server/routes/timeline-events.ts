import { z } from 'zod'
import { convertFromTimeline, offerInTimeline, tellInTimeline, type Press } from '../actions/timeline.ts'
import { buttonEvent } from '../actions/timeline-layout.ts'
import { isApplicationToken } from '../bitrix/application-token.ts'
import { isRecordTypeName, typeNumbered } from '../conversion/record-types.ts'
import { searchableSources, type SearchableSource } from '../conversion/source-search.ts'
import { line } from '../conversion/text-schema.ts'
import { AppError } from '../errors.ts'
import { asInstaller, openPortal } from '../portal.ts'
import type { Services } from '../services.ts'
import { openRegistration } from '../storage/portals.ts'
import { openSettings } from '../storage/settings.ts'
import { toLanguage } from '../texts.ts'
import { idOf } from './menu-wish.ts'
import { memberId, token } from './portal-texts.ts'

const recordId = z.coerce.number().pipe(z.int32().positive())
/** Without a token where no person acted, such as a robot. */
const auth = z.object({ member_id: memberId, application_token: token, access_token: token.optional() })

const added = { ONCRMLEADADD: 'lead', ONCRMDEALADD: 'deal', ONCRMQUOTEADD: 'quote' } as const

/** What is heard where an administrator wants entries with buttons in timelines. */
export const timelineEvents = [
  z.object({
    event: z.enum(Object.keys(added) as (keyof typeof added)[]),
    data: z.object({ FIELDS: z.object({ ID: recordId }) }),
    auth,
  }),
  z.object({
    event: z.literal('ONCRMTIMELINEITEMACTION'),
    data: z.object({
      id: z.literal(buttonEvent),
      entityTypeId: z.coerce.number(),
      entityId: recordId,
      activityId: recordId,
      targets: line(500).min(1),
    }),
    ts: line(40).default(''),
    auth,
  }),
] as const
type TimelineEvent = z.output<(typeof timelineEvents)[number]>

/**
 * Answers a new record with an entry in its timeline, and a press of its buttons with what they name. The application
 * token proves the portal and no person, since everybody who opens the app is handed it. So the access of the installing
 * administrator does nothing but put one entry into a new record; a press counts only with a token of the person who
 * pressed, which the portal sends along, and nothing happens without it.
 */
export async function hearTimeline(services: Services, message: TimelineEvent): Promise<void> {
  const { member_id: memberId, application_token: applicationToken, access_token: accessToken } = message.auth
  const { orm } = services.database
  const known = await openRegistration(orm, memberId).find()
  if (!known || !isApplicationToken(applicationToken, known.applicationTokenHash))
    throw new AppError('wrong_application_token', 'The event does not prove that it comes from the portal.')
  const { settings } = await openSettings(orm, memberId).find()
  if (!settings.timeline) return

  if (message.event !== 'ONCRMTIMELINEITEMACTION') {
    const record = { type: added[message.event], id: message.data.FIELDS.ID }
    return asInstaller(services, memberId, (portal) => offerInTimeline(portal, record))
  }
  if (!accessToken) throw new AppError('not_verified', 'The event does not prove who pressed the button.')
  const press = toPress(memberId, message)
  const identity = await services.authServer.verify(accessToken)
  if (identity.memberId !== memberId)
    throw new AppError('not_verified', 'The token belongs to another portal than the event says.')
  const portal = openPortal(services, identity, accessToken, toLanguage(known.language))
  try {
    await convertFromTimeline({ ...portal, rest: portal.restFor({ requestId: press.requestId }) }, press)
  } catch (error) {
    // The portal frees an entry's buttons no earlier than the entry is drawn anew. By the right of whoever pressed: which
    // entry it is about, the event alone says.
    await tellInTimeline(portal, press, { what: 'unknown' })
    throw error
  }
}

function toPress(memberId: string, { data, ts }: Extract<TimelineEvent, { event: 'ONCRMTIMELINEITEMACTION' }>): Press {
  const type = typeNumbered(data.entityTypeId) as SearchableSource
  const targets = data.targets.split('-').filter((name) => isRecordTypeName(name))
  if (!searchableSources.includes(type) || targets.length === 0)
    throw new AppError('invalid_request', 'The pressed button is none of ours.')
  return {
    record: { type, id: data.entityId },
    activityId: data.activityId,
    targets,
    requestId: idOf([memberId, data.activityId, ts, ...targets]),
  }
}
