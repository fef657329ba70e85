import type { Json } from '../conversion/snapshot.ts'

/** Values as a batch carries them: a list without entries would vanish from it, so that nothing would be emptied. */
export function emptied(fields: Record<string, Json>): Record<string, Json> {
  const spell = (value: Json): Json => (value === null ? '' : Array.isArray(value) && value.length === 0 ? [''] : value)
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, spell(value)]))
}
