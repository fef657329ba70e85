/** Text for comparing labels and options: without white space, in lower case, one form per character. */
export function normalise(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, '').toLowerCase()
}
