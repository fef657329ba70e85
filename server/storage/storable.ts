const unstorable = /[\0\p{Surrogate}]/gu
/** How either is written in JSON: halves of pairs are escaped there, whole pairs are not. */
const escaped = /\\u(0000|d[89a-f])/i

/** JSON that PostgreSQL accepts: it refuses NUL and halves of surrogate pairs, and records may hold either. */
export function toStorable<T>(value: T): T {
  const text = JSON.stringify(value)
  // Nearly every record: then nothing is looked at value by value.
  if (!escaped.test(text)) return value
  return JSON.parse(text, (_, part: unknown) =>
    typeof part === 'string' ? part.replace(unstorable, '\ufffd') : part,
  ) as T
}
