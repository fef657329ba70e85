import { addTimelineEntry, changeTimelineEntry, readAppCode, readNewRecord } from '../bitrix/timeline-entries.ts'
import { convertRequest } from '../contract.ts'
import type { Outcome } from '../conversion/outcome.ts'
import { isPlainTarget, openEnds } from '../conversion/plain-target.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SearchableSource } from '../conversion/source-search.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { toLanguage, translate } from '../texts.ts'
import { convert } from './convert.ts'
import { preview } from './preview.ts'
import { timelineLayout, type Told } from './timeline-layout.ts'

export interface TimelineRecord {
  type: SearchableSource
  id: number
}

/** A press of a button in an entry of ours. */
export interface Press {
  record: TimelineRecord
  activityId: number
  targets: RecordTypeName[]
  /** Stands for this press and no other, so that one delivered twice is one conversion. */
  requestId: string
}

/** How old a record may be that an event calls new: portals send their events late at times. */
const newForMs = 24 * 60 * 60_000

/**
 * Puts an entry with buttons into a new record's timeline, once. Everybody in the portal can send the event that asks for
 * it, so nothing but the record's number is taken from there: the portal itself says whether the record is new, and the
 * database whether it has its entry. Two requests.
 */
export async function offerInTimeline(portal: Portal, record: TimelineRecord): Promise<void> {
  const { rest, timelineEntries } = portal
  const owner = { entityTypeId: recordType(record.type).entityTypeId, id: record.id }
  const { appCode, createdAt } = await readNewRecord(rest, owner)
  if (Date.now() - createdAt.getTime() > newForMs || !(await timelineEntries.claim(record))) return
  try {
    await addTimelineEntry(rest, owner, await layoutOf(portal, record, appCode, { what: 'offer' }))
  } catch (error) {
    if (error instanceof AppError && !mayHaveWritten(error)) await timelineEntries.release(record)
    throw error
  }
}

/** Says in an entry of ours how it stands. Two requests. */
export async function tellInTimeline(portal: Portal, { record, activityId }: Press, told: Told): Promise<void> {
  const layout = await layoutOf(portal, record, await readAppCode(portal.rest), told)
  await changeTimelineEntry(portal.rest, activityId, layout)
}

/**
 * Creates what a button in a timeline names, in the name of the person who pressed it, and says so in the entry. Where
 * there is anything to decide nothing is created, since nobody can be asked: the entry leads to the choice.
 */
export async function convertFromTimeline(portal: Portal, press: Press): Promise<void> {
  const told = await create(portal, press).catch((error: unknown) => toldOf(portal, press, error))
  await tellInTimeline(portal, press, told)
}

async function create(portal: Portal, { record, targets, requestId }: Press): Promise<Told> {
  const shown = await preview(portal, record)
  const wished = shown.targets.filter(({ type }) => targets.includes(type))
  const isPlain = shown.unfinished.length === 0 && shown.source.notices.length === 0
  if (
    !isPlain ||
    wished.length !== targets.length ||
    !wished.every((target) => isPlainTarget(target, openEnds(target, targets)))
  )
    return { what: 'decide' }
  const { fingerprint } = shown
  const several = wished.filter(({ pipelines }) => pipelines.length > 1)
  const pipelines = Object.fromEntries(several.map(({ type, start }) => [type, start.pipeline]))
  const choices = convertRequest.parse({ requestId, fingerprint, targets, pipelines })
  const { outcome } = await convert(portal, record, choices)
  if (outcome === 'refused') throw new AppError('portal_refused', 'The portal refused to create what a button names.')
  return toldBy(outcome)
}

function toldBy(outcome: Outcome): Told {
  return { what: outcome === 'done' || outcome === 'partial' ? outcome : 'unknown' }
}

/** The entry tells what a page would tell; what nobody can explain is left to the log. */
async function toldOf(portal: Portal, { requestId }: Press, error: unknown): Promise<Told> {
  if (!(error instanceof AppError)) throw error
  // What stopped on its way may have created something by then; the journal knows. It is told through the portal, with
  // the token of the person who pressed, which the portal refuses once they are dismissed.
  const entry = await portal.journal.find(requestId)
  if (entry && entry.conversion.outcome !== 'refused') return toldBy(entry.conversion.outcome)
  if (error.code === 'conversion_running') return { what: 'unknown' }
  const { language } = portal.actor
  const say = (part: 'what' | 'todo'): string => translate(language, `error.${error.code}.${part}`)
  return { what: 'refused', why: `${say('what')} ${say('todo')}` }
}

/** In the portal's language, since everybody who sees the card reads it. */
async function layoutOf(portal: Portal, record: TimelineRecord, appCode: string, told: Told) {
  const [registered, { settings }, made] = await Promise.all([
    portal.registration.find(),
    portal.settings.find(),
    portal.journal.findStanding(record),
  ])
  return timelineLayout(toLanguage(registered?.language ?? 'en'), { record, told, made, settings, appCode })
}
