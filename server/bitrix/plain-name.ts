/**
 * Tells whether a word of the portal may name a field or a type of value. Names are spelled in ASCII on every portal
 * (`title`, `UF_CRM_1700000000`); what every object has by itself, such as `constructor`, is none.
 */
export function isPlainName(word: string): boolean {
  return /^[A-Za-z]\w{0,99}$/.test(word) && !(word in Object.prototype)
}
