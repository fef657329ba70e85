import type { Context } from '../context.ts'
import type { RequiredField } from '../crm-state.ts'
import {
  inLanguage,
  type FieldValue,
  type FieldValues,
  type Language,
  type PortalState,
  type TypeName,
} from '../state.ts'
import { RestError } from '../wire/rest-error.ts'
import { fieldsOf } from './fields.ts'
import { userFieldsOf } from './user-field-names.ts'

/**
 * Refuses empty required fields where the administrator wants REST to check them: required user fields, and whatever was
 * made required in the card for every stage or for this one. All of them are checked for a new record and after a move
 * within its pipeline, else only the changed ones. The answer names the first one; no method tells beforehand what the
 * card requires. Source: crm.item.add, crm.item.update, REST facts, section 1.3; text as in crm.item.batchImport.
 */
export function checkRequired(
  { state, user }: Context,
  type: TypeName,
  values: FieldValues,
  before: FieldValues | null,
): void {
  if (!state.checksRequiredFields) return
  const isMoved = before?.stageId !== values.stageId && before?.categoryId === values.categoryId
  const checksAll = before === null || isMoved
  const isChanged = (name: string): boolean => JSON.stringify(values[name]) !== JSON.stringify(before?.[name])
  for (const name of requiredNames(state, type, values)) {
    const holders = holdersOf(name)
    if (holders.every((holder) => isEmpty(values[holder])) && (checksAll || holders.some(isChanged)))
      throw required(titleOf(state, type, name, user.language))
  }
}

/** Refuses a contact that lost both its names, whatever the switch says. Source: REST documentation, contact form. */
export function checkNamed({ state, user }: Context, type: TypeName, values: FieldValues): void {
  if (type === 'contact' && isEmpty(values.name) && isEmpty(values.lastName))
    throw required(titleOf(state, type, 'lastName', user.language))
}

function requiredNames(state: PortalState, type: TypeName, values: FieldValues): string[] {
  const holds = ({ type: owner, stageIds }: RequiredField): boolean =>
    owner === type && (stageIds === null || stageIds.includes(String(values.stageId)))
  return [
    ...userFieldsOf(state, type)
      .filter((field) => field.mandatory === 'Y')
      .map((field) => field.fieldName),
    ...state.requiredFields.filter(holds).map(({ field }) => field),
  ]
}

/** The client of a record is its company or a contact. */
function holdersOf(name: string): string[] {
  return name === 'client' ? ['companyId', 'contactIds'] : [name]
}

function titleOf(state: PortalState, type: TypeName, name: string, language: Language): string {
  if (name === 'client') return inLanguage({ de: 'Kunde', en: 'Client' }, language)
  const standard = fieldsOf(state, type).get(name)
  if (standard) return inLanguage(standard.title, language)
  const field = userFieldsOf(state, type).find(({ fieldName }) => fieldName === name)
  return inLanguage(field?.labels.editFormLabel ?? {}, language) || name
}

function required(title: string): RestError {
  return new RestError('CRM_FIELD_ERROR_REQUIRED', `The "${title}" field is required`)
}

function isEmpty(value: FieldValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === 0) return true
  return Array.isArray(value) && value.length === 0
}
