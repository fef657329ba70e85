import type { Call, Context } from '../context.ts'
import { inLanguage, type FieldValue, type Item, type PortalState, type TypeName, type UserField } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { bareColumns, documentPictures } from './bare-columns.ts'
import { stageDictionary, defaultCategory } from './dictionaries.ts'
import { showFiles } from './files.ts'
import { firstMultifield } from './multifields.ts'
import { bindsContacts, contactsOf } from './relations.ts'
import { factsOf, isBuiltIn } from './record-types.ts'
import { fieldsOf } from './fields.ts'
import type { StandardField } from './standard-fields.ts'
import { userFieldsByName } from './user-field-names.ts'
import { showValue } from './values.ts'

/** A record as `crm.item.*` shows it; user fields under their original or their camelCase name. */
export function viewItem(call: Call, item: Item, original: boolean): Params {
  const { state } = call
  const show = (type: string, name: string, value: FieldValue): unknown =>
    type === 'file' ? showFiles(call, item, name, value) : showValue(type, value)
  const view: Params = {}
  for (const field of fieldsOf(state, item.type).values())
    if (field.name !== 'fm')
      view[field.name] = field.disabled ? null : show(field.type, field.name, valueOf(state, item, field.name))
  for (const name of bareColumns[item.type] ?? []) view[name] = null
  for (const [name, camelCase] of documentPictures[item.type] ?? []) view[original ? name : camelCase] = null
  if (factsOf(state, item.type).hasFm)
    Object.assign(view, multifieldAliases(item), { fm: item.fm.map((field) => ({ ...field })) })
  for (const [name, field] of userFieldsByName(state, item.type, original))
    view[name] = show(field.userTypeId, field.fieldName, item.values[field.fieldName] ?? emptyOf(field))
  view.entityTypeId = factsOf(state, item.type).entityTypeId
  return view
}

/** A stored value; the contacts of a company are kept with the contacts. */
export function valueOf(state: PortalState, item: Item, name: string): FieldValue {
  return bindsContacts(item.type) && name === 'contactIds' ? contactsOf(state, item.id) : (item.values[name] ?? null)
}

function emptyOf(field: UserField): FieldValue {
  if (field.multiple === 'Y') return []
  return field.userTypeId === 'boolean' ? 'N' : null
}

function multifieldAliases(item: Item): Params {
  return {
    phoneMobile: firstMultifield(item, 'PHONE', 'MOBILE'),
    phoneWork: firstMultifield(item, 'PHONE', 'WORK'),
    phoneMailing: firstMultifield(item, 'PHONE', 'MAILING'),
    emailHome: firstMultifield(item, 'EMAIL', 'HOME'),
    emailWork: firstMultifield(item, 'EMAIL', 'WORK'),
    emailMailing: firstMultifield(item, 'EMAIL', 'MAILING'),
    skype: null,
    icq: null,
    imol: '',
    email: firstMultifield(item, 'EMAIL'),
    phone: firstMultifield(item, 'PHONE'),
  }
}

/** The descriptions of `crm.item.fields`: titles and labels in the caller's language only. */
export function describeFields({ state, user }: Context, type: TypeName, original: boolean): Params {
  const fields: Params = {}
  for (const field of fieldsOf(state, type).values()) {
    fields[field.name] = describeStandard(state, type, field, user.language)
    // Smart processes list their contacts under a second name that no record carries. Source: crm.item.fields.
    if (field.name === 'contactIds' && !isBuiltIn(type))
      fields.contacts = { ...(fields.contactIds as Params), title: 'CONTACTS', upperName: 'CONTACTS' }
  }
  for (const [name, field] of userFieldsByName(state, type, original))
    fields[name] = describeUserField(field, user.language)
  return fields
}

function describeStandard(state: PortalState, type: TypeName, field: StandardField, language: string): Params {
  const statusType =
    field.statusType === 'stages'
      ? stageDictionary(state, type, defaultCategory(state, type))
      : (field.statusType ?? null)
  return {
    type: field.type,
    isRequired: field.required ?? false,
    isReadOnly: !field.writable,
    isImmutable: false,
    isMultiple: field.multiple ?? false,
    isDynamic: false,
    ...(field.deprecated ? { isDeprecated: true } : {}),
    ...(statusType === null ? {} : { statusType }),
    title: field.title[language === 'de' ? 'de' : 'en'],
    ...(field.settings ? { settings: field.settings } : {}),
    upperName: field.upperName,
  }
}

function describeUserField(field: UserField, language: string): Params {
  const label = (kind: keyof UserField['labels']): string | null => field.labels[kind][language] ?? null
  return {
    type: field.userTypeId,
    isRequired: field.mandatory === 'Y',
    isReadOnly: false,
    isImmutable: false,
    isMultiple: field.multiple === 'Y',
    isDynamic: true,
    title: inLanguage(field.labels.editFormLabel, language === 'de' ? 'de' : 'en') || field.fieldName,
    listLabel: label('listColumnLabel'),
    formLabel: label('editFormLabel'),
    filterLabel: label('listFilterLabel'),
    settings: field.settings,
    upperName: field.fieldName,
    ...(field.userTypeId === 'enumeration'
      ? { items: field.options.map((option) => ({ ID: String(option.id), VALUE: option.value })) }
      : {}),
  }
}
