import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { mayAny, mayConfigure } from '../crm/rights.ts'
import { announceField } from '../crm/user-field-events.ts'
import {
  duplicateXmlId,
  emptyLabels,
  findUserField,
  labelKinds,
  removeUserField,
  replaceOptions,
  storeUserField,
  userFieldTypes,
} from '../crm/user-field-store.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import { findOwner, ownerFacts } from '../crm/user-field-owners.ts'
import { languages, type LabelKind, type UserField, type UserFieldOwner } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { compileFilter, compileOrder, keepKnown, page } from '../crm/filter.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { checkReader } from './requisites.ts'
import { allFieldTypes } from './user-field-types.ts'

/** crm.{lead,deal,contact,company,quote}.userfield.add: sets labels of every kind in every language. */
export function userFieldAdd(call: Call): Answer {
  const type = configurableType(call)
  const fields = upperKeys(asMap(anyCase(call.params, 'fields')))
  const fieldName = checkedName(toText(fields.FIELD_NAME), ownerFacts(call.state, type).prefix)
  const userTypeId = toText(fields.USER_TYPE_ID)
  if (userTypeId === '') throw refuse.classic("The 'USER_TYPE_ID' field is not found.")
  if (!allFieldTypes(call.state)[userTypeId]) throw new RestError('ERROR_CORE', 'Incorrect custom type specified.<br>')
  if (findUserField(call.state, type, fieldName))
    throw new RestError(
      'ERROR_CORE',
      `Field ${fieldName} for object ${ownerFacts(call.state, type).entity} already exists.<br>`,
    )
  checkOptions(fields)
  const labels = readLabels(fields, emptyLabels())
  const common = toText(fields.LABEL)
  if (common !== '') for (const kind of labelKinds) for (const language of languages) labels[kind][language] ||= common
  const field = storeUserField(call.state, { ...readFlags(fields), type, fieldName, userTypeId, labels }, fields.LIST)
  announceField(call, field, 'ADD', fields)
  return { result: field.id }
}

function checkOptions({ LIST }: Params): void {
  const twice = duplicateXmlId(LIST)
  if (twice !== undefined) throw new RestError('ERROR_CORE', `List item with value XML_ID=${twice} already exists.<br>`)
}

/** crm.*.userfield.update: everything but name and type. */
export function userFieldUpdate(call: Call): Answer {
  const field = fieldOf(call, configurableType(call))
  const fields = upperKeys(sentMap(call, 'fields'))
  checkOptions(fields)
  Object.assign(field, readFlags(fields))
  field.labels = readLabels(fields, field.labels)
  if ('LIST' in fields) replaceOptions(call.state, field, fields.LIST)
  announceField(call, field, 'UPDATE', fields)
  return { result: true }
}

/** crm.*.userfield.get: labels in every language. */
export function userFieldGet(call: Call): Answer {
  return { result: viewClassic(call, fieldOf(call, readableType(call)), (labels) => inAllLanguages(labels)) }
}

/** crm.*.userfield.list: in the order of the card unless ordered; labels only when `filter.LANG` names a language. */
export function userFieldList(call: Call): Answer {
  const type = readableType(call)
  const { LANG, ...filter } = upperKeys(sentMap(call, 'filter'))
  const language = toText(LANG)
  const label = language === '' ? undefined : (labels: Partial<Record<string, string>>) => labels[language] ?? null
  const views = userFieldsOf(call.state, type).map((field) => viewClassic(call, field, label))
  const resolve = (name: string): string | undefined => (name in (views[0] ?? {}) ? name : undefined)
  const order = Object.entries(upperKeys(sentMap(call, 'order'))).filter(([key]) => resolve(key))
  const matches = compileFilter(keepKnown(filter, resolve), resolve, { isLenient: true })
  const compare = compileOrder(Object.fromEntries(order), resolve)
  const read = (view: Params) => (name: string) => view[name === 'id' ? 'ID' : name] as string
  const found = views.filter((view) => matches(read(view)))
  const ordered = order.length === 0 ? found : found.toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(ordered, call.params)
  return { result: items, ...paging }
}

/** crm.*.userfield.delete. */
export function userFieldDelete(call: Call): Answer {
  const field = fieldOf(call, configurableType(call))
  removeUserField(call.state, field)
  announceField(call, field, 'DELETE', {})
  return { result: true }
}

/** crm.userfield.types. */
export function userFieldTypeList(): Answer {
  return { result: Object.entries(userFieldTypes).map(([ID, title]) => ({ ID, title })) }
}

function familyType(call: Call): UserFieldOwner {
  const type = findOwner(call.state, 'family', call.method.split('.userfield.')[0] ?? '')
  if (!type) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404)
  return type
}

/** People's fields are the portal's, and its administrator's. */
function configurableType(call: Call): UserFieldOwner {
  const type = familyType(call)
  const may = type === 'person' ? call.user.admin : mayConfigure(call.user)
  if (!may) throw refuse.classicAccessDenied()
  return type
}

