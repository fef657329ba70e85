import type { Field, Json } from './snapshot.ts'

/**
 * Tells whether a field holds nothing worth carrying. The portal says "nothing" with zero as well (amounts, ids), but
 * a zero in a user field is a number a person typed, and in a yes or no it is the answer no.
 */
export function isEmpty(value: Json | undefined, field?: Pick<Field, 'isUserField' | 'type'>): boolean {
  if (value === undefined || value === null || value === '') return true
  if (typeof value === 'boolean' || field?.type === 'boolean' || field?.type === 'char') return false
  if (Array.isArray(value)) return value.every((one) => isEmpty(one, field))
  if (typeof value === 'object') return Object.keys(value).length === 0
  return !field?.isUserField && Number(value) === 0
}
