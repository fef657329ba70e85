import { toInt, toText, type Call } from '../context.ts'
import { fieldsOf } from '../crm/fields.ts'
import { findType } from '../crm/record-types.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import { inLanguage, type TypeName } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** Whose duplicates the portal looks for. */
const searched = [1, 3, 4]

/** All types together. Source: crm.duplicate.volatileType.register. */
const slots = 7

/** crm.duplicate.volatileType.fields: what may be compared beside phones and e-mails, of one type or of all. */
export function volatileFields(call: Call): Answer {
  const wanted = toInt(call.params.entityTypeId)
  const types = searched.filter((id) => wanted === 0 || id === wanted)
  return { result: types.flatMap((entityTypeId) => fieldsFor(call, entityTypeId)) }
}

/** crm.duplicate.volatileType.list. */
export function volatileList(call: Call): Answer {
  return { result: call.state.volatileTypes }
}

/** crm.duplicate.volatileType.register: seven in all; one that is there keeps its id. */
export function volatileRegister(call: Call): Answer {
  for (const name of ['entityTypeId', 'fieldCode']) if (call.params[name] === undefined) throw refuse.missing(name)
  const entityTypeId = toInt(call.params.entityTypeId)
  const fieldCode = toText(call.params.fieldCode)
  if (!fieldsFor(call, entityTypeId).some((field) => field.fieldCode === fieldCode))
    throw new RestError('FIELD_NOT_FOUND', 'Field not found')
  const { volatileTypes } = call.state
  const known = volatileTypes.find((type) => type.entityTypeId === entityTypeId && type.fieldCode === fieldCode)
  if (known) return { result: { id: known.id } }
  if (volatileTypes.length >= slots)
    throw new RestError('MAX_TYPES_COUNT_EXCEEDED', 'There is already a maximum number of volatile types')
  const id = call.state.nextId('volatileType')
  volatileTypes.push({ id, entityTypeId, fieldCode })
  return { result: { id } }
}

/** crm.duplicate.volatileType.unregister. */
export function volatileUnregister(call: Call): Answer {
  if (call.params.id === undefined) throw refuse.missing('id')
  const place = call.state.volatileTypes.findIndex(({ id }) => id === toInt(call.params.id))
  if (place < 0) throw new RestError('TYPE_IS_NOT_ASSIGNED', 'This type is not assigned')
  call.state.volatileTypes.splice(place, 1)
  return { result: true }
}

function fieldsFor(call: Call, entityTypeId: number): Params[] {
  const type = searched.includes(entityTypeId) ? findType(call.state, 'entityTypeId', entityTypeId) : undefined
  return type === undefined
    ? []
    : codesOf(call, type).map(([fieldCode, fieldTitle]) => ({ entityTypeId, fieldCode, fieldTitle }))
}

/** Texts, the portal's own and those of user fields. */
function codesOf(call: Call, type: TypeName): [code: string, title: string][] {
  const { state, user } = call
  const own = [...fieldsOf(state, type).values()]
    .filter((field) => ['string', 'text'].includes(field.type) && (field.writable || field.disabled))
    .map((field): [string, string] => [field.upperName, inLanguage(field.title, user.language)])
  const added = userFieldsOf(state, type)
    .filter((field) => field.userTypeId === 'string')
    .map((field): [string, string] => [
      field.fieldName,
      inLanguage(field.labels.editFormLabel, user.language) || field.fieldName,
    ])
  return [...own, ...added]
}
