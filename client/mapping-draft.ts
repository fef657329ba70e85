import type { Language, MappingAnswer } from '../server/contract.ts'
import { convertibility } from '../server/conversion/mapped-value.ts'
import type { Problem } from '../server/conversion/mapping-problems.ts'
import type { MappedField, MappedTarget, MappingTable } from '../server/conversion/mapping-table.ts'
import type { Exception, ExceptionWish } from '../server/conversion/mapping.ts'
import type { FilledIn } from './read-fill.ts'
import { toFilledIn } from './write-fill.ts'

/** One exception as an administrator is making it. */
export type DraftEntry = {
  /** What was wrong with it when it was read. */
  problem: Problem | null
  /** Names people know, for fields that are no longer there. */
  labels: { from: string; to: string }
} & (
  | { kind: 'field'; from: string; to: string }
  | { kind: 'nowhere'; from: string }
  | { kind: 'fixed'; to: string; filled: FilledIn }
)
export type Draft = readonly DraftEntry[]

/** A line of the table: a source field and where its value goes. */
export interface SourceRow {
  name: string
  label: string
  /** Null for a field that is gone. */
  field: MappedField | null
  entry: DraftEntry | null
  problem: Problem | null
  /** Target fields it goes into by itself. */
  automatic: MappedTarget[]
  /** An exception of another row fills all of them. */
  isTaken: boolean
}

/** A field that nothing fills by itself, and the value it is given. */
export interface TargetRow {
  name: string
  label: string
  field: MappedTarget | null
  filled: FilledIn | null
  problem: Problem | null
}

/** A field that values of a row can go into. */
export interface Destination {
  field: MappedTarget
  /** Values may change on the way. */
  lossy: boolean
}

/** What was read, ready to be changed. */
export function toDraft(language: Language, { exceptions, table }: MappingAnswer): Draft {
  return exceptions.map(({ exception, problem }) => {
    const labels = labelsOf(exception)
    if (exception.kind === 'nowhere') return { kind: 'nowhere', from: exception.from.name, problem, labels }
    if (exception.kind === 'field')
      return { kind: 'field', from: exception.from.name, to: exception.to.name, problem, labels }
    const input = table?.target.find(({ name }) => name === exception.to.name)?.input ?? null
    const filled = toFilledIn(language, input, exception.value)
    return { kind: 'fixed', to: exception.to.name, filled, problem, labels }
  })
}

function labelsOf(exception: Exception): DraftEntry['labels'] {
  return {
    from: exception.kind === 'fixed' ? '' : exception.from.label,
    to: exception.kind === 'nowhere' ? '' : exception.to.label,
  }
}

/** Sends a source field elsewhere: into a field, nowhere, or back to where it goes by itself. */
export function sendTo(draft: Draft, from: string, where: { to: string } | 'nowhere' | 'automatic'): Draft {
  const others = draft.filter((entry) => entry.kind === 'fixed' || entry.from !== from)
  const fresh = { problem: null, labels: { from: '', to: '' } }
  if (where === 'automatic') return others
  if (where === 'nowhere') return [...others, { kind: 'nowhere', from, ...fresh }]
  return [...others, { kind: 'field', from, to: where.to, ...fresh }]
}

/** Gives a target field a fixed value, or none. */
export function fix(draft: Draft, to: string, filled: FilledIn | null): Draft {
  const others = draft.filter((entry) => entry.kind !== 'fixed' || entry.to !== to)
  return filled ? [...others, { kind: 'fixed', to, filled, problem: null, labels: { from: '', to: '' } }] : others
}

/** What the server is asked to keep; null while a fixed value is none. */
export function wishesOf(draft: Draft): ExceptionWish[] | null {
  const wishes: ExceptionWish[] = []
  for (const entry of draft) {
    if (entry.kind === 'field') wishes.push({ kind: 'field', from: entry.from, to: entry.to })
    else if (entry.kind === 'nowhere') wishes.push({ kind: 'nowhere', from: entry.from })
    else if ('value' in entry.filled) wishes.push({ kind: 'fixed', to: entry.to, value: entry.filled.value })
    else return null
  }
  return wishes
}

/** The rows for source fields: those of the table in its order, then those that are gone. */
export function sourceRows({ source, target }: MappingTable, draft: Draft): SourceRow[] {
  const entries = new Map(draft.flatMap((entry) => (entry.kind === 'fixed' ? [] : [[entry.from, entry] as const])))
  const filledBy = new Map<string, DraftEntry[]>()
  for (const entry of draft)
    if (entry.kind !== 'nowhere') filledBy.set(entry.to, [...(filledBy.get(entry.to) ?? []), entry])
  const row = (name: string, field: MappedField | null): SourceRow => {
    const entry = entries.get(name) ?? null
    const automatic = target.filter((one) => field?.automatic.includes(one.name))
    const isTwice = entry?.kind === 'field' && (filledBy.get(entry.to)?.length ?? 0) > 1
    return {
      name,
      label: field?.label ?? (entry?.labels.from || name),
      field,
      entry,
      problem: isTwice ? { code: 'target_twice' } : (entry?.problem ?? null),
      automatic,
      isTaken: !entry && automatic.length > 0 && automatic.every((one) => filledBy.has(one.name)),
    }
  }
  const known = new Set(source.map(({ name }) => name))
  const shown = source.filter((field) => !field.keptOut || entries.has(field.name))
  const gone = [...entries.keys()].filter((name) => !known.has(name))
  return [...shown.map((field) => row(field.name, field)), ...gone.map((name) => row(name, null))]
}

/** The rows for fields that nothing fills by itself and no source field is sent to, and for fixed values of any field. */
export function targetRows({ source, target }: MappingTable, draft: Draft): TargetRow[] {
  const fixed = new Map(draft.flatMap((entry) => (entry.kind === 'fixed' ? [[entry.to, entry] as const] : [])))
  const sentTo = new Set(draft.flatMap((entry) => (entry.kind === 'field' ? [entry.to] : [])))
  const sentAway = new Set(draft.flatMap((entry) => (entry.kind === 'fixed' ? [] : [entry.from])))
  const known = new Set(source.map(({ name }) => name))
  const isFree = (field: MappedTarget): boolean =>
    field.input !== null &&
    !sentTo.has(field.name) &&
    field.automatic.every((name) => !known.has(name) || sentAway.has(name))
  const row = (name: string, field: MappedTarget | null): TargetRow => {
    const entry = fixed.get(name)
    const problem = sentTo.has(name) ? ({ code: 'target_twice' } as const) : (entry?.problem ?? null)
    return { name, label: field?.label ?? (entry?.labels.to || name), field, filled: entry?.filled ?? null, problem }
  }
  const gone = [...fixed.keys()].filter((name) => target.every((field) => field.name !== name))
  return [
    ...target.filter((field) => fixed.has(field.name) || isFree(field)).map((field) => row(field.name, field)),
    ...gone.map((name) => row(name, null)),
  ]
}

/** The fields that values of a source field can go into, in the portal's order. */
export function destinationsOf(from: MappedField, { target }: MappingTable): Destination[] {
  return target
    .filter((field) => !field.keptOut && !field.readOnly)
    .map((field) => ({ field, how: convertibility(from, field) }))
    .filter(({ how }) => how !== 'impossible')
    .map(({ field, how }) => ({ field, lossy: how === 'lossy' }))
}
