import type { Reason } from './reasons.ts'
import type { Field, Json, Option } from './snapshot.ts'
import { normalise } from './text.ts'

/** A value ready for the target's field, perhaps changed on its way; or the reason why nothing of it fits. */
export type Converted = { value: Json; adjusted: Reason | null } | { value: null; leftBehind: Reason }

/** Turns the value of a user field into one the matching field of another record type takes. */
export function toUserFieldValue(source: Field, target: Field, value: Json): Converted {
  switch (source.type) {
    case 'enumeration':
      return toOptions(source.options, target.options, value)
    case 'file':
      return { value: null, leftBehind: { code: 'files_not_copied' } }
    case 'date':
      // Dates come back with a time and an offset; only the day counts, or it drifts with the time zone.
      return { value: eachOf(value, (one) => String(one).slice(0, 10)), adjusted: null }
    case 'boolean':
      return { value: eachOf(value, toYesNo), adjusted: null }
    default:
      return { value, adjusted: null }
  }
}

/** The portal's spelling of yes and no: it understands nothing else when writing. */
export function toYesNo(value: Json): 'Y' | 'N' {
  return value === true || value === 1 || ['y', 'true', '1'].includes(String(value).toLowerCase()) ? 'Y' : 'N'
}

function eachOf(value: Json, change: (one: Json) => Json): Json {
  return Array.isArray(value) ? value.map(change) : change(value)
}

/** Texts of the chosen options, in the order of the choice; unknown ids are dropped. */
export function optionTexts(options: readonly Option[], value: Json): string[] {
  return toList(value).flatMap((id) => options.filter((option) => option.id === Number(id)).map(({ text }) => text))
}

/**
 * Options are matched by their text, because ids differ per field. Where several options share a text, the n-th one
 * meets the n-th one of the target as far as there are so many.
 */
function toOptions(sourceOptions: readonly Option[], targetOptions: readonly Option[], value: Json): Converted {
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
  return {
    value: Array.isArray(value) ? ids : ids[0]!,
    adjusted:
      missing.length > 0
        ? { code: 'options_partly_matched', details: { options: missing.join(', ') } }
        : ambiguous.length > 0
          ? { code: 'option_ambiguous', details: { options: ambiguous.join(', ') } }
          : null,
  }
}

function toList(value: Json): Json[] {
  return Array.isArray(value) ? value : [value]
}
