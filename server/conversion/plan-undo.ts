import { isCreatedAs } from './compare.ts'
import { isSameValue, planGivingBack, type GivingBack } from './give-back.ts'
import type { Conversion, CreatedRecord, Outcome, Step, StepName, Undo, UndoneClient, UndoneRecord } from './outcome.ts'
import type { CreatedAs, Plan, PlannedValue } from './plan.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Item, Json } from './snapshot.ts'

/** How things stand when somebody wants a conversion undone. */
export interface UndoSituation {
  source: Item
  /** The created records as they are now; null for one that is gone. */
  records: Partial<Record<RecordTypeName, Item | null>>
  /** Records of which nobody can tell whether the conversion made them. */
  uncertain: readonly CreatedRecord[]
  /** Created records that the person may not see, in the portal's words. */
  hidden: Partial<Record<RecordTypeName, Step['refusal']>>
  /** The linked clients that were to be filled; null for one that is gone or hidden. */
  clients: Partial<Record<RecordTypeName, Item | null>>
  /** Everybody who carried out a part of the conversion. */
  actorIds: readonly number[]
}

/** What an undo will do, and what it leaves alone. */
export interface UndoPlan {
  /** Newest first, since the newer ones need the older ones. */
  deletions: CreatedRecord[]
  /** What stays or is gone already, and why. */
  settled: UndoneRecord[]
  /** Clients that get back what they had. */
  givings: GivingBack[]
  /** Clients there is nothing to do for. */
  clients: UndoneClient[]
  /** What the source gets back; null when nothing. */
  restore: Record<string, Json> | null
  /** Why the source is left alone, when it is; `restored` by an undo that was interrupted. */
  source: Extract<Undo['source'], 'untouched' | 'restored' | 'changed' | 'kept'> | null
}

/**
 * Decides what an undo deletes: what the conversion made, newest first, as long as the person sees that nobody changed it
 * since. From the first record that stays on, everything it may need stays too, and so does the source. Pure.
 */
export function planUndo(plan: Plan, conversion: Conversion, situation: UndoSituation): UndoPlan {
  const deletions: CreatedRecord[] = []
  const settled = situation.uncertain.map((record): UndoneRecord => ({ record, state: 'uncertain', refusal: null }))
  const somethingStays = (): boolean => settled.some(({ state }) => state !== 'gone' && state !== 'deleted')
  for (const record of [...conversion.created].reverse()) {
    const item = situation.records[record.type]
    const hidden = situation.hidden[record.type]
    if (hidden) settled.push({ record, state: 'refused', refusal: hidden })
    else if (!item) settled.push({ record, state: goneState(conversion, record), refusal: null })
    else if (somethingStays()) settled.push({ record, state: 'kept', refusal: null })
    else if (isChanged(item, conversion, record, situation.actorIds))
      settled.push({ record, state: 'changed', refusal: null })
    else deletions.push(record)
  }
  const everythingGoes = !somethingStays()
  return {
    deletions,
    settled,
    ...planGivingBack(plan, conversion, situation, everythingGoes),
    ...planRestore(plan, conversion, situation.source, everythingGoes),
  }
}

/** What an undo is about to do, to be written down before: of what is under way nobody knows how it ends. */
export function undoUnderWay({ deletions, settled, givings, clients, restore, source }: UndoPlan): Undo {
  return {
    records: [...deletions.map((record) => ({ record, state: 'unknown' as const, refusal: null })), ...settled],
    clients: [...givings.map(({ client }) => ({ ...client, state: 'unknown' as const })), ...clients],
    source: source ?? (restore ? 'unknown' : 'untouched'),
    comment: null,
  }
}

const making: ReadonlySet<StepName> = new Set<StepName>(['create', 'rows', 'closeSource'])

/** How a conversion stood before it was undone, also when that was interrupted. */
export function outcomeBeforeUndo({ outcome, steps, undo }: Conversion): Outcome {
  if (outcome !== 'unknown') return outcome
  const isMade = steps.every(({ name, state }) => !making.has(name) || state === 'done')
  return undo && isMade ? 'done' : 'partial'
}

/** How a conversion stands after an undo. */
export function outcomeAfterUndo(before: Outcome, { records, clients, source }: Undo): Outcome {
  const isGone = ({ state }: UndoneRecord): boolean => state === 'deleted' || state === 'gone'
  const isOpen = ({ state }: UndoneClient): boolean => state === 'refused' || state === 'kept'
  if ([...records, ...clients].some(({ state }) => state === 'unknown') || source === 'unknown') return 'undoing'
  const isRestored = (source === 'restored' || source === 'untouched') && !clients.some(isOpen)
  if (records.every(isGone)) return isRestored ? 'undone' : 'partlyUndone'
  return records.some(({ state }) => state === 'deleted') ? 'partlyUndone' : before
}

/** What an interrupted undo may have deleted, it has deleted. */
function goneState({ undo }: Conversion, record: CreatedRecord): 'deleted' | 'gone' {
  const earlier = undo?.records.find((one) => one.record.type === record.type)?.state
  return earlier === 'unknown' || earlier === 'deleted' ? 'deleted' : 'gone'
}

/** Without a time to compare, a record counts as unchanged that nobody but those who made it has touched. */
function isChanged(
  item: Item,
  { readBack }: Conversion,
  { type }: CreatedRecord,
  actorIds: readonly number[],
): boolean {
  const known = readBack[type]
  return known ? item.updatedTime !== known : !actorIds.includes(Number(item.updatedBy))
}

function planRestore(
  plan: Plan,
  { created, steps, undo }: Conversion,
  source: Item,
  everythingGoes: boolean,
): Pick<UndoPlan, 'restore' | 'source'> {
  const { closing, before } = plan
  if (!closing) return { restore: null, source: 'untouched' }
  const wasRestored = undo?.source === 'restored' || undo?.source === 'unknown'
  if (wasRestored && source.stageId === before.stageId) return { restore: null, source: 'restored' }
  const isClosed = source.stageId === closing.stageId
  const wasClosed = steps.some(({ name, state }) => name === 'closeSource' && state === 'done')
  if (!isClosed) return { restore: null, source: wasClosed ? 'changed' : 'untouched' }
  if (!everythingGoes) return { restore: null, source: 'kept' }
  const links = Object.keys(before).flatMap((name) => {
    const left = withoutOurs(source[name] ?? null, before[name] ?? null, resolved(closing[name] ?? null, created))
    return left === undefined ? [] : [[name, left] as const]
  })
  return { restore: Object.fromEntries(links), source: null }
}

/** Ids in place of what stands for the records that were made. */
function resolved(value: PlannedValue, created: readonly CreatedRecord[]): Json {
  const idOf = (one: Json | CreatedAs): Json =>
    isCreatedAs(one) ? (created.find(({ type }) => type === one.createdAs)?.id ?? null) : one
  return Array.isArray(value) ? value.map(idOf) : idOf(value)
}

/**
 * What a field gets back; nothing where it no longer holds what we wrote. From a list only ours is taken. Links to what
 * is deleted are taken back like the others: no source says that the portal does so by itself.
 */
function withoutOurs(now: Json, before: Json, wrote: Json): Json | undefined {
  if (!Array.isArray(wrote)) return isSameValue(now, wrote) ? before : undefined
  const had = [before].flat().map(Number)
  const ours = wrote.map(Number).filter((id) => !had.includes(id))
  const list = [now].flat()
  const left = list.filter((id) => !ours.includes(Number(id)))
  return left.length < list.length ? left : undefined
}
