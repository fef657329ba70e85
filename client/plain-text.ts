/** Tells whether a sentence says the same whatever its values are: nothing in it is read as anything but text. */
export function isPlain(sentence: string): boolean {
  return !/[{}']/.test(sentence)
}
