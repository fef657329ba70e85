import { z } from 'zod'
import { recordType, userFieldEntityOf, type RecordTypeName } from '../conversion/record-types.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'
import { readYesNo } from '../conversion/yes-no.ts'
import { check } from './parse.ts'
import type { Command } from './rest.ts'

/** Texts by language (`de`, `en` …), as the portal keeps them for labels and messages. */
type Texts = Record<string, string>

/** A user field as the source defines it, free of the two spellings the portal has for it. */
export interface UserFieldDefinition {
  type: string
  multiple: string
  mandatory: string
  showFilter: string
  showInList: string
  editInList: string
  searchable: string
  sort: number
  settings: Record<string, unknown>
  labels: { edit: Texts; list: Texts; filter: Texts; error: Texts; help: Texts }
  options: { text: string; sort: number; isDefault: string; xmlId: string }[]
}

/** PHP sends an empty map as `[]`, and a label as a bare text where it has one language. */
export const texts = z.preprocess(
  (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
  z.record(
    z.string(),
    z
      .string()
      .nullable()
      .transform((text) => text ?? ''),
  ),
)
/** Settings of a field by name; an empty map comes as `[]` too. */
export const settings = z.preprocess(
  (value) => (Array.isArray(value) || !value ? {} : value),
  z.record(z.string(), z.unknown()),
)
/** `Y` or `N`, from any of the portal's spellings. */
export const flag = z
  .unknown()
  .optional()
  .transform((value): string => readYesNo(value) ?? 'N')

/** What crm.{type}.userfield.get answers. */
const classicField = z.looseObject({
  USER_TYPE_ID: z.string(),
  MULTIPLE: flag,
  MANDATORY: flag,
  SHOW_FILTER: flag,
  SHOW_IN_LIST: flag,
  EDIT_IN_LIST: flag,
  IS_SEARCHABLE: flag,
  SORT: z.coerce.number().default(100),
  SETTINGS: settings,
  EDIT_FORM_LABEL: texts,
  LIST_COLUMN_LABEL: texts,
  LIST_FILTER_LABEL: texts,
  ERROR_MESSAGE: texts,
  HELP_MESSAGE: texts,
  LIST: z
    .array(
      z.looseObject({
        VALUE: z.coerce.string(),
        SORT: z.coerce.number().default(500),
        DEF: flag,
        XML_ID: z.string().nullish(),
      }),
    )
    .nullish(),
})

/** Reads the answer of crm.{type}.userfield.get. */
export function parseDefinition(result: unknown): UserFieldDefinition {
  const field = check(classicField, result, 'crm.userfield.get')
  return {
    type: field.USER_TYPE_ID,
    multiple: field.MULTIPLE,
    mandatory: field.MANDATORY,
    showFilter: field.SHOW_FILTER,
    showInList: field.SHOW_IN_LIST,
    editInList: field.EDIT_IN_LIST,
    searchable: field.IS_SEARCHABLE,
    sort: field.SORT,
    settings: field.SETTINGS,
    labels: {
      edit: field.EDIT_FORM_LABEL,
      list: field.LIST_COLUMN_LABEL,
      filter: field.LIST_FILTER_LABEL,
      error: field.ERROR_MESSAGE,
      help: field.HELP_MESSAGE,
    },
    options: (field.LIST ?? []).map(({ VALUE, SORT, DEF, XML_ID }) => ({
      text: VALUE,
      sort: SORT,
      isDefault: DEF,
      xmlId: XML_ID ?? '',
    })),
  }
}

/**
 * The command that creates the field on a record type. Types with a classic family use it, since it alone takes labels
 * for list and filter; the others (invoice, smart processes) use userfieldconfig.add, which ignores those and stores whole numbers only
 * unless a precision is named. Code: at most 50 characters, unique per portal, prefix prescribed per family.
 */
export function addFieldCommand(
  type: RecordTypeName,
  smartTypes: SmartTypes,
  code: string,
  field: UserFieldDefinition,
): Command {
  const { userFieldMethods } = recordType(type)
  const userFieldEntity = userFieldEntityOf(type, smartTypes)
  if (userFieldMethods)
    return {
      method: `${userFieldMethods}.add`,
      params: {
        fields: {
          FIELD_NAME: `UF_CRM_${code}`,
          USER_TYPE_ID: field.type,
          MULTIPLE: field.multiple,
          MANDATORY: field.mandatory,
          SHOW_FILTER: field.showFilter,
          SHOW_IN_LIST: field.showInList,
          EDIT_IN_LIST: field.editInList,
          IS_SEARCHABLE: field.searchable,
          SORT: field.sort,
          SETTINGS: field.settings,
          EDIT_FORM_LABEL: field.labels.edit,
          LIST_COLUMN_LABEL: field.labels.list,
          LIST_FILTER_LABEL: field.labels.filter,
          ERROR_MESSAGE: field.labels.error,
          HELP_MESSAGE: field.labels.help,
          LIST: field.options.map(({ text, sort, isDefault, xmlId }) => ({
            VALUE: text,
            SORT: sort,
            DEF: isDefault,
            ...(xmlId ? { XML_ID: xmlId } : {}),
          })),
        },
      },
    }
  return {
    method: 'userfieldconfig.add',
    params: {
      moduleId: 'crm',
      field: {
        entityId: userFieldEntity,
        fieldName: `UF_${userFieldEntity}_${code}`,
        userTypeId: field.type,
        multiple: field.multiple,
        mandatory: field.mandatory,
        showFilter: field.showFilter,
        editInList: field.editInList,
        isSearchable: field.searchable,
        sort: field.sort,
        settings: field.type === 'double' ? { PRECISION: 2, ...field.settings } : field.settings,
        editFormLabel: field.labels.edit,
        helpMessage: field.labels.help,
        enum: field.options.map(({ text, sort, isDefault, xmlId }) => ({
          value: text,
          sort,
          def: isDefault,
          ...(xmlId ? { xmlId } : {}),
        })),
      },
    },
  }
}
