import type { Field, Fields } from './snapshot.ts'
import { normalise } from './text.ts'
import { isConvertible } from './user-field-value.ts'

/** Types an app cannot create or should not: bound to another app, to another module or to bookings. */
const notAddable: ReadonlySet<string> = new Set([
  'resourcebooking',
  'video',
  'vote',
  'url_preview',
  'string_formatted',
  'disk_file',
  'disk_version',
  'snils',
  'mail_message',
  'hlblock',
])

/** Tells whether a field of this type may be created on another record type. */
export function isAddable(field: Field): boolean {
  return !notAddable.has(field.type) && !field.type.startsWith('rest_')
}

/** What makes two user fields of different record types the same field: label, type and multiplicity; never the code. */
function identity(field: Field): string {
  return `${normalise(field.label)}|${field.type}|${field.multiple}`
}

/** User fields of a record type, in the portal's order. */
export function userFieldsOf(fields: Fields): Field[] {
  return Object.values(fields).filter((field) => field.isUserField)
}

/**
 * Pairs the user fields of two record types: the first match wins, and a target field is used once. The same field is
 * one of the same label, type and multiplicity; what is left over is paired by label alone where the value can be
 * converted. A field without a label never matches. Source fields without a partner are absent from the answer.
 */
export function matchUserFields(source: Fields, target: Fields): Map<string, Field> {
  const [ours, theirs] = [userFieldsOf(source), userFieldsOf(target)]
  const pairs = new Map<string, Field>()
  const used = new Set<string>()
  const pair = (keyOf: (field: Field) => string, isPartner: (field: Field, candidate: Field) => boolean): void => {
    const free = new Map<string, Field[]>()
    for (const candidate of theirs) {
      if (candidate.label === '' || used.has(candidate.name)) continue
      const key = keyOf(candidate)
      const others = free.get(key)
      if (others) others.push(candidate)
      else free.set(key, [candidate])
    }
    for (const field of ours) {
      if (field.label === '' || pairs.has(field.name)) continue
      const candidates = free.get(keyOf(field)) ?? []
      const place = candidates.findIndex((candidate) => isPartner(field, candidate))
      const [partner] = place < 0 ? [] : candidates.splice(place, 1)
      if (!partner) continue
      pairs.set(field.name, partner)
      used.add(partner.name)
    }
  }
  pair(identity, () => true)
  pair((field) => normalise(field.label), isConvertible)
  return pairs
}