function readableType(call: Call): UserFieldOwner {
  const type = familyType(call)
  if (type === 'requisite') checkReader(call)
  else if (type === 'person') return configurableType(call)
  else if (!mayAny(call.user, 'read', type)) throw refuse.classic('Access denied.', 403)
  return type
}

function fieldOf(call: Call, type: UserFieldOwner): UserField {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.classic('ID is not defined or invalid.')
  const field = call.state.userFields.get(id)
  if (!field) throw new RestError('ERROR_NOT_FOUND', `The entity with ID '${id}' is not found.`)
  if (field.type !== type) throw refuse.classic('Access denied.', 403)
  return field
}

/** The prefix is enforced, lower case is lifted, length and letters are checked. */
function checkedName(sent: string, prefix: string): string {
  if (sent === '') throw refuse.classic("The 'FIELD_NAME' field is not found.")
  const upper = sent.toUpperCase()
  const name = upper.startsWith(prefix) ? upper : `${prefix}${upper.replace(/^UF_/, '')}`
  if (name.length > 50) throw new RestError('ERROR_CORE', 'Field name is too long (more than 50 characters).<br>')
  if (!/^[A-Z0-9_]+$/.test(name))
    throw new RestError(
      'ERROR_CORE',
      'Field name contains invalid characters. Allowed characters are: A-Z, 0-9 and _.<br>',
    )
  return name
}

function readFlags(fields: Params): Partial<UserField> {
  const flag = (name: string): 'Y' | 'N' => (toText(fields[name]) === 'Y' ? 'Y' : 'N')
  return {
    ...('XML_ID' in fields ? { xmlId: toText(fields.XML_ID) || null } : {}),
    ...('SORT' in fields ? { sort: toInt(fields.SORT) } : {}),
    ...('MULTIPLE' in fields ? { multiple: flag('MULTIPLE') } : {}),
    ...('MANDATORY' in fields ? { mandatory: flag('MANDATORY') } : {}),
    ...('SHOW_FILTER' in fields
      ? { showFilter: toText(fields.SHOW_FILTER) === 'Y' ? 'E' : toText(fields.SHOW_FILTER) }
      : {}),
    ...('SHOW_IN_LIST' in fields ? { showInList: flag('SHOW_IN_LIST') } : {}),
    ...('EDIT_IN_LIST' in fields ? { editInList: flag('EDIT_IN_LIST') } : {}),
    ...('IS_SEARCHABLE' in fields ? { isSearchable: flag('IS_SEARCHABLE') } : {}),
    ...('SETTINGS' in fields ? { settings: asMap(fields.SETTINGS) } : {}),
  }
}

/** A label is a text for every language or a map of them. */
function readLabels(fields: Params, labels: UserField['labels']): UserField['labels'] {
  const read = { ...labels }
  for (const kind of labelKinds) {
    const sent = fields[classicLabel(kind)]
    if (sent === undefined) continue
    read[kind] =
      typeof sent === 'object' && sent !== null
        ? Object.fromEntries(Object.entries(sent).map(([language, text]) => [language, toText(text)]))
        : Object.fromEntries(languages.map((language) => [language, toText(sent)]))
  }
  return read
}

function classicLabel(kind: LabelKind): string {
  return kind.replaceAll(/[A-Z]/g, '_$&').toUpperCase()
}

function inAllLanguages(labels: Partial<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(languages.map((language) => [language, labels[language] ?? '']))
}

function viewClassic(
  call: Call,
  field: UserField,
  label?: (labels: Partial<Record<string, string>>) => unknown,
): Params {
  return {
    ID: String(field.id),
    ENTITY_ID: ownerFacts(call.state, field.type).entity,
    FIELD_NAME: field.fieldName,
    USER_TYPE_ID: field.userTypeId,
    XML_ID: field.xmlId,
    SORT: String(field.sort),
    MULTIPLE: field.multiple,
    MANDATORY: field.mandatory,
    SHOW_FILTER: field.showFilter,
    SHOW_IN_LIST: field.showInList,
    EDIT_IN_LIST: field.editInList,
    IS_SEARCHABLE: field.isSearchable,
    SETTINGS: field.settings,
    ...(label ? Object.fromEntries(labelKinds.map((kind) => [classicLabel(kind), label(field.labels[kind])])) : {}),
    ...(field.userTypeId === 'enumeration'
      ? {
          LIST: field.options.map((option) => ({
            ID: String(option.id),
            SORT: String(option.sort),
            VALUE: option.value,
            DEF: option.def,
            XML_ID: option.xmlId,
          })),
        }
      : {}),
  }
}

function sentMap(call: Call, name: string): Params {
  const sent = anyCase(call.params, name)
  if (sent !== undefined && sent !== '' && typeof sent !== 'object')
    throw refuse.classic(`Parameter '${name}' must be array.`)
  return asMap(sent)
}

function upperKeys(map: Params): Params {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toUpperCase(), value]))
}
