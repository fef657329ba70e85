import { z } from 'zod'
import { hasRules } from './field-rules.ts'
import type { Exception, ExceptionWish, KnownField, Pair } from './mapping.ts'
import type { Sides } from './mapping-problems.ts'
import { toRequiredField } from './required-fields.ts'
import type { Field, Fields } from './snapshot.ts'
import { line, prose } from './text-schema.ts'
import { normalise } from './text.ts'
import { recordTypeSchema, sourceTypeSchema } from './type-schema.ts'
import { userFieldsOf } from './user-fields.ts'
import { reviveWellFormed } from './well-formed.ts'

/** Most exceptions of one pair; more than any portal has fields worth mapping. */
export const mostExceptions = 500
/** Most characters of a file: so many exceptions with the longest names fit into it twice. */
export const longestFile = 2_000_000

const name = line(100).min(1)
const knownField = z.strictObject({
  name,
  label: prose(500),
  type: line(100),
  multiple: z.boolean(),
  dictionary: line(100).nullable(),
})
const options = z.array(prose(500)).max(2000)
const value = z.union([prose(10_000), z.number(), z.array(z.union([prose(1000), z.number()])).max(200)])

const mappingFile = z.strictObject({
  format: z.literal('create-from-mapping'),
  formatVersion: z.literal(1),
  /** Address of the portal it was saved on: numbers of people mean somebody else on any other. */
  portal: line(255).optional(),
  source: sourceTypeSchema,
  target: recordTypeSchema,
  exceptions: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('field'), from: knownField, to: knownField, options: options.default([]) }),
        z.strictObject({ kind: z.literal('nowhere'), from: knownField }),
        z.strictObject({ kind: z.literal('fixed'), to: knownField, value, options }),
      ]),
    )
    .max(mostExceptions),
})

/** Where a file is not what it should be: a line as far as it is known, or a field, and what is wrong there. */
export interface FileFault {
  line: number | null
  /** Such as `exceptions[2].to.type`; empty for the file as a whole. */
  field: string
  what: 'not_json' | 'missing' | 'unknown_field' | 'wrong_format' | 'wrong_value' | 'too_much'
}

export type ReadMappingFile = Pair & { portal?: string; exceptions: Exception[] }

/** The text of a file that holds the exceptions of a pair, for another portal or for later. */
export function toMappingFile({ source, target }: Pair, exceptions: readonly Exception[], portal: string): string {
  // What two lists share is looked up where the file is read; only the texts of a fixed value are needed there.
  const written = exceptions.map((one) => (one.kind === 'field' ? { ...one, options: undefined } : one))
  const file = { format: 'create-from-mapping', formatVersion: 1, portal, source, target, exceptions: written }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Reads such a file, or says where it is not one. Pure. */
export function readMappingFile(text: string): ReadMappingFile | { faults: FileFault[] } {
  let content: unknown
  try {
    content = JSON.parse(text, reviveWellFormed)
  } catch (error) {
    return { faults: [{ line: lineOf(text, String(error)), field: '', what: 'not_json' }] }
  }
  const parsed = mappingFile.safeParse(content)
  if (parsed.success && !hasRules(parsed.data.source, parsed.data.target))
    return { faults: [{ line: null, field: 'target', what: 'wrong_value' }] }
  return parsed.success ? parsed.data : { faults: parsed.error.issues.flatMap(toFaults) }
}

function toFaults(issue: z.core.$ZodIssue): FileFault[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  const fault = (what: FileFault['what'], field = path): FileFault[] => [
    { line: null, field: field.replace(/^\./, ''), what },
  ]
  if (issue.path[0] === 'format' || issue.path[0] === 'formatVersion') return fault('wrong_format')
  if (issue.code === 'unrecognized_keys') return issue.keys.flatMap((key) => fault('unknown_field', `${path}.${key}`))
  if (issue.code === 'too_big') return fault('too_much')
  return fault(issue.code === 'invalid_type' && issue.input === undefined ? 'missing' : 'wrong_value')
}

/** Engines say where a text stops being JSON in words; those that do name a position. */
function lineOf(text: string, message: string): number | null {
  const position = /position (\d+)/.exec(message)?.[1]
  if (position) return text.slice(0, Number(position)).split('\n').length
  return /end of JSON/.test(message) ? text.trimEnd().split('\n').length : null
}

/** What a file wants on this portal, and what of it is left out. */
export interface Resolved {
  wishes: ExceptionWish[]
  /** Fields that are not here. */
  unknown: (KnownField & { side: 'source' | 'target' })[]
  /** Fields of a fixed value that names people of another portal. */
  people: KnownField[]
}

/**
 * Finds the fields of a file on this portal: under their name, or – user fields are named by chance – the one field of
 * the same label and type. Options are found by their texts. Left out are exceptions of fields that are not here, and
 * people unless the file comes from this very portal. Pure.
 */
export function resolveFile({ exceptions, portal }: ReadMappingFile, sides: Sides, here: string): Resolved {
  const resolved: Resolved = { wishes: [], unknown: [], people: [] }
  for (const exception of exceptions) {
    const from = exception.kind === 'fixed' ? null : find(sides.source, exception.from)
    const to = exception.kind === 'nowhere' ? null : find(sides.target, exception.to)
    if (exception.kind !== 'fixed' && !from) resolved.unknown.push({ ...exception.from, side: 'source' })
    if (exception.kind !== 'nowhere' && !to) resolved.unknown.push({ ...exception.to, side: 'target' })
    if (exception.kind === 'nowhere' && from) resolved.wishes.push({ kind: 'nowhere', from: from.name })
    if (exception.kind === 'field' && from && to) resolved.wishes.push({ kind: 'field', from: from.name, to: to.name })
    if (exception.kind !== 'fixed' || !to) continue
    if (portal !== here && isForPeople(to, sides)) resolved.people.push(exception.to)
    else resolved.wishes.push({ kind: 'fixed', to: to.name, value: valueHere(exception, to, sides) })
  }
  return resolved
}

function isForPeople(field: Field, { dictionaries, targetType }: Sides): boolean {
  return toRequiredField(dictionaries, targetType, field).input === 'person'
}

function find(fields: Fields, known: KnownField): Field | null {
  const named = Object.hasOwn(fields, known.name) ? fields[known.name]! : null
  const isSame = (field: Field): boolean => field.type === known.type && field.multiple === known.multiple
  if (named && (isSame(named) || !named.isUserField)) return named
  const twins = userFieldsOf(fields).filter(
    (field) => isSame(field) && normalise(field.label) === normalise(known.label),
  )
  return twins.length === 1 ? twins[0]! : named
}

/** Options have other ids on another portal; what has no option of its text here stays, and is shown as a problem. */
function valueHere(
  { value: there, options: texts }: Exception & { kind: 'fixed' },
  to: Field,
  { dictionaries, targetType }: Sides,
): typeof there {
  if (texts.length === 0) return there
  const offered = toRequiredField(dictionaries, targetType, to).options
  const here = texts.map((text) => offered.find((option) => normalise(option.text) === normalise(text))?.value)
  if (here.some((one) => one === undefined)) return there
  const values = here.map(String)
  return to.multiple ? values : values[0]!
}
