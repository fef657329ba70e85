import { dictionaryEntries } from './dictionary-entries.ts'
import { toFillValue } from './fill-value.ts'
import { keptOut } from './mappable.ts'
import { convertibility } from './mapped-value.ts'
import type { Exception, KnownField } from './mapping.ts'
import type { RecordTypeName } from './record-types.ts'
import { toRequiredField } from './required-fields.ts'
import type { Field, Fields, Snapshot } from './snapshot.ts'
import { normalise } from './text.ts'

/** What is wrong with an exception today. */
export type ProblemCode =
  | 'source_gone' // the source has no such field any more
  | 'target_gone' // the target has no such field any more
  | 'kept_out' // something else governs the field
  | 'target_read_only'
  | 'impossible' // values of the one type never fit the other
  | 'value_unfit' // the field does not take its fixed value, or the chosen option is gone: `options`
  | 'source_twice' // another exception names the same source field
  | 'target_twice' // another exception fills the same target field
  | 'type_changed' // another type than when it was saved, but values still fit
  | 'options_gone' // entries the lists shared are gone from one of them: `options`

export interface Problem {
  code: ProblemCode
  options?: string
}

/** A problem as it is told where the exception itself is not at hand: with the fields' labels, null on a side it has none. */
export interface MappingProblem extends Problem {
  from: string | null
  to: string | null
}

/** Problems with which values still travel; all others break an exception. */
const harmless: ReadonlySet<ProblemCode> = new Set(['type_changed', 'options_gone'])

/** Tells whether an exception with this problem does nothing. */
export function breaks({ code }: Problem): boolean {
  return !harmless.has(code)
}

/** The two record types of a mapping as the portal describes them now. */
export interface Sides {
  source: Fields
  target: Fields
  targetType: RecordTypeName
  dictionaries: Snapshot['dictionaries']
}

/** What is wrong with an exception by itself, the worst first; null for one in order. Pure. */
export function problemOf(exception: Exception, sides: Sides): Problem | null {
  if (exception.kind === 'nowhere') return sourceProblem(exception.from, sides)
  if (exception.kind === 'fixed') return targetProblem(exception.to, sides) ?? valueProblem(exception, sides)
  const found = sourceProblem(exception.from, sides) ?? targetProblem(exception.to, sides)
  if (found) return found
  const [from, to] = [own(sides.source, exception.from.name)!, own(sides.target, exception.to.name)!]
  if (convertibility(from, to) === 'impossible') return { code: 'impossible' }
  if (isChanged(exception.from, from) || isChanged(exception.to, to)) return { code: 'type_changed' }
  const shared = new Set(sharedOptions(sides.dictionaries, from, to).map(normalise))
  const gone = exception.options.filter((text) => !shared.has(normalise(text)))
  return gone.length > 0 ? { code: 'options_gone', options: gone.join(', ') } : null
}

/** What is wrong with each exception of a mapping, by its place; exceptions in order are absent. Pure. */
export function problemsOf(exceptions: readonly Exception[], sides: Sides): Map<number, Problem> {
  const problems = new Map<number, Problem>()
  const [sources, targets] = [new Set<string>(), new Set<string>()]
  exceptions.forEach((exception, place) => {
    const from = exception.kind === 'fixed' ? null : exception.from.name
    const to = exception.kind === 'nowhere' ? null : exception.to.name
    const twice: ProblemCode | null =
      from !== null && sources.has(from) ? 'source_twice' : to !== null && targets.has(to) ? 'target_twice' : null
    if (from !== null) sources.add(from)
    if (to !== null) targets.add(to)
    const problem = twice ? { code: twice } : problemOf(exception, sides)
    if (problem) problems.set(place, problem)
  })
  return problems
}

/** The problems of a mapping as they are told elsewhere. */
export function toldProblems(exceptions: readonly Exception[], sides: Sides): MappingProblem[] {
  return [...problemsOf(exceptions, sides)].map(([place, problem]) => {
    const exception = exceptions[place]!
    return {
      ...problem,
      from: exception.kind === 'fixed' ? null : exception.from.label,
      to: exception.kind === 'nowhere' ? null : exception.to.label,
    }
  })
}

/** Texts that two lists share, in the order of the target's; none where one of the fields is no list. */
export function sharedOptions(dictionaries: Snapshot['dictionaries'], from: Field, to: Field): string[] {
  const known = new Set(textsOf(dictionaries, from).map(normalise))
  return textsOf(dictionaries, to).filter((text) => known.has(normalise(text)))
}

/** The texts of a list or a dictionary in their order; none for other fields. */
export function textsOf(dictionaries: Snapshot['dictionaries'], field: Field): string[] {
  if (field.type === 'crm_status') return [...dictionaryEntries(dictionaries, field).values()]
  return field.options.map(({ text }) => text)
}

function sourceProblem({ name }: KnownField, { source }: Sides): Problem | null {
  const field = own(source, name)
  if (!field) return { code: 'source_gone' }
  return keptOut(field, 'source') ? { code: 'kept_out' } : null
}

function targetProblem({ name }: KnownField, { target }: Sides): Problem | null {
  const field = own(target, name)
  if (!field) return { code: 'target_gone' }
  if (keptOut(field, 'target')) return { code: 'kept_out' }
  return field.readOnly ? { code: 'target_read_only' } : null
}

function valueProblem(
  { to, value, options }: Exception & { kind: 'fixed' },
  { target, targetType, dictionaries }: Sides,
): Problem | null {
  const field = own(target, to.name)!
  const asked = toRequiredField(dictionaries, targetType, field)
  if (toFillValue(asked, value) !== null) return isChanged(to, field) ? { code: 'type_changed' } : null
  return options.length > 0 ? { code: 'value_unfit', options: options.join(', ') } : { code: 'value_unfit' }
}

function isChanged(known: KnownField, { type, multiple }: Field): boolean {
  return known.type !== type || known.multiple !== multiple
}

/** Names come from outside, and `constructor` is none. */
function own(fields: Fields, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
