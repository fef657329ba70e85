import { fitTurned } from './fit-value.ts'
import { toOptions } from './option-values.ts'
import { onlyOnce, type Reason } from './reasons.ts'
import type { Field, Json, Option } from './snapshot.ts'
import { isTurned, toDate, typeConversions, type Turned } from './type-conversions.ts'
import { toBinding, worldsApart } from './worlds.ts'
import { toYesNo } from './yes-no.ts'

/** Tells whether values of one user field can travel into another of the same label, as they are or converted. */
export function isConvertible(source: Pick<Field, 'type'>, target: Pick<Field, 'type'>): boolean {
  return (
    source.type === target.type ||
    `${source.type}>${target.type}` in typeConversions ||
    (source.type === 'enumeration' && target.type === 'string') ||
    (source.type === 'string' && target.type === 'enumeration')
  )
}

/**
 * Turns the value of a user field into one the matching field of another record type takes, and names every change.
 * `currency` is the one of the record, for numbers that become amounts.
 */
export function toUserFieldValue(source: Field, target: Field, value: Json, currency = ''): Turned {
  const apart = worldsApart(source, target)
  if (apart) return { value: null, leftBehind: apart }
  const turned = turnAll(source, target, value, currency)
  return isTurned(turned) ? toMultiplicity(target, turned.value, turned.adjusted) : turned
}

/** Texts of the chosen options, in the order of the choice; unknown ids are dropped. */
export function optionTexts(options: readonly Option[], value: Json): string[] {
  return toList(value).flatMap((id) => options.filter((option) => option.id === Number(id)).map(({ text }) => text))
}

function turnAll(source: Field, target: Field, value: Json, currency: string): Turned {
  if (source.type === 'enumeration' && target.type === 'enumeration')
    return toOptions(source.options, target.options, value)
  if (source.type === 'enumeration') return toTexts(source, target, value)
  if (target.type === 'enumeration') return toOptions(asOptions(value), target.options, asChosen(value))
  return eachOf(value, (one) => turnOne(source, target, one, currency))
}

/** Turns each of several values. What fails for one does not hold back the others, and is told with the values. */
function eachOf(value: Json, turn: (one: Json) => Turned): Turned {
  const turned = toList(value)
    .filter((one) => one !== null && one !== '')
    .map((one) => ({ one, result: turn(one) }))
  const done = turned.flatMap(({ result }) => (isTurned(result) ? [result] : []))
  const failed = turned.filter(({ result }) => !isTurned(result))
  const [first] = failed.map(({ result }) => result)
  if (done.length === 0) return first ?? { value: null, leftBehind: { code: 'no_counterpart' } }
  const dropped: Reason[] =
    failed.length > 0
      ? [{ code: 'values_partly_dropped', details: { values: failed.map(({ one }) => String(one)).join(', ') } }]
      : []
  return {
    value: Array.isArray(value) ? done.map((one) => one.value) : done[0]!.value,
    adjusted: onlyOnce([...dropped, ...done.flatMap(({ adjusted }) => adjusted)]),
  }
}

function turnOne(source: Field, target: Field, value: Json, currency: string): Turned {
  const turn = typeConversions[`${source.type}>${target.type}`]
  if (turn) return fitTurned(source, target, turn(value, currency))
  switch (source.type) {
    case 'date':
      return toDate(value)
    case 'boolean':
      return { value: toYesNo(value), adjusted: [] }
    case 'crm': {
      const binding = toBinding(source, target, value)
      return binding === null
        ? { value: null, leftBehind: { code: 'binding_not_taken' } }
        : { value: binding, adjusted: [] }
    }
    default:
      return fitTurned(source, target, { value, adjusted: [] })
  }
}

/** Several values into a field that takes one: the first. One value into a field that takes several: a list of it. */
function toMultiplicity(target: Field, value: Json, adjusted: Reason[]): Turned {
  if (target.multiple) return { value: toList(value), adjusted }
  if (!Array.isArray(value)) return { value, adjusted }
  return {
    value: value[0] ?? null,
    adjusted: value.length > 1 ? [...adjusted, { code: 'several_to_one' }] : adjusted,
  }
}

/** Chosen options as texts; an option the source's list no longer has is told. */
function toTexts(source: Field, target: Field, value: Json): Turned {
  const isGone = (id: Json): boolean => source.options.every((option) => option.id !== Number(id))
  const gone = toList(value)
    .filter(isGone)
    .map((id) => `#${String(id)}`)
    .join(', ')
  const texts = optionTexts(source.options, value)
  if (texts.length === 0) return { value: null, leftBehind: { code: 'option_missing', details: { options: gone } } }
  const fitted = eachOf(Array.isArray(value) ? texts : texts[0]!, (text) =>
    fitTurned(source, target, { value: text, adjusted: [] }),
  )
  if (!isTurned(fitted) || gone === '') return fitted
  return { ...fitted, adjusted: [{ code: 'options_partly_matched', details: { options: gone } }, ...fitted.adjusted] }
}

/** Texts seen as a list field of their own, so that one rule matches options. */
const asOptions = (value: Json): Option[] => toList(value).map((text, index) => ({ id: index + 1, text: String(text) }))
const asChosen = (value: Json): Json => (Array.isArray(value) ? value.map((_, index) => index + 1) : 1)

function toList(value: Json): Json[] {
  return Array.isArray(value) ? value : [value]
}
