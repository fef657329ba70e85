/** Everything a portal remembers as plain JSON: maps become objects, file contents base64; functions leave no trace. */
export function plainState(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, inner]) => [String(key), plainState(inner)]))
  if (value instanceof Set) return [...value].map(plainState)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plainState)
  if (typeof value === 'function') return undefined
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainState(inner)]))
}
