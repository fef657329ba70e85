import { addPipeline } from '../builders.ts'
import { asMap, toInt, toText, type Call } from '../context.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { categoriesOf, stageDictionary } from '../crm/dictionaries.ts'
import { isBuiltIn } from '../crm/record-types.ts'
import { toUpperName } from '../crm/standard-fields.ts'
import { toFlag } from '../crm/values.ts'
import { inLanguage, itemsOf, type Category, type TypeName } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { categoryType, viewCategory } from './dictionaries.ts'

const fields: ClassicField[] = [
  ['id', 'integer', 'R', 'ID'],
  ['name', 'string', '', 'NAME'],
  ['sort', 'integer', '', 'SORT'],
  ['entityTypeId', 'integer', '!R', 'ENTITY_TYPE_ID'],
  ['isDefault', 'boolean', 'R', 'IS_DEFAULT'],
  ['originId', 'string', '', 'ORIGIN_ID'],
  ['originatorId', 'string', '', 'ORIGINATOR_ID'],
]

/** crm.category.fields: any user. */
export function categoryFields(call: Call): Answer {
  categoryType(call)
  const described = Object.entries(describeClassic(fields))
  return {
    result: {
      fields: Object.fromEntries(described.map(([name, field]) => [name, { ...field, upperName: toUpperName(name) }])),
    },
  }
}

/** crm.category.add: brings the usual stages along. */
export function categoryAdd(call: Call): Answer {
  const type = categoryType(call)
  const sent = sentFields(call)
  const name = toText(sent.name)
  if (name.trim() === '') throw new RestError('0', "Field 'NAME' is required")
  checkDefault(type, sent)
  if (!isBuiltIn(type) && toFlag(sent.isSystem) === 'Y')
    throw new RestError('ADDING_DISABLED', 'Adding a system category is prohibited')
  const category = addPipeline(call.state, type, { name })
  change(call, category, { sort: 500, ...sent })
  return { result: { category: viewCategory(call, category.id, type) } }
}

/** crm.category.update. */
export function categoryUpdate(call: Call): Answer {
  const type = categoryType(call)
  const category = categoryOf(call, type)
  const sent = sentFields(call)
  checkDefault(type, sent)
  const name = toText(sent.name)
  if (name !== '') category.name = { de: name, en: name }
  change(call, category, sent)
  return { result: { category: viewCategory(call, category.id, type) } }
}

/** crm.category.delete: an empty one that is not the default; its stages go with it. */
export function categoryDelete(call: Call): Answer {
  const type = categoryType(call)
  const category = categoryOf(call, type)
  const isSmart = !isBuiltIn(type)
  const isUsed = [...itemsOf(call.state, type).values()].some(({ values }) => values.categoryId === category.id)
  if (category.isSystem) throw new RestError('REMOVING_DISABLED', 'Deletion of system category is prohibited')
  if (category.isDefault)
    throw isSmart
      ? new RestError('BX_ERROR', 'This funnel is the default funnel')
      : new RestError('0', 'Default deal category cannot be deleted')
  if (isUsed)
    throw isSmart
      ? new RestError('BX_ERROR', 'Elements related to the funnel found')
      : new RestError('0', `Deals related to the funnel ${inLanguage(category.name, call.user.language)} found`)
  const dictionary = stageDictionary(call.state, type, category.id)
  call.state.statuses = call.state.statuses.filter((status) => status.entityId !== dictionary)
  call.state.categories = call.state.categories.filter((known) => known !== category)
  return { result: null }
}

function sentFields(call: Call): Params {
  if (call.params.fields === undefined) throw refuse.missing('fields')
  return asMap(call.params.fields)
}

function categoryOf(call: Call, type: TypeName): Category {
  if (call.params.id === undefined) throw refuse.missing('id')
  const category = categoriesOf(call.state, type).find(({ id }) => id === toInt(call.params.id))
  if (!category) throw refuse.itemNotFound()
  return category
}

function checkDefault(type: TypeName, sent: Params): void {
  if ((type === 'contact' || type === 'company') && toFlag(sent.isDefault) === 'Y')
    throw new RestError('0', 'Default client category does not support updating default state')
}

/** There is one default: a new one takes the place of the old; that of deals stays (crm.category.add). */
function change(call: Call, category: Category, sent: Params): void {
  if ('sort' in sent) category.sort = Math.max(0, toInt(sent.sort))
  if (toFlag(sent.isDefault) !== 'Y' || category.type === 'deal') return
  for (const known of categoriesOf(call.state, category.type)) known.isDefault = known === category
}
