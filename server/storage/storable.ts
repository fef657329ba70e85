/** JSON that PostgreSQL accepts: it refuses NUL and halves of surrogate pairs, and records may hold either. */
export function toStorable<T>(value: T): T {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replace(/[\0\p{Surrogate}]/gu, '\ufffd') : part,
  )
  return JSON.parse(text) as T
}
