import { isUntouched, type Attempt } from './attempts.ts'
import { planGivingBack, type GivingBack } from './give-back.ts'
import {
  isSettled,
  type Conversion,
  type CreatedRecord,
  type Outcome,
  type Step,
  type StepName,
  type Undo,
  type UndoneClient,
  type UndoneRecord,
} from './outcome.ts'
import { planRestore } from './plan-restore.ts'
import type { Plan } from './plan.ts'
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
  attempts: readonly Attempt[]
}

/** A record as it was seen, by the time of its last change. */
export interface Seen {
  type: RecordTypeName
  id: number
  updatedTime: Json
}

/** What an undo will do, and what it leaves alone. */
export interface UndoPlan {
  /** What must still be as it was seen: what goes, and the source when it gets something back. */
  seen: Seen[]
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
  source: Extract<Undo['source'], 'untouched' | 'restored' | 'changed' | 'tooLong' | 'kept'> | null
  /** Some of the source stays as it is, since what stood there before is too long for the journal. */
  keepsSome: boolean
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
    else if (!isUntouched(item, conversion.readBack[record.type], situation.attempts))
      settled.push({ record, state: 'changed', refusal: null })
    else deletions.push(record)
  }
  const everythingGoes = !somethingStays()
  const { restore, source, keepsSome } = planRestore(plan, conversion, situation.source, everythingGoes)
  const seen = deletions.map(({ type, id }) => ({
    type,
    id,
    updatedTime: situation.records[type]?.updatedTime ?? null,
  }))
  const { type, id } = plan.source
  if (restore) seen.push({ type, id, updatedTime: situation.source.updatedTime ?? null })
  return {
    seen,
    deletions,
    settled,
    ...planGivingBack(plan, conversion, situation, everythingGoes),
    restore,
    source,
    keepsSome,
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

/** What became of an undo that did nothing, since somebody was changing these very records. */
export function stopped({ deletions, settled, givings, clients, restore, source }: UndoPlan): Omit<Undo, 'comment'> {
  return {
    records: [...deletions.map((record) => ({ record, state: 'changed' as const, refusal: null })), ...settled],
    clients: [...givings.map(({ client }) => ({ ...client, state: 'kept' as const })), ...clients],
    source: source ?? (restore ? 'kept' : 'untouched'),
  }
}

const making: ReadonlySet<StepName> = new Set<StepName>(['create', 'rows', 'closeSource'])

/** How a conversion stood before it was undone, also when that was interrupted. */
export function outcomeBeforeUndo({ outcome, steps, undo }: Conversion): Outcome {
  if (outcome !== 'unknown') return outcome
  const isMade = steps.every((step) => !making.has(step.name) || isSettled(step))
  return undo && isMade ? 'done' : 'partial'
}

/** How a conversion stands after an undo. */
export function outcomeAfterUndo(before: Outcome, { records, clients, source }: Undo): Outcome {
  const isGone = ({ state }: UndoneRecord): boolean => state === 'deleted' || state === 'gone'
  const isOpen = ({ state }: UndoneClient): boolean =>
    state === 'refused' || state === 'kept' || state === 'stayed' || state === 'tooLong'
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
