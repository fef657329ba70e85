import { asList, asMap, toInt, toText, type Call } from '../context.ts'
import { page } from '../crm/filter.ts'
import { mayConfigure } from '../crm/rights.ts'
import { announceField } from '../crm/user-field-events.ts'
import {
  emptyLabels,
  findUserField,
  labelKinds,
  removeUserField,
  replaceOptions,
  storeUserField,
} from '../crm/user-field-store.ts'
import { findOwner, ownerFacts } from '../crm/user-field-owners.ts'
import { languages, type UserField } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'
import { allFieldTypes } from './user-field-types.ts'

/** userfieldconfig.getTypes. */
export function configTypes(call: Call): Answer {
  checkModule(call)
  const types = Object.entries(allFieldTypes(call.state)).map(([userTypeId, description]) => [
    userTypeId,
    { userTypeId, description },
  ])
  return { result: { types: Object.fromEntries(types) } }
}

/** userfieldconfig.list: filters by the exact key `entityId`; labels in the caller's language. */
export function configList(call: Call): Answer {
  checkModule(call)
  const filter = asMap(call.params.filter)
  checkRight(call, 'You cannot view custom field settings')
  const wanted = (key: string): string[] =>
    typeof filter[key] === 'object' ? asList(filter[key]).map(toText) : [toText(filter[key])]
  const found = [...call.state.userFields.values()].filter((field) =>
    ['entityId', 'fieldName', 'userTypeId', 'multiple', 'mandatory', 'xmlId'].every(
      (key) => filter[key] === undefined || wanted(key).includes(toText(viewConfig(call, field, languages)[key])),
    ),
  )
  const { items, ...paging } = page(found, call.params)
  const language = toText(asMap(call.params.select).language) || call.user.language
  // A list names no options; they come with `get`.
  const view = (field: UserField): Params => {
    const { enum: _options, ...rest } = viewConfig(call, field, [language])
    // Nor does it hold a map for a label nobody wrote.
    const unwritten = labelKinds.filter((kind) => (field.labels[kind][language] ?? null) === null)
    return { ...rest, ...Object.fromEntries(unwritten.map((kind) => [kind, null])) }
  }
  return { result: { fields: items.map(view) }, ...paging }
}

/** userfieldconfig.get: labels in all languages, options of a list field. */
export function configGet(call: Call): Answer {
  checkModule(call)
  checkRight(call, 'You cannot view custom field settings')
  return { result: { field: viewConfig(call, fieldOf(call), languages) } }
}

/** userfieldconfig.add: the name must start with `UF_{entityId}_`; only the form label is kept. */
export function configAdd(call: Call): Answer {
  checkModule(call)
  const sent = asMap(call.params.field)
  const type = findOwner(call.state, 'entity', toText(sent.entityId))
  const fieldName = toText(sent.fieldName)
  const userTypeId = toText(sent.userTypeId)
  checkRight(call, 'You cannot create custom fields')
  if (!type || type === 'person') throw refuse.classic('You cannot create custom fields')
  if (fieldName === '') throw refuse.classic("The 'FIELD_NAME' field is not found.")
  if (!fieldName.startsWith(`UF_${ownerFacts(call.state, type).entity}_`))
    throw refuse.classic('You cannot create custom fields')
  if (fieldName.length > 50) throw refuse.classic('Field name is too long (more than 50 characters).')
  if (!/^[A-Z0-9_]+$/.test(fieldName))
    throw refuse.classic('Field name contains invalid characters. Allowed characters are: A-Z, 0-9 and _.')
  if (userTypeId === '') throw refuse.classic("The 'USER_TYPE_ID' field is not found.")
  if (!allFieldTypes(call.state)[userTypeId]) throw refuse.classic('Fail to create new user field')
  if (findUserField(call.state, type, fieldName)) throw refuse.classic(`Field ${fieldName} already exists.`)
  const field = storeUserField(
    call.state,
    {
      ...readConfig(sent, userTypeId, true),
      type,
      fieldName,
      userTypeId,
      labels: { ...emptyLabels(), ...readLabels(sent) },
    },
    sent.enum,
  )
  announceField(call, field, 'ADD', sent)
  return { result: { field: viewConfig(call, field, languages) } }
}

