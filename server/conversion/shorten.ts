import type { Reason } from './reasons.ts'

/** A text as a field of some length keeps it, and what that costs. */
export interface Shortened {
  text: string
  adjusted: Reason[]
}

/** How many characters a text has as the portal counts them: code points, not halves of pairs. */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Cuts a text to the length a field keeps, never inside a character, and tells how much is kept. */
export function shorten(text: string, longest: number | null): Shortened {
  // No character is more than two units, so most texts need no counting.
  if (longest === null || text.length <= longest) return { text, adjusted: [] }
  const length = countCharacters(text)
  if (length <= longest) return { text, adjusted: [] }
  let [end, kept] = [0, 0]
  for (const character of text) {
    if (kept === longest) break
    end += character.length
    kept++
  }
  return { text: text.slice(0, end), adjusted: [{ code: 'shortened', details: { kept, length } }] }
}
