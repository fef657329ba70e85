import type { PipelineToAdd, RowToSet, UserFieldToAdd, UserToAdd } from './simulator.ts'
import type { Context } from './context.ts'
import { deriveRow, recalculateTotals } from './crm/product-rows.ts'
import { factsOf, isBuiltIn } from './crm/record-types.ts'
import { addStages, usualStages } from './crm/stages.ts'
import { nowUtc } from './time.ts'
import { emptyLabels, storeUserField } from './crm/user-field-store.ts'
import { readRow } from './methods/product-rows.ts'
import {
  findItem,
  languages,
  typeNames,
  type Category,
  type Item,
  type PortalState,
  type Text,
  type TypeName,
  type TypeRights,
  type User,
  type UserField,
} from './state.ts'

const everything: TypeRights = { read: 'all', add: 'all', update: 'all', delete: 'all' }

/** Adds somebody to the portal: full rights unless restricted, no administrator unless said. */
export function addUser(state: PortalState, user: UserToAdd): User {
  const id = state.nextId('user')
  const rights = typeNames.map((type) => [type, { ...everything, ...user.rights?.[type] }])
  const added: User = {
    id,
    name: user.name,
    lastName: user.lastName ?? '',
    email: user.email ?? `user${id}@example.com`,
    workPosition: user.workPosition ?? '',
    language: user.language ?? 'de',
    gender: user.gender ?? '',
    active: true,
    extranet: user.extranet ?? false,
    admin: user.admin ?? false,
    rights: Object.fromEntries(rights) as Record<TypeName, TypeRights>,
    mayConfigureCrm: user.mayConfigureCrm ?? user.admin ?? false,
    details: {},
  }
  state.users.set(id, added)
  return added
}

/** Adds a user field the way an administrator does in the card: every label in every language. */
export function addUserField(state: PortalState, type: TypeName, field: UserFieldToAdd): UserField {
  const label =
    typeof field.label === 'string'
      ? Object.fromEntries(languages.map((language) => [language, field.label as string]))
      : field.label
  const options = (field.options ?? []).map((option, index) => {
    const { value, def, xmlId } = typeof option === 'string' ? { value: option, def: false, xmlId: undefined } : option
    return { VALUE: value, SORT: (index + 1) * 100, DEF: def ? 'Y' : 'N', XML_ID: xmlId }
  })
  return storeUserField(
    state,
    {
      type,
      fieldName: field.fieldName,
      userTypeId: field.userTypeId,
      multiple: field.multiple ? 'Y' : 'N',
      mandatory: field.mandatory ? 'Y' : 'N',
      settings: field.settings ?? {},
      sort: field.sort ?? 100,
      xmlId: field.xmlId ?? null,
      labels: {
        ...emptyLabels(),
        editFormLabel: { ...label },
        listColumnLabel: { ...label },
        listFilterLabel: { ...label },
      },
    },
    options,
  )
}

/** Replaces the product rows of a record and brings its totals in line. */
export function setProductRows(context: Context, type: TypeName, id: number, rows: RowToSet[]): Item {
  const item = findItem(context.state, { type, id })
  if (!item || !factsOf(context.state, type).carriesRows)
    throw new Error(`There is no ${type} ${id} that carries product rows.`)
  const hadRows = item.rows.length > 0
  item.rows = rows.map((row, index) =>
    deriveRow(context.state.nextId('row'), readRow({ sort: (index + 1) * 10, ...row })),
  )
  recalculateTotals(item, hadRows)
  return item
}

/** Adds a pipeline with its stages; stage ids carry the pipeline's prefix (`C9:NEW`, `DT31_13:N`). */
export function addPipeline(state: PortalState, type: TypeName, pipeline: PipelineToAdd): Category {
  const isFirst = state.categories.every((category) => category.type !== type)
  const { stageDictionary, entityTypeId } = factsOf(state, type)
  const isNumbered = type === 'invoice' || !isBuiltIn(type)
  // The common pipeline of deals, contacts and companies has the id 0.
  const id = isFirst && !isNumbered ? 0 : state.nextId('category')
  const category: Category = {
    id,
    type,
    name: inBoth(pipeline.name),
    sort: isFirst ? 300 : 200,
    isDefault: isFirst,
    created: nowUtc(state.clock),
  }
  if (pipeline.isSystem) category.isSystem = true
  state.categories.push(category)
  const dictionary = stageDictionary?.(id)
  const prefix = isNumbered ? `DT${entityTypeId}_${id}:` : id === 0 ? '' : `C${id}:`
  if (dictionary !== undefined)
    addStages(
      state,
      dictionary,
      pipeline.stages ?? usualStages(type === 'deal' || type === 'invoice' ? type : 'smart'),
      {
        prefix,
        categoryId: id === 0 ? null : id,
      },
    )
  return category
}

function inBoth(name: Text | string): Text {
  return typeof name === 'string' ? { de: name, en: name } : name
}
