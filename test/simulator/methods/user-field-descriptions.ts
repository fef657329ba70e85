import { anyCase, toText, type Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

type Row = [name: string, type: string, title: string, mark?: 'isReadOnly' | 'isImmutable' | 'isMultiple']

/** crm.userfield.fields: what a user field consists of. */
export function userFieldPartList(): Answer {
  return { result: describe(parts) }
}

/** crm.userfield.enumeration.fields: what an option of a list consists of. */
export function userFieldOptionPartList(): Answer {
  return { result: describe(optionParts) }
}

/** crm.userfield.settings.fields: what can be set for a type; nothing for types without settings. */
export function userFieldSettingList(call: Call): Answer {
  const type = toText(anyCase(call.params, 'type'))
  if (type === '') throw refuse.classic("Parameter 'type' is not specified or empty.")
  return { result: describe(settings[type] ?? []) }
}

function describe(rows: readonly Row[]): Params {
  return Object.fromEntries(
    rows.map(([name, type, title, mark]) => [name, { type, title, ...(mark ? { [mark]: true } : {}) }]),
  )
}

/** Source: crm.userfield.fields. */
const parts: Row[] = [
  ['ID', 'int', 'ID', 'isReadOnly'],
  ['ENTITY_ID', 'string', 'Object', 'isImmutable'],
  ['FIELD_NAME', 'string', 'Code', 'isImmutable'],
  ['USER_TYPE_ID', 'string', 'Data Type', 'isImmutable'],
  ['XML_ID', 'string', 'External ID (XML ID)'],
  ['SORT', 'int', 'Sorting'],
  ['MULTIPLE', 'char', 'Multiple'],
  ['MANDATORY', 'char', 'Mandatory'],
  ['SHOW_FILTER', 'char', 'Show in list filter'],
  ['SHOW_IN_LIST', 'char', 'Show in list'],
  ['EDIT_IN_LIST', 'char', 'Allow user editing'],
  ['IS_SEARCHABLE', 'char', 'Field values are searchable'],
  ['EDIT_FORM_LABEL', 'string', 'Label in edit form'],
  ['LIST_COLUMN_LABEL', 'string', 'Header in list'],
  ['LIST_FILTER_LABEL', 'string', 'Filter label in list'],
  ['ERROR_MESSAGE', 'string', 'Error message'],
  ['HELP_MESSAGE', 'string', 'Help'],
  ['LIST', 'uf_enum_element', 'List elements', 'isMultiple'],
  ['SETTINGS', 'object', 'Additional settings (dependent on type)'],
]

/** Source: crm.userfield.enumeration.fields. */
const optionParts: Row[] = [
  ['ID', 'int', 'ID', 'isReadOnly'],
  ['SORT', 'int', 'Sorting'],
  ['VALUE', 'string', 'Value'],
  ['DEF', 'string', 'Default Value'],
  ['DEL', 'string', 'Element Deletion Flag'],
]

const defaultNumber: Row = ['DEFAULT_VALUE', 'int', 'Default Value']
const blocks: Row[] = [
  ['IBLOCK_TYPE_ID', 'string', 'Information block type'],
  ['IBLOCK_ID', 'string', 'Information block'],
  ['DEFAULT_VALUE', 'string', 'Default Value'],
  ['DISPLAY', 'string', 'Display'],
  ['LIST_HEIGHT', 'int', 'List height'],
  ['ACTIVE_FILTER', 'char', 'Show active elements'],
]

/** Source: crm.userfield.settings.fields for numbers; the settings' names of crm.*.userfield.add for the rest. */
const settings: Record<string, Row[]> = {
  string: [
    ['DEFAULT_VALUE', 'string', 'Default Value'],
    ['ROWS', 'int', 'Rows'],
  ],
  integer: [defaultNumber],
  double: [
    ['DEFAULT_VALUE', 'double', 'Default Value'],
    ['PRECISION', 'int', 'Precision'],
  ],
  boolean: [defaultNumber, ['DISPLAY', 'string', 'Display']],
  date: [['DEFAULT_VALUE', 'object', 'Default Value']],
  datetime: [['DEFAULT_VALUE', 'object', 'Default Value']],
  enumeration: [
    ['DISPLAY', 'string', 'Display'],
    ['LIST_HEIGHT', 'int', 'List height'],
  ],
  iblock_section: blocks,
  iblock_element: blocks,
  crm_status: [['ENTITY_TYPE', 'string', 'Directory']],
  crm: [
    ['LEAD', 'char', 'Lead'],
    ['CONTACT', 'char', 'Contact'],
    ['COMPANY', 'char', 'Company'],
    ['DEAL', 'char', 'Deal'],
  ],
}
