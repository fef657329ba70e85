import type { Reason } from './reasons.ts'
import type { Field, Json, Option } from './snapshot.ts'
import { normalise } from './text.ts'
import { typeConversions, type Turned } from './type-conversions.ts'

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
 * Turns the value of a user field into one the matching field of another record type takes. `currency` is the one of
 * the record, for numbers that become amounts.
 */
export function toUserFieldValue(source: Field, target: Field, value: Json, currency = ''): Turned {
  const turned = turnAll(source, target, value, currency)
  return turned.value === null ? turned : toMultiplicity(target, turned.value, turned.adjusted)
}

/** The portal's spelling of yes and no: it understands nothing else when writing. */
export function toYesNo(value: Json): 'Y' | 'N' {
  return value === true || value === 1 || ['y', 'true', '1'].includes(String(value).toLowerCase()) ? 'Y' : 'N'
}

/** Texts of the chosen options, in the order of the choice; unknown ids are dropped. */
export function optionTexts(options: readonly Option[], value: Json): string[] {
  return toList(value).flatMap((id) => options.filter((option) => option.id === Number(id)).map(({ text }) => text))
}

function turnAll(source: Field, target: Field, value: Json, currency: string): Turned {
  if (source.type === 'enumeration' && target.type === 'enumeration')
    return toOptions(source.options, target.options, value)
  if (source.type === 'enumeration') return keepShape(value, optionTexts(source.options, value))
  if (target.type === 'enumeration') return toOptions(asOptions(value), target.options, asChosen(value))
  const turned = toList(value).map((one) => ({ one, result: turnOne(source, target, one, currency) }))
  const done = turned.flatMap(({ result }) => ('adjusted' in result ? [result] : []))
  const failed = turned.flatMap(({ one, result }) => ('leftBehind' in result ? [{ one, result }] : []))
  if (done.length === 0) return failed[0]?.result ?? { value: null, leftBehind: { code: 'no_counterpart' } }
  const dropped: Reason | null =
    failed.length > 0
      ? { code: 'values_partly_dropped', details: { values: failed.map(({ one }) => String(one)).join(', ') } }
      : null
  return {
    value: Array.isArray(value) ? done.map((one) => one.value) : done[0]!.value,
    adjusted: dropped ?? done.find((one) => one.adjusted)?.adjusted ?? null,
  }
}

function turnOne(source: Field, target: Field, value: Json, currency: string): Turned {
  const turn = typeConversions[`${source.type}>${target.type}`]
  if (turn) return turn(value, currency)
  // Dates come back with a time and an offset; only the day counts, or it drifts with the time zone.
  if (source.type === 'date') return { value: String(value).slice(0, 10), adjusted: null }
  return { value: source.type === 'boolean' ? toYesNo(value) : value, adjusted: null }
}

/** Several values into a field that takes one: the first. One value into a field that takes several: a list of it. */
function toMultiplicity(target: Field, value: Json, adjusted: Reason | null): Turned {
  if (target.multiple) return { value: toList(value), adjusted }
  if (!Array.isArray(value)) return { value, adjusted }
  return { value: value[0] ?? null, adjusted: value.length > 1 ? { code: 'several_to_one' } : adjusted }
}

function keepShape(value: Json, texts: string[]): Turned {
  if (texts.length === 0)
    return { value: null, leftBehind: { code: 'option_missing', details: { options: String(value) } } }
  return { value: Array.isArray(value) ? texts : texts[0]!, adjusted: null }
}

/** Texts seen as a list field of their own, so that one rule matches options. */
const asOptions = (value: Json): Option[] => toList(value).map((text, index) => ({ id: index + 1, text: String(text) }))
const asChosen = (value: Json): Json => (Array.isArray(value) ? value.map((_, index) => index + 1) : 1)

/**
 * Options are matched by their text, because ids differ per field. Where several options share a text, the n-th one
 * meets the n-th one of the target as far as there are so many.
 */
function toOptions(sourceOptions: readonly Option[], targetOptions: readonly Option[], value: Json): Turned {
  const missing: string[] = []
  const ambiguous: string[] = []
  const ids: number[] = []
  for (const chosen of toList(value)) {
    const option = sourceOptions.find(({ id }) => id === Number(chosen))
    if (!option) {
      missing.push(`#${String(chosen)}`)
      continue
    }
    const same = targetOptions.filter(({ text }) => normalise(text) === normalise(option.text))
    const twins = sourceOptions.filter(({ text }) => normalise(text) === normalise(option.text))
    const partner = same[Math.min(twins.indexOf(option), same.length - 1)]
    if (!partner) missing.push(option.text)
    else {
      if (same.length !== twins.length) ambiguous.push(option.text)
      if (!ids.includes(partner.id)) ids.push(partner.id)
    }
  }
  if (ids.length === 0)
    return { value: null, leftBehind: { code: 'option_missing', details: { options: missing.join(', ') } } }
  const changed: [Reason['code'], string[]][] = [
    ['options_partly_matched', missing],
    ['option_ambiguous', ambiguous],
  ]
  const [code, texts] = changed.find(([, list]) => list.length > 0) ?? []
  return {
    value: Array.isArray(value) ? ids : ids[0]!,
    adjusted: code && texts ? { code, details: { options: texts.join(', ') } } : null,
  }
}

function toList(value: Json): Json[] {
  return Array.isArray(value) ? value : [value]
}
