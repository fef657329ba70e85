const unstorable = /[\0\p{Surrogate}]/gu
/** How either is written in JSON: halves of pairs are escaped there, whole pairs are not. */
const escaped = /\\u(0000|d[89a-f])/i

/** JSON that PostgreSQL accepts: it refuses NUL and halves of surrogate pairs, and records may hold either. */
export function toStorable<T>(value: T): T {
  return toMeasured(value).value
}

/** The same, and how long it is as a text, in bytes. */
export function toMeasured<T>(value: T): { value: T; bytes: number } {
  const text = JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  // Nearly every record: then nothing is looked at value by value.
  if (!escaped.test(text)) return { value, bytes }
  const storable = JSON.parse(text, (_, part: unknown) =>
    typeof part === 'string' ? part.replace(unstorable, '\ufffd') : part,
  ) as T
  return { value: storable, bytes }
}
