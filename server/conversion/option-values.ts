import { optionMatcher } from './option-match.ts'
import type { Reason } from './reasons.ts'
import type { Json, Option } from './snapshot.ts'
import type { Turned } from './type-conversions.ts'

/**
 * Options are matched by their text, because ids differ per field: word for word, else loosely where only one fits, and
 * that is told. Where several options share a text, the n-th one meets the n-th one of the target as far as there are
 * so many.
 */
export function toOptions(sourceOptions: readonly Option[], targetOptions: readonly Option[], value: Json): Turned {
  const [missing, ambiguous, loosely]: [string[], string[], string[]] = [[], [], []]
  const ids: number[] = []
  const match = optionMatcher(targetOptions)
  for (const chosen of [value].flat()) {
    const option = sourceOptions.find(({ id }) => id === Number(chosen))
    if (!option) {
      missing.push(`#${String(chosen)}`)
      continue
    }
    const { identical, loose } = match(option.text)
    const twins = sourceOptions.filter(({ text }) => text === option.text)
    const partner = identical[Math.min(twins.indexOf(option), identical.length - 1)] ?? loose
    if (!partner) {
      missing.push(option.text)
      continue
    }
    if (loose) loosely.push(`${option.text} → ${loose.text}`)
    else if (identical.length !== twins.length) ambiguous.push(option.text)
    if (!ids.includes(partner.id)) ids.push(partner.id)
  }
  if (ids.length === 0)
    return { value: null, leftBehind: { code: 'option_missing', details: { options: missing.join(', ') } } }
  const changes: [Reason['code'], string[]][] = [
    ['options_partly_matched', missing],
    ['option_ambiguous', ambiguous],
    ['option_matched_loosely', loosely],
  ]
  return {
    value: Array.isArray(value) ? ids : ids[0]!,
    adjusted: changes
      .filter(([, texts]) => texts.length > 0)
      .map(([code, texts]) => ({ code, details: { options: [...new Set(texts)].join(', ') } })),
  }
}
