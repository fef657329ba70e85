import { z } from 'zod'
import { check } from './parse.ts'
import type { Command } from './rest.ts'
import { flag, settings, texts, type UserFieldDefinition } from './user-field-definition.ts'

/** What userfieldconfig.get answers; keys inside the settings stay in upper case there too. */
const configAnswer = z.object({
  field: z.looseObject({
    userTypeId: z.string(),
    multiple: flag,
    mandatory: flag,
    showFilter: flag,
    showInList: flag,
    editInList: flag,
    isSearchable: flag,
    sort: z.coerce.number().default(100),
    settings,
    editFormLabel: texts,
    listColumnLabel: texts,
    listFilterLabel: texts,
    errorMessage: texts,
    helpMessage: texts,
    enum: z
      .array(
        z.looseObject({
          value: z.coerce.string(),
          sort: z.coerce.number().default(500),
          def: flag,
          xmlId: z.string().nullish(),
        }),
      )
      .nullish(),
  }),
})

/** Finds a user field's id where there is no classic family; the answer holds it at `fields`, `0`, `id`. */
export function findConfigCommand(entityId: string, fieldName: string): Command {
  const filter = { entityId, fieldName }
  return { method: 'userfieldconfig.list', params: { moduleId: 'crm', select: ['id'], filter } }
}

/** Reads the answer of userfieldconfig.get. */
export function parseConfigDefinition(result: unknown): UserFieldDefinition {
  const { field } = check(configAnswer, result, 'userfieldconfig.get')
  return {
    type: field.userTypeId,
    multiple: field.multiple,
    mandatory: field.mandatory,
    showFilter: field.showFilter,
    showInList: field.showInList,
    editInList: field.editInList,
    searchable: field.isSearchable,
    sort: field.sort,
    settings: field.settings,
    labels: {
      edit: field.editFormLabel,
      list: field.listColumnLabel,
      filter: field.listFilterLabel,
      error: field.errorMessage,
      help: field.helpMessage,
    },
    options: (field.enum ?? []).map(({ value, sort, def, xmlId }) => ({
      text: value,
      sort,
      isDefault: def,
      xmlId: xmlId ?? '',
    })),
  }
}
