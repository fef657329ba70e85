import { addPipeline } from '../builders.ts'
import { anyCase, toInt, toText, type Call } from '../context.ts'
import { classicFields, describeClassic, listClassic, type ClassicField } from '../crm/classic-records.ts'
import { categoriesOf, stageDictionary } from '../crm/dictionaries.ts'
import { inLanguage, itemsOf, type Category } from '../state.ts'
import { shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

/** Source: crm.dealcategory.fields. */
const fields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['CREATED_DATE', 'datetime', 'R', 'Created on'],
  ['NAME', 'string', '!', 'Name'],
  ['IS_LOCKED', 'char', 'R', 'Locked'],
  ['SORT', 'integer', '', 'Sorting'],
]

/** crm.dealcategory.fields: any user. The old family for the pipelines of deals; it knows all but the first. */
export function dealCategoryFields(): Answer {
  return { result: describeClassic(fields) }
}

/** crm.dealcategory.list. */
export function dealCategoryList(call: Call): Answer {
  return listClassic(
    call,
    others(call).map((category) => view(call, category)),
    fields,
  )
}

/** crm.dealcategory.get. */
export function dealCategoryGet(call: Call): Answer {
  return { result: view(call, categoryOf(call)) }
}

/** crm.dealcategory.add. */
export function dealCategoryAdd(call: Call): Answer {
  const sent = classicFields(call)
  const name = toText(sent.NAME)
  if (name.trim() === '') throw refuse.classic("Field 'NAME' is required.")
  const category = addPipeline(call.state, 'deal', { name })
  category.sort = toInt(sent.SORT) || 10
  return { result: category.id }
}

/** crm.dealcategory.update. */
export function dealCategoryUpdate(call: Call): Answer {
  const category = categoryOf(call)
  const sent = classicFields(call)
  const name = toText(sent.NAME)
  if (name !== '') category.name = { de: name, en: name }
  if ('SORT' in sent) category.sort = toInt(sent.SORT)
  return { result: true }
}

/** crm.dealcategory.delete: an empty one; its stages go with it. */
export function dealCategoryDelete(call: Call): Answer {
  const category = categoryOf(call)
  if ([...itemsOf(call.state, 'deal').values()].some(({ values }) => values.categoryId === category.id))
    throw refuse.classic(`Deals related to the funnel ${inLanguage(category.name, call.user.language)} found`)
  const dictionary = stageDictionary(call.state, 'deal', category.id)
  call.state.statuses = call.state.statuses.filter((status) => status.entityId !== dictionary)
  call.state.categories = call.state.categories.filter((known) => known !== category)
  return { result: true }
}

/** crm.dealcategory.default.get: the first pipeline has the id 0 and nothing but a name. */
export function dealCategoryDefault(call: Call): Answer {
  return { result: { ID: 0, NAME: inLanguage(first(call).name, call.user.language) } }
}

/** crm.dealcategory.default.set. */
export function dealCategoryDefaultSet(call: Call): Answer {
  const name = toText(anyCase(call.params, 'name'))
  if (name.trim() === '') throw refuse.classic("Parameter 'name' must be specified.")
  first(call).name = { de: name, en: name }
  return { result: true }
}

/** crm.dealcategory.status: the dictionary its stages stand in. */
export function dealCategoryStatus(call: Call): Answer {
  const id = toInt(anyCase(call.params, 'id'))
  return { result: stageDictionary(call.state, 'deal', id === 0 ? 0 : categoryOf(call).id) }
}

/** crm.dealcategory.stage.list: those of the first pipeline without an id, none of one that is not there. */
export function dealCategoryStages(call: Call): Answer {
  const dictionary = stageDictionary(call.state, 'deal', toInt(anyCase(call.params, 'id')))
  const stages = call.state.statuses.filter(({ entityId }) => entityId === dictionary)
  return {
    result: stages
      .toSorted((a, b) => a.sort - b.sort)
      .map(({ name, sort, statusId }) => ({
        NAME: inLanguage(name, call.user.language),
        SORT: sort,
        STATUS_ID: statusId,
      })),
  }
}

function others(call: Call): Category[] {
  return categoriesOf(call.state, 'deal').filter(({ id }) => id !== 0)
}

function first(call: Call): Category {
  const category = categoriesOf(call.state, 'deal').find(({ id }) => id === 0)
  if (!category) throw refuse.classic('Not found')
  return category
}

function categoryOf(call: Call): Category {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  const category = others(call).find((known) => known.id === id)
  if (!category) throw refuse.classic('Not found')
  return category
}

function view(call: Call, category: Category): Params {
  return {
    ID: String(category.id),
    CREATED_DATE: shown(category.created),
    NAME: inLanguage(category.name, call.user.language),
    IS_LOCKED: 'N',
    SORT: String(category.sort),
  }
}
