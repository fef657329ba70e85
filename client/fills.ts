import type { Conversion } from '../server/conversion/outcome.ts'
import type { RequiredField, TargetPreview } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { SourceTypeName } from '../server/conversion/schemes.ts'
import type { FilledIn, FillValue } from './read-fill.ts'

/** What stands in the forms, per target and field; fields nobody touched are absent. */
export type Fills = Partial<Record<RecordTypeName, FilledFields>>
/** By the name of the field; a portal chooses it, so it may be one that every object has by itself. */
export type FilledFields = ReadonlyMap<string, FilledIn>

/** Fields the portal asked for by refusing, per target. */
export type Wanted = Partial<Record<RecordTypeName, RequiredField[]>>

/** The values of several targets as the server wants them. */
export type RequestedFills = Partial<Record<RecordTypeName, Record<string, FillValue>>>

/** The fields a person is asked for: those known beforehand, and those a refusal named. */
export function askedOf(
  { required }: TargetPreview,
  wanted: readonly RequiredField[],
  chosen: readonly RecordTypeName[],
): RequiredField[] {
  const news = wanted.filter(({ field }) => required.every((known) => known.field !== field))
  return [...required, ...news].filter(({ filledBy }) => filledBy === null || !chosen.includes(filledBy))
}

/** The first field that can be filled in and is not. */
export function firstUnfilled(
  asked: readonly RequiredField[],
  filled: FilledFields = new Map(),
): RequiredField | undefined {
  return asked.find(({ field, input }) => input !== null && !('value' in (filled.get(field) ?? {})))
}

/** The values as the server wants them. */
export function requestedFills(
  asked: readonly RequiredField[],
  filled: FilledFields = new Map(),
): Record<string, FillValue> {
  return Object.fromEntries(
    asked.flatMap(({ field }) => {
      const one = filled.get(field)
      return one && 'value' in one ? [[field, one.value]] : []
    }),
  )
}

/** What stands in the forms of a target once a field is filled in. */
export function withFilled(filled: FilledFields = new Map(), field: string, entry: FilledIn): FilledFields {
  return new Map([...filled, [field, entry]])
}

/** What still stands when the record was read anew: all but fields whose list or kind has changed meanwhile. */
export function standingFills(
  filled: FilledFields = new Map(),
  before: readonly RequiredField[],
  now: readonly RequiredField[],
): FilledFields {
  const spelled = (list: readonly RequiredField[], name: string): string | undefined =>
    JSON.stringify(list.find(({ field }) => field === name))
  return new Map([...filled].filter(([name]) => spelled(before, name) === spelled(now, name)))
}

/** What the refusals of a conversion ask for, beside what earlier ones did. */
export function wantedBy({ steps }: Conversion, source: SourceTypeName, earlier: Wanted = {}): Wanted {
  const all: Wanted = { ...earlier }
  for (const { target: type, refusal } of steps) {
    if (!refusal?.wanted) continue
    const target = type ?? source
    const known = all[target] ?? []
    const news = refusal.wanted.filter(({ field }) => known.every((one) => one.field !== field))
    all[target] = [...known, ...news]
  }
  return all
}
