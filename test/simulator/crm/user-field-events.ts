import type { Context } from '../context.ts'
import type { UserField } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { ownerFacts } from './user-field-owners.ts'

/**
 * Tells bound handlers that a user field is new, changed or gone. A list tells of its values besides, and of them alone
 * where nothing else was sent. Source: events of userfieldconfig, "Which events arrive together".
 */
export function announceField(
  context: Context,
  field: UserField,
  what: 'ADD' | 'UPDATE' | 'DELETE',
  sent: Params,
): void {
  // People's fields have no events.
  if (field.type === 'person') return
  const { entity, family } = ownerFacts(context.state, field.type)
  const name = `ON${(family ?? 'crm.type').replace('.', '').toUpperCase()}USERFIELD`
  const FIELDS = { ID: field.id, ENTITY_ID: entity, FIELD_NAME: field.fieldName }
  const names = Object.keys(sent).map((key) => key.toUpperCase())
  const hasValues = field.userTypeId === 'enumeration' && names.some((key) => key === 'LIST' || key === 'ENUM')
  if (what !== 'UPDATE' || !hasValues || names.length > 1) context.raise(`${name}${what}`, { FIELDS })
  if (hasValues) context.raise(`${name}SETENUMVALUES`, { FIELDS })
}
