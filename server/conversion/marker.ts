import type { PlannedValue } from './plan.ts'
import type { Fields, Json } from './snapshot.ts'

/** Fields of a new record by which it can be found again when the answer to its creation is lost. */
export type Marker = Record<string, string>

const prefix = 'create-from'

/**
 * The marker of a record: the first group of fields that the type has and that nothing else fills. Quotes have neither,
 * and whoever gives a record an origin of its own keeps it; those are found by their source, creator and title instead.
 * Source: the field matrix of crm.item.add.
 */
export function planMarker(requestId: string, fields: Fields, planned: Record<string, PlannedValue>): Marker | null {
  const mark = `${prefix}:${requestId}`
  const isFree = (name: string): boolean => !!fields[name] && !fields[name].readOnly && !(name in planned)
  const markers: Marker[] = [{ originatorId: prefix, originId: mark }, { xmlId: mark }]
  return markers.find((marker) => Object.keys(marker).every(isFree)) ?? null
}

/** Tells whether a value is a part of a marker, which is nobody's data. */
export function isMark(value: Json): boolean {
  return value === prefix || (typeof value === 'string' && value.startsWith(`${prefix}:`))
}
