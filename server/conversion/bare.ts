/**
 * An object without a prototype. Under a foreign key nothing but what was put there is found in it, and a key such as
 * `__proto__` is a key like any other.
 */
export type Bare<T> = Record<string, T>

/** Makes an object without a prototype of entries whose keys come from outside; the last of equal keys counts. */
export function bare<T>(entries: Iterable<readonly [string, T]> = []): Bare<T> {
  const made = Object.create(null) as Bare<T>
  for (const [key, value] of entries) made[key] = value
  return made
}
