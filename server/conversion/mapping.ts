import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'

/** Which record type becomes which; each pair has a mapping of its own. */
export interface Pair {
  source: SourceTypeName
  target: RecordTypeName
}

/** A field as it was when an exception was made: to speak of it once it is gone, and to notice that it changed. */
export interface KnownField {
  name: string
  label: string
  type: string
  multiple: boolean
  /** Of a field whose values are entries of a dictionary. */
  dictionary: string | null
}

/** A value an administrator typed, spelled as `fill-value.ts` reads it. */
export type FixedValue = string | number | (string | number)[]

/** What an administrator wants instead of the automatic pairing; fields by their names. */
export type ExceptionWish =
  | { kind: 'field'; from: string; to: string }
  | { kind: 'nowhere'; from: string }
  | { kind: 'fixed'; to: string; value: FixedValue }

/** One exception to the automatic pairing, with the fields as they were when it was saved. */
export type Exception =
  /** The value goes into that field; `options` are the texts both lists had. */
  | { kind: 'field'; from: KnownField; to: KnownField; options: string[] }
  /** The value stays behind. */
  | { kind: 'nowhere'; from: KnownField }
  /** Every new record gets this value; `options` are the texts of what was chosen from a list. */
  | { kind: 'fixed'; to: KnownField; value: FixedValue; options: string[] }

/** The exceptions of one pair, as they were saved last. */
export interface Mapping {
  version: number
  exceptions: Exception[]
}

/** Versions of the mappings of these targets; a target nobody has made exceptions for is absent. */
export function mappingVersionsOf(
  { mappings }: { mappings: Partial<Record<RecordTypeName, Mapping>> },
  targets: readonly RecordTypeName[],
): Partial<Record<RecordTypeName, number>> {
  const mapped = targets.filter((type) => (mappings[type]?.version ?? 0) > 0)
  return Object.fromEntries(mapped.map((type) => [type, mappings[type]!.version]))
}

/** Dictionaries whose entries these mappings read or write, a few at most: each costs a command when a record is read. */
export function mappedDictionaries(mappings: Partial<Record<RecordTypeName, Mapping>>): string[] {
  const exceptions = Object.values(mappings).flatMap((mapping) => mapping?.exceptions ?? [])
  const fields = exceptions.flatMap((one) => {
    if (one.kind === 'nowhere') return []
    return one.kind === 'field' ? [one.from, one.to] : [one.to]
  })
  return [...new Set(fields.flatMap(({ dictionary }) => dictionary ?? []))].slice(0, mostDictionaries)
}

const mostDictionaries = 5
