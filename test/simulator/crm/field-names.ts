import type { PortalState, TypeName } from '../state.ts'
import { fieldsOf } from './fields.ts'
import { userFieldsByName, userFieldsOf } from './user-field-names.ts'

/**
 * Finds the stored name of a field however a client spells it: camelCase, UPPER_SNAKE, and a user field by its original
 * name, or in camelCase unless original names were asked for. Undefined for a field the type does not have.
 */
export function nameResolver(
  state: PortalState,
  type: TypeName,
  original: boolean,
): (sent: string) => string | undefined {
  const names = new Map<string, string>()
  for (const [name, field] of fieldsOf(state, type)) names.set(name, name).set(field.upperName, name)
  for (const field of userFieldsOf(state, type)) names.set(field.fieldName, field.fieldName)
  for (const [name, field] of userFieldsByName(state, type, original)) names.set(name, field.fieldName)
  return (sent) => names.get(sent)
}
