import { shorten } from '../server/conversion/cut-texts.ts'

/**
 * Characters of a foreign text that are shown at most: of a whole value, of a name, of a value in passing, of a unit or
 * a currency. A value is a little longer than the server sends it, since it may end with words of ours; the portal
 * itself ends its names at 255.
 */
export const mostShown = { value: 20_100, name: 255, passing: 120, unit: 12 } as const

/** What nearly every text is made of; the rest of this file is for the others. */
const harmless = /^[\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e\u20ac]*$/

/**
 * Controls, those of writing direction among them, and what has no width. Joiners and tags stay: emoji
 * and Persian need them; so do the signs that Arabic sets around numbers.
 */
const unseen = /(?![\t\n\p{Join_Control}\u0600-\u0605\u06dd\u08e2\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}]/gu
const marksOnMarks = /(\p{M}{3})\p{M}+/gu
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A text of the portal as it is shown: cut, without what changes or covers the words around it, and set apart where it
 * is written from right to left. It may stand in the middle of a sentence of ours.
 */
export function foreign(text: string, most: number = mostShown.name): string {
  const cut = text.length > most ? `${shorten(text, most)}…` : text
  if (harmless.test(cut)) return cut
  const clean = cut
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unseen, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(marksOnMarks, '$1')
  return rightToLeft.test(clean) ? `\u2068${clean}\u2069` : clean
}

/** What a record is called, or its number where its title shows nothing. */
export function recordTitle({ title, id }: { title: string; id: number }): string {
  const shown = foreign(title)
  return isBlank(shown) ? `#${id}` : shown
}

/** Letters that are drawn as nothing, beside what is only a mark on another. */
function isBlank(text: string): boolean {
  return /^[\s\p{M}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]*$/u.test(text)
}

/** What a portal calls something, or how it is known there where that shows nothing. */
export function nameOr(name: string, other: string): string {
  const shown = foreign(name)
  return isBlank(shown) ? foreign(other) : shown
}

/** The values of a sentence, of which any text may be foreign. */
export function foreignValues(
  values: Record<string, string | number> | undefined,
): Record<string, string | number> | undefined {
  return (
    values &&
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' ? foreign(value, mostShown.value) : value,
      ]),
    )
  )
}
