import { shorten } from '../server/conversion/cut-texts.ts'

/** What is read at a glance and still leaves room for the rest of the page. */
const glance = { characters: 2000, lines: 40 }

/** The beginning of a text that is too long to be shown at once; null when it is not. */
export function beginningOf(text: string): string | null {
  let end = Math.min(text.length, glance.characters)
  for (let at = -1, line = 0; line < glance.lines; line++) {
    at = text.indexOf('\n', at + 1)
    if (at < 0 || at >= end) break
    if (line === glance.lines - 1) end = at
  }
  return end < text.length ? shorten(text, end) : null
}