/** userfieldconfig.update: options and settings are replaced as a whole. */
export function configUpdate(call: Call): Answer {
  checkModule(call)
  checkRight(call, 'You cannot update custom fields')
  const field = fieldOf(call)
  const sent = asMap(call.params.field)
  Object.assign(field, readConfig(sent, field.userTypeId, false))
  Object.assign(field.labels, readLabels(sent))
  if ('enum' in sent && field.userTypeId === 'enumeration') replaceOptions(call.state, field, sent.enum)
  announceField(call, field, 'UPDATE', sent)
  return { result: { field: viewConfig(call, field, languages) } }
}

/** userfieldconfig.delete. */
export function configDelete(call: Call): Answer {
  checkModule(call)
  checkRight(call, 'You cannot delete custom fields')
  const field = fieldOf(call)
  removeUserField(call.state, field)
  announceField(call, field, 'DELETE', {})
  return { result: null }
}

function checkModule(call: Call): void {
  if (call.params.moduleId === undefined) throw refuse.missing('moduleId')
  if (call.params.moduleId !== 'crm') throw refuse.classic('No settings for UserFieldAccess')
}

/** The same right decides about looking and changing (REST facts, section 3.2). */
function checkRight(call: Call, text: string): void {
  if (!mayConfigure(call.user)) throw refuse.classic(text)
}

function fieldOf(call: Call): UserField {
  const field = call.state.userFields.get(toInt(call.params.id))
  if (!field) throw refuse.classic('User field not found')
  return field
}

/** Without a precision this family keeps whole numbers, unlike crm.*.userfield.add (the platform). */
function readConfig(sent: Params, userTypeId: string, isNew: boolean): Partial<UserField> {
  const whole = userTypeId === 'double' ? { PRECISION: 0 } : {}
  const flags = ['multiple', 'mandatory', 'editInList', 'isSearchable'].filter((name) => name in sent)
  return {
    ...Object.fromEntries(flags.map((name) => [name, toText(sent[name]) === 'Y' ? 'Y' : 'N'])),
    ...('showFilter' in sent ? { showFilter: toText(sent.showFilter) === 'Y' ? 'E' : toText(sent.showFilter) } : {}),
    ...('xmlId' in sent ? { xmlId: toText(sent.xmlId) || null } : {}),
    ...('sort' in sent ? { sort: toInt(sent.sort) } : {}),
    ...('settings' in sent || isNew ? { settings: { ...whole, ...asMap(sent.settings) } } : {}),
  }
}

/** Labels for list and filter are silently dropped by this family. */
function readLabels(sent: Params): Partial<UserField['labels']> {
  const kept = (['editFormLabel', 'helpMessage'] as const).filter((kind) => kind in sent)
  return Object.fromEntries(
    kept.map((kind) => {
      const text = sent[kind]
      const texts = typeof text === 'object' ? asMap(text) : Object.fromEntries(languages.map((code) => [code, text]))
      return [kind, Object.fromEntries(Object.entries(texts).map(([code, label]) => [code, toText(label)]))]
    }),
  )
}

function viewConfig(call: Call, field: UserField, inLanguages: readonly string[]): Params {
  const labels = labelKinds.map((kind) => [
    kind,
    Object.fromEntries(inLanguages.map((language) => [language, field.labels[kind][language] ?? null])),
  ])
  return {
    id: String(field.id),
    entityId: ownerFacts(call.state, field.type).entity,
    fieldName: field.fieldName,
    userTypeId: field.userTypeId,
    xmlId: field.xmlId,
    sort: String(field.sort),
    multiple: field.multiple,
    mandatory: field.mandatory,
    showFilter: field.showFilter,
    showInList: field.showInList,
    editInList: field.editInList,
    isSearchable: field.isSearchable,
    settings: field.settings,
    languageId: Object.fromEntries(inLanguages.map((language) => [language, language])),
    ...Object.fromEntries(labels),
    ...(field.userTypeId === 'enumeration'
      ? {
          enum: field.options.map((option) => ({
            id: String(option.id),
            userFieldId: String(field.id),
            value: option.value,
            def: option.def,
            sort: String(option.sort),
            xmlId: option.xmlId,
          })),
        }
      : {}),
  }
}
