import type { Context } from '../context.ts'
import { asList } from '../context.ts'
import type { FieldValue, FieldValues, TypeName, UserField } from '../state.ts'
import { judgeStandard, judgeUserValue } from '../values/judge-values.ts'
import { readBookings } from '../values/bookings.ts'
import type { Params } from '../wire/php-query.ts'
import { fieldsOf } from './fields.ts'
import { readFiles } from './files.ts'
import type { StandardField } from './standard-fields.ts'
import { userFieldsOf } from './user-field-names.ts'
import { readStandardValue, readUserValue, skipped, type Incoming } from './values.ts'

/** Fields that keep what they hold when nothing is sent for them. */
const neverEmpty = new Set(['title', 'assignedById', 'stageId', 'currencyId', 'quoteNumber', 'accountNumber'])

/**
 * Values of the sent fields as they will be stored; unknown, read-only and unreadable ones leave no trace. What a test
 * puts there `asPortal` is not judged, so that a portal can hold what its rules no longer allow.
 */
export function readValues(
  context: Context,
  type: TypeName,
  sent: Params,
  before: FieldValues,
  asPortal: boolean,
): FieldValues {
  const values: FieldValues = {}
  for (const field of fieldsOf(context.state, type).values()) {
    if (!(field.name in sent) || !field.writable || field.name === 'fm') continue
    const value = readStandard(context, field, sent[field.name], before[field.name])
    const mayNotBeEmpty = neverEmpty.has(field.name) && (value === null || value === '')
    const judged = asPortal ? value : judgeStandard(context, type, field, value, before[field.name])
    if (judged !== skipped && !mayNotBeEmpty) values[field.name] = judged
  }
  for (const field of userFieldsOf(context.state, type)) {
    if (!(field.fieldName in sent)) continue
    const held = before[field.fieldName]
    const value = readUser(context, field, sent[field.fieldName], held)
    const judged = asPortal ? value : judgeUserValue(context, field, value, held)
    if (judged !== skipped) values[field.fieldName] = judged
  }
  // The single fields are the first of their list; a call that names only them means the list.
  if ('contactId' in sent && !('contactIds' in sent) && 'contactIds' in before)
    values.contactIds = values.contactId ? [values.contactId] : []
  if ('companyId' in sent && !('companyIds' in sent) && 'companyIds' in before)
    values.companyIds = values.companyId ? [values.companyId] : []
  return values
}

function readStandard(
  { state }: Context,
  field: StandardField,
  sent: unknown,
  before: FieldValue | undefined,
): Incoming {
  return field.type === 'file' ? readFiles(state, sent, before, false) : readStandardValue(field, sent)
}

function readUser(context: Context, field: UserField, sent: unknown, before: FieldValue | undefined): Incoming {
  if (field.userTypeId === 'file') return readFiles(context.state, sent, before, field.multiple === 'Y')
  if (field.userTypeId !== 'resourcebooking') return readUserValue(context.state, field, sent)
  const ids = readBookings(context, field, typeof sent === 'object' ? asList(sent) : [sent], before)
  return field.multiple === 'Y' ? ids : (ids[0] ?? null)
}
