/** Tells whether a value is, or contains anywhere, what `isIt` looks for. Pure, and copies nothing. */
export function holds(value: unknown, isIt: (part: unknown) => boolean): boolean {
  if (isIt(value)) return true
  if (Array.isArray(value)) return value.some((part) => holds(part, isIt))
  if (!isObject(value)) return false
  for (const name in value) if (holds(value[name], isIt)) return true
  return false
}

/**
 * The same value with some parts replaced: those that `replace` answers undefined for are looked into. Pure; a part in
 * which nothing changes is not copied.
 */
export function mapValues(value: unknown, replace: (part: unknown) => unknown): unknown {
  const replaced = replace(value)
  if (replaced !== undefined) return replaced
  if (Array.isArray(value)) {
    const parts = value.map((part) => mapValues(part, replace))
    return parts.some((part, place) => part !== value[place]) ? parts : value
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, part]) => [name, mapValues(part, replace)] as const)
  return entries.every(([name, part]) => part === value[name]) ? value : Object.fromEntries(entries)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
