/** What a value costs in memory by a rough rule, in bytes: two a character, and some for each object, list and key. */
const perCharacter = 2
const perPart = 24

/**
 * Estimates how many bytes a value of plain objects, lists, maps and texts keeps in memory. It ends as soon as there
 * are more than `most`, so that weighing costs no more than what may be kept.
 */
export function weightOf(root: unknown, most: number): number {
  let bytes = 0
  const open: unknown[] = [root]
  while (open.length > 0 && bytes <= most) {
    const value = open.pop()
    bytes += perPart
    if (typeof value === 'string') bytes += perCharacter * value.length
    else if (Array.isArray(value)) for (const one of value) open.push(one)
    else if (value instanceof Map) for (const entry of value) open.push(...(entry as [unknown, unknown]))
    else if (typeof value === 'object' && value !== null)
      for (const key in value) {
        bytes += perPart
        open.push((value as Record<string, unknown>)[key])
      }
  }
  return bytes
}
