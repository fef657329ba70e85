import { asList, asMap, toInt, toText } from '../context.ts'
import {
  itemsOf,
  type LabelKind,
  type ListOption,
  type PortalState,
  type UserField,
  type UserFieldOwner,
} from '../state.ts'
import type { Params } from '../wire/php-query.ts'

/** The built-in user-field types. Source: crm.userfield.types and userfieldconfig.getTypes. */
export const userFieldTypes: Record<string, string> = {
  string: 'String',
  integer: 'Integer',
  double: 'Number',
  boolean: 'Yes/No',
  enumeration: 'List',
  date: 'Date',
  datetime: 'Date/Time',
  money: 'Money',
  url: 'Link',
  address: 'Address',
  file: 'File',
  employee: 'Linked to employee',
  crm: 'Linked to CRM entities',
  crm_status: 'Linked to CRM directories',
  iblock_section: 'Linked to information block sections',
  iblock_element: 'Linked to information block elements',
}

export const labelKinds: LabelKind[] = [
  'editFormLabel',
  'listColumnLabel',
  'listFilterLabel',
  'errorMessage',
  'helpMessage',
]

/** Settings a new field gets where nothing is said. Source: REST facts, section 3.3. */
const defaultSettings: Record<string, Record<string, unknown>> = {
  string: { SIZE: 20, ROWS: 1, REGEXP: '', MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' },
  integer: { SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: null },
  double: { PRECISION: 2, SIZE: 20, MIN_VALUE: 0, MAX_VALUE: 0, DEFAULT_VALUE: null },
  boolean: { DEFAULT_VALUE: 0, DISPLAY: 'CHECKBOX', LABEL: ['', ''], LABEL_CHECKBOX: '' },
  enumeration: { DISPLAY: 'LIST', LIST_HEIGHT: 1, CAPTION_NO_VALUE: '', SHOW_NO_VALUE: 'Y' },
  date: { DEFAULT_VALUE: { TYPE: 'NONE', VALUE: '' } },
  datetime: { DEFAULT_VALUE: { TYPE: 'NONE', VALUE: '' }, USE_SECOND: 'Y', USE_TIMEZONE: 'N' },
  money: { DEFAULT_VALUE: '' },
  url: { POPUP: 'Y', SIZE: 20, MIN_LENGTH: 0, MAX_LENGTH: 0, DEFAULT_VALUE: '' },
  address: { SHOW_MAP: 'Y' },
  file: {
    SIZE: 20,
    LIST_WIDTH: 0,
    LIST_HEIGHT: 0,
    MAX_SHOW_SIZE: 0,
    MAX_ALLOWED_SIZE: 0,
    EXTENSIONS: [],
    TARGET_BLANK: 'Y',
  },
  crm_status: { ENTITY_TYPE: '' },
}

/** A new user field with its defaults, already remembered. */
export function storeUserField(
  state: PortalState,
  field: Pick<UserField, 'type' | 'fieldName' | 'userTypeId'> & Partial<UserField>,
  options: unknown,
): UserField {
  const stored: UserField = {
    id: state.nextId('userField'),
    xmlId: null,
    sort: 100,
    multiple: 'N',
    mandatory: 'N',
    showFilter: 'N',
    showInList: 'Y',
    editInList: 'Y',
    isSearchable: 'N',
    labels: emptyLabels(),
    ...field,
    settings: { ...defaultsOf(field), ...field.settings },
    options: [],
  }
  // A yes/no field is never multiple.
  if (stored.userTypeId === 'boolean') stored.multiple = 'N'
  if (stored.userTypeId === 'enumeration') replaceOptions(state, stored, options)
  state.userFields.set(stored.id, stored)
  return stored
}

/** A binding is to leads where no type is set to yes (crm.deal.userfield.add). */
function defaultsOf({ userTypeId, settings = {} }: { userTypeId: string; settings?: Params }): Params {
  if (userTypeId !== 'crm') return defaultSettings[userTypeId] ?? {}
  return Object.values(settings).includes('Y') ? {} : { LEAD: 'Y' }
}

export function emptyLabels(): UserField['labels'] {
  return { editFormLabel: {}, listColumnLabel: {}, listFilterLabel: {}, errorMessage: {}, helpMessage: {} }
}

/** Puts this list in place of a field's options: entries with a known id stay, others are new, the rest goes. */
export function replaceOptions(state: PortalState, field: UserField, sent: unknown): void {
  field.options = asList(sent).flatMap((entry) => {
    const { id, value, sort, def, xmlId } = lowerKeys(asMap(entry))
    const known = field.options.find((option) => option.id === toInt(id))
    const text = toText(value)
    if (text === '') return []
    const option: ListOption = {
      id: known?.id ?? state.nextId('option'),
      value: text,
      sort: sort === undefined ? (known?.sort ?? 500) : toInt(sort),
      def: toText(def) === 'Y' ? 'Y' : 'N',
      xmlId: toText(xmlId) || (known?.xmlId ?? crypto.randomUUID().replaceAll('-', '')),
    }
    return [option]
  })
}

/** Whether two options of a list claim the same external code. */
export function duplicateXmlId(sent: unknown): string | undefined {
  const codes = asList(sent)
    .map((entry) => toText(lowerKeys(asMap(entry)).xmlId))
    .filter((code) => code !== '')
  return codes.find((code, index) => codes.indexOf(code) !== index)
}

/** Deletes a field together with everything it held. */
export function removeUserField(state: PortalState, field: UserField): void {
  state.userFields.delete(field.id)
  for (const values of holdersOf(state, field.type)) delete values[field.fieldName]
}

function holdersOf(state: PortalState, type: UserFieldOwner): Iterable<Record<string, unknown>> {
  if (type === 'requisite') return state.requisites.values()
  if (type === 'person') return [...state.users.values()].map((user) => user.details)
  return [...itemsOf(state, type).values()].map((item) => item.values)
}

/** The field of this code of this owner. */
export function findUserField(state: PortalState, type: UserFieldOwner, fieldName: string): UserField | undefined {
  return [...state.userFields.values()].find((field) => field.type === type && field.fieldName === fieldName)
}

/** `XML_ID` and `xmlId` alike as `xmlId`. */
function lowerKeys(entry: Params): Params {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key.toUpperCase() === 'XML_ID' || key === 'xmlId' ? 'xmlId' : key.toLowerCase(),
      value,
    ]),
  )
}
