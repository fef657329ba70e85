import type { Context } from '../context.ts'
import { inLanguage, type FieldValue, type FieldValues, type TypeName } from '../state.ts'
import { RestError } from '../wire/rest-error.ts'
import { userFieldsOf } from './user-field-names.ts'

/**
 * Refuses empty required user fields where the administrator wants REST to check them: all of them for a new record and
 * after a move to another stage, else only the changed ones. Source: REST facts, section 1.3; text as in
 * crm.item.batchImport.
 */
export function checkRequired(
  { state, user }: Context,
  type: TypeName,
  values: FieldValues,
  before: FieldValues | null,
): void {
  if (!state.checksRequiredFields) return
  const checksAll = before === null || before.stageId !== values.stageId
  for (const field of userFieldsOf(state, type)) {
    const value = values[field.fieldName]
    const isChanged = JSON.stringify(value) !== JSON.stringify(before?.[field.fieldName])
    if (field.mandatory !== 'Y' || !(checksAll || isChanged) || !isEmpty(value)) continue
    const title = inLanguage(field.labels.editFormLabel, user.language) || field.fieldName
    throw new RestError('CRM_FIELD_ERROR_REQUIRED', `The "${title}" field is required`)
  }
}

function isEmpty(value: FieldValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
