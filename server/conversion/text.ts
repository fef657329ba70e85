/** As much of a text is compared loosely; labels and options are shorter. Composing many marks takes time by the square. */
const folded = 500

/** Text for comparing labels and options: without white space, in lower case, one form per character. */
export function normalise(text: string): string {
  return foldStart(text, '')
}

/** The words of a text for finding one in another: single blanks, in lower case, one form per character. */
export function foldWords(text: string): string {
  return foldStart(text, ' ').trim()
}

/** What stands behind the start is compared to the letter. */
function foldStart(text: string, blank: string): string {
  const start = text.slice(0, folded).normalize('NFC').toLowerCase()
  return (start + text.slice(folded)).replace(/\s+/gu, blank)
}
