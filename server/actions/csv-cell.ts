/** A table calculation reads a cell that begins with one of these as a formula; some read the wide and small forms too. */
const formulaSigns = new Set('=+-@＝＋－＠﹦﹢﹣﹫')
/** What parts cells in some program: the file does not decide which separator its reader chooses. */
const separators = new Set(';,|')
/** Line breaks part rows and a tab parts cells, even inside quotes where a reader is careless. */
const breaks = /^[\p{Cc}\u2028\u2029]$/u
/** What a reader may drop in front of a formula. */
const dropped = /^["\s\p{Cf}]$/u

/**
 * A text as one quoted cell of a CSV file that no table calculation takes for a formula, whichever separator reads it:
 * an apostrophe stands before each sign of a formula where a cell may begin. Line breaks and tabs become blanks.
 */
export function toCell(text: string): string {
  let cell = ''
  let mayBegin = true
  for (const character of text) {
    const isBreak = breaks.test(character)
    if (mayBegin && formulaSigns.has(character)) cell += "'"
    mayBegin = isBreak || separators.has(character) || (mayBegin && dropped.test(character))
    if (isBreak) cell += ' '
    else cell += character === '"' ? '""' : character
  }
  return `"${cell}"`
}
