import type { Option } from './snapshot.ts'
import { normalise } from './text.ts'

/** The options of a list that a text may mean: those that say the same, or the only one that says it loosely. */
export interface OptionMatch {
  identical: readonly Option[]
  /** Null where an identical one exists, or where none or several match but for case and blanks. */
  loose: Option | null
}

/**
 * Matches texts with the options of one list: word for word first, then without regard to case and blanks. Every option
 * is looked at once, however many texts are matched.
 */
export function optionMatcher(options: readonly Option[]): (text: string) => OptionMatch {
  const same = grouped(options, ({ text }) => text)
  const similar = grouped(options, ({ text }) => normalise(text))
  return (text) => {
    const identical = same.get(text) ?? []
    const others = similar.get(normalise(text)) ?? []
    return { identical, loose: identical.length === 0 && others.length === 1 ? others[0]! : null }
  }
}

/** Those of the wanted texts that mean no option of a list yet, each once. */
export function newTexts(existing: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(existing)
  const spellings = new Map<string, number>()
  const count = (text: string): unknown => spellings.set(normalise(text), (spellings.get(normalise(text)) ?? 0) + 1)
  existing.forEach(count)
  return wanted.filter((text) => {
    if (known.has(text) || spellings.get(normalise(text)) === 1) return false
    known.add(text)
    count(text)
    return true
  })
}

function grouped(options: readonly Option[], keyOf: (option: Option) => string): Map<string, Option[]> {
  const groups = new Map<string, Option[]>()
  for (const option of options) {
    const group = groups.get(keyOf(option))
    if (group) group.push(option)
    else groups.set(keyOf(option), [option])
  }
  return groups
}
