import { z } from 'zod'
import { recordType, userFieldEntityOf, type RecordTypeName } from '../conversion/record-types.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'
import { check } from './parse.ts'
import type { Answer, Command } from './rest.ts'
import { flag } from './user-field-definition.ts'

/** A list field as it is right now, with everything an update must repeat about its options. */
export interface ListField {
  id: number
  name: string
  options: ListOption[]
}

interface ListOption {
  /** Null for one to be added. */
  id: number | null
  text: string
  sort: number
  isDefault: string
  xmlId: string
}

const number = z.coerce.number()
const classicField = z.looseObject({
  ID: number,
  FIELD_NAME: z.string(),
  LIST: z
    .array(
      z.looseObject({
        ID: number,
        VALUE: z.coerce.string(),
        SORT: number.default(500),
        DEF: flag,
        XML_ID: z.string().nullish(),
      }),
    )
    .default([]),
})
const configField = z.object({
  field: z.looseObject({
    id: number,
    fieldName: z.string(),
    enum: z
      .array(
        z.looseObject({
          id: number,
          value: z.coerce.string(),
          sort: number.default(500),
          def: flag,
          xmlId: z.string().nullish(),
        }),
      )
      .default([]),
  }),
})

/** Two commands of one batch that find a list field by its name and read it; `key` keeps them apart from others. */
export function readListCommands(
  type: RecordTypeName,
  smartTypes: SmartTypes,
  name: string,
  key: string,
): Record<string, Command> {
  const { userFieldMethods: family } = recordType(type)
  if (family)
    return {
      [`find${key}`]: { method: `${family}.list`, params: { filter: { FIELD_NAME: name } } },
      [`get${key}`]: { method: `${family}.get`, params: { id: `$result[find${key}][0][ID]` } },
    }
  const filter = { entityId: userFieldEntityOf(type, smartTypes), fieldName: name }
  return {
    [`find${key}`]: { method: 'userfieldconfig.list', params: { moduleId: 'crm', select: ['id'], filter } },
    [`get${key}`]: {
      method: 'userfieldconfig.get',
      params: { moduleId: 'crm', id: `$result[find${key}][fields][0][id]` },
    },
  }
}

/** Null for another field than the wanted one: a reference to nothing resolves to something else. */
export function parseList(type: RecordTypeName, name: string, answer: Answer & { ok: true }): ListField | null {
  const list = recordType(type).userFieldMethods ? fromClassic(answer.result) : fromConfig(answer.result)
  return list.name === name ? list : null
}

/**
 * The command that adds options to a list. An update replaces the whole list and deletes what it does not name, so all
 * options go along with their ids. Doing it again is kept from doubling by reading the list right before.
 */
export function addOptionsCommand(type: RecordTypeName, list: ListField, texts: readonly string[]): Command {
  const last = Math.max(0, ...list.options.map(({ sort }) => sort))
  const added = texts.map((text, index): ListOption => ({
    id: null,
    text,
    sort: last + 10 * (index + 1),
    isDefault: 'N',
    xmlId: '',
  }))
  const all = [...list.options, ...added]
  const { userFieldMethods: family } = recordType(type)
  if (family)
    return {
      method: `${family}.update`,
      params: {
        id: list.id,
        fields: {
          LIST: all.map(({ id, text, sort, isDefault, xmlId }) => ({
            ...(id === null ? {} : { ID: id }),
            VALUE: text,
            SORT: sort,
            DEF: isDefault,
            ...(xmlId ? { XML_ID: xmlId } : {}),
          })),
        },
      },
    }
  return {
    method: 'userfieldconfig.update',
    params: {
      moduleId: 'crm',
      id: list.id,
      field: {
        // Without the type the portal ignores the options.
        userTypeId: 'enumeration',
        enum: all.map(({ id, text, sort, isDefault, xmlId }) => ({
          ...(id === null ? {} : { id }),
          value: text,
          sort,
          def: isDefault,
          ...(xmlId ? { xmlId } : {}),
        })),
      },
    },
  }
}

function fromClassic(result: unknown): ListField {
  const { ID, FIELD_NAME, LIST } = check(classicField, result, 'crm.userfield.get')
  const options = LIST.map((option) => ({
    id: option.ID,
    text: option.VALUE,
    sort: option.SORT,
    isDefault: option.DEF,
    xmlId: option.XML_ID ?? '',
  }))
  return { id: ID, name: FIELD_NAME, options }
}

function fromConfig(result: unknown): ListField {
  const { field } = check(configField, result, 'userfieldconfig.get')
  const options = field.enum.map(({ id, value, sort, def, xmlId }) => ({
    id,
    text: value,
    sort,
    isDefault: def,
    xmlId: xmlId ?? '',
  }))
  return { id: field.id, name: field.fieldName, options }
}
