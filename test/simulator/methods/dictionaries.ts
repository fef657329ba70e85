import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { categoriesOf, entriesOf, stageDictionary } from '../crm/dictionaries.ts'
import { compileOrder } from '../crm/filter.ts'
import { factsOf, isBuiltIn, findType, typesOf } from '../crm/record-types.ts'
import { mayAny, mayReadPipeline } from '../crm/rights.ts'
import { smartFacts } from '../crm/smart-types.ts'
import { inLanguage, type FieldValue, type Status, type TypeName } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** What crm.status.list compares, and only for equality. */
const compared = ['ID', 'ENTITY_ID', 'STATUS_ID', 'NAME', 'SORT', 'SYSTEM', 'CATEGORY_ID', 'SEMANTICS']

/** What must not be asked for by a list of values. */
const single = ['ENTITY_ID', 'STATUS_ID', 'SORT', 'SEMANTICS']

/**
 * crm.status.list: entries of all dictionaries, stages included; not paged. Names it does not know count for nothing,
 * and with them every prefix; so does an empty value. Source: the platform's published source.
 */
export function statusList(call: Call): Answer {
  if (!typesOf(call.state).some((type) => mayAny(call.user, 'read', type))) throw refuse.classicAccessDenied()
  const wanted = Object.entries(asMap(anyCase(call.params, 'filter')))
    .map(([name, value]) => [name.toUpperCase(), value] as const)
    .filter(([name, value]) => compared.includes(name) && (typeof value === 'object' || toText(value) !== ''))
  for (const name of single)
    if (wanted.some(([known, value]) => known === name && typeof value === 'object' && value !== null))
      throw refuse.classic(`Filter by ${name} must be a string`)
  const isWanted = (view: Params): boolean => wanted.every(([name, value]) => hasValue(view, name, toText(value)))
  const order = Object.entries(asMap(anyCase(call.params, 'order')))
    .map(([name, way]) => [name.toUpperCase(), toText(way).toUpperCase() === 'ASC' ? 'ASC' : 'DESC'] as const)
    .filter(([name]) => compared.includes(name))
  const compare = compileOrder(Object.fromEntries(order.length === 0 ? [['SORT', 'ASC']] : order), (name) => name)
  const read = (view: Params) => (name: string) => view[name === 'id' ? 'ID' : name] as FieldValue
  const views = call.state.statuses.map((status) => viewStatus(call, status))
  const found = views.filter(isWanted).toSorted((a, b) => compare(read(a), read(b)))
  return { result: found, total: found.length }
}

/** Upper and lower case are the same; a name is searched for a part of it. */
function hasValue(view: Params, name: string, wanted: string): boolean {
  const [value, sought] = [toText(view[name]).toLowerCase(), wanted.toLowerCase()]
  if (name === 'NAME') return value.includes(sought)
  if (name === 'SYSTEM') return value === (wanted === 'Y' ? 'y' : 'n')
  return value === sought
}

const semanticWords = { P: 'process', S: 'success', F: 'failure' }

/** Failures beside the platform's own are told apart. Source: crm.status.list. */
function semanticWord({ semantics, system }: Status): string | null {
  return semantics === 'F' && system === 'N' ? 'apology' : semantics && semanticWords[semantics]
}

/** Which dictionaries tell their colours and meaning under EXTRA (REST facts, section 5). */
const hasExtra = /^(STATUS|QUOTE_STATUS|DEAL_STAGE(_\d+)?)$/

/** An entry of a dictionary as `crm.status.*` shows it. */
export function viewStatus(call: Call, status: Status): Params {
  const { semantics } = status
  return {
    ID: String(status.id),
    ENTITY_ID: status.entityId,
    STATUS_ID: status.statusId,
    NAME: inLanguage(status.name, call.user.language),
    NAME_INIT: status.nameInit ? inLanguage(status.nameInit, call.user.language) : '',
    SORT: String(status.sort),
    SYSTEM: status.system,
    CATEGORY_ID: status.categoryId === null ? null : String(status.categoryId),
    COLOR: status.color,
    SEMANTICS: semantics === 'P' ? null : semantics,
    ...(semantics && hasExtra.test(status.entityId)
      ? { EXTRA: { SEMANTICS: semanticWord(status), COLOR: status.color } }
      : {}),
  }
}

const plainDictionaries: [id: string, de: string, en: string][] = [
  ['SOURCE', 'Quellen', 'Sources'],
  ['CONTACT_TYPE', 'Kontakttyp', 'Contact type'],
  ['COMPANY_TYPE', 'Unternehmenstyp', 'Company type'],
  ['EMPLOYEES', 'Mitarbeiterzahl', 'Number of employees'],
  ['INDUSTRY', 'Branche', 'Industry'],
  ['DEAL_TYPE', 'Auftragstyp', 'Deal type'],
  ['HONORIFIC', 'Anrede', 'Salutation'],
  ['CALL_LIST', 'Anrufstatus', 'Call statuses'],
]

/** crm.status.entity.types: all dictionaries, stage dictionaries with their first and last stages. */
export function statusEntityTypes(call: Call): Answer {
  const { state, user } = call
  const stages = typesOf(state).flatMap((type) => {
    const pipelines = factsOf(state, type).hasCategories ? categoriesOf(state, type) : [null]
    return pipelines.flatMap((pipeline) => {
      const id = stageDictionary(state, type, pipeline?.id ?? 0)
      return id === null ? [] : [describeStages(call, type, id, pipeline?.id ?? null)]
    })
  })
  const plain = plainDictionaries.map(([ID, de, en]) => ({ ID, NAME: inLanguage({ de, en }, user.language) }))
  return { result: [...stages, ...plain] }
}

function describeStages(call: Call, type: TypeName, id: string, categoryId: number | null): Params {
  const entries = entriesOf(call.state, id)
  const code = (semantics: 'S' | 'F'): string | undefined =>
    entries.find((entry) => entry.semantics === semantics)?.statusId
  const name = inLanguage(factsOf(call.state, type).name, call.user.language)
  return {
    ID: id,
    NAME: call.user.language === 'de' ? `Phasen: ${name}` : `${name} stages`,
    SEMANTIC_INFO: {
      START_FIELD: entries[0]?.statusId,
      FINAL_SUCCESS_FIELD: code('S'),
      FINAL_UNSUCCESS_FIELD: code('F'),
      FINAL_SORT: 0,
    },
    ENTITY_TYPE_ID: factsOf(call.state, type).entityTypeId,
    ...(categoryId === null ? {} : describePipeline(call, type, entries[0]?.statusId ?? '', categoryId)),
  }
}

/**
 * What stands beside the stages of a pipeline: the portal's first deal pipeline has neither prefix nor parent, other
 * deal pipelines write their number as a text, and newer types say nothing about the meaning of their stages.
 */
function describePipeline(call: Call, type: TypeName, stageId: string, categoryId: number): Params {
  const [prefix] = stageId.includes(':') ? stageId.split(':') : []
  if (prefix === undefined) return { FIELD_ATTRIBUTE_SCOPE: '', CATEGORY_ID: categoryId }
  const scope = { PREFIX: prefix, FIELD_ATTRIBUTE_SCOPE: `category_${categoryId}` }
  if (prefix === `C${categoryId}`)
    return { PARENT_ID: stageDictionary(call.state, type, 0), ...scope, CATEGORY_ID: String(categoryId) }
  const category = categoriesOf(call.state, type).find(({ id }) => id === categoryId)
  const named = category && {
    CATEGORY_NAME: inLanguage(category.name, call.user.language),
    CATEGORY_SORT: category.sort,
    IS_DEFAULT_CATEGORY: category.isDefault,
  }
  const pipeline = { ...scope, IS_ENABLED: true, CATEGORY_ID: categoryId }
  return { SEMANTIC_INFO: [], ...pipeline, ...(isBuiltIn(type) ? {} : named) }
}

/** crm.category.list: the pipelines of a type the caller may read. */
export function categoryList(call: Call): Answer {
  const type = categoryType(call)
  const categories = categoriesOf(call.state, type).filter(({ id }) => mayReadPipeline(call.user, type, id))
  return {
    result: { categories: categories.map((category) => viewCategory(call, category.id, type)) },
    total: categories.length,
  }
}

/** crm.category.get. */
export function categoryGet(call: Call): Answer {
  const type = categoryType(call)
  if (call.params.id === undefined) throw refuse.missing('id')
  const id = toInt(call.params.id)
  if (!categoriesOf(call.state, type).some((category) => category.id === id)) throw refuse.itemNotFound()
  if (!mayReadPipeline(call.user, type, id)) throw refuse.accessDenied()
  return { result: { category: viewCategory(call, id, type) } }
}

/** The type whose pipelines a call is about. */
export function categoryType(call: Call): TypeName {
  if (call.params.entityTypeId === undefined) throw refuse.missing('entityTypeId')
  const type = findType(call.state, 'entityTypeId', toInt(call.params.entityTypeId))
  if (!type) throw refuse.typeNotFound()
  if (!factsOf(call.state, type).hasCategories)
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', `Entity type ${factsOf(call.state, type).code} is not supported`)
  return type
}

/** A pipeline as `crm.category.*` shows it. */
export function viewCategory(call: Call, id: number, type: TypeName): Params {
  const category = categoriesOf(call.state, type).find((candidate) => candidate.id === id)
  return {
    id,
    name: category ? inLanguage(category.name, call.user.language) : '',
    sort: category?.sort ?? 0,
    entityTypeId: factsOf(call.state, type).entityTypeId,
    isDefault: category?.isDefault ? 'Y' : 'N',
    ...(id === 0 ? {} : { originId: '', originatorId: '' }),
  }
}

const ownerTypes: [id: number, de: string, en: string, code: string, short: string][] = [
  [1, 'Lead', 'Lead', 'LEAD', 'L'],
  [2, 'Auftrag', 'Deal', 'DEAL', 'D'],
  [3, 'Kontakt', 'Contact', 'CONTACT', 'C'],
  [4, 'Unternehmen', 'Company', 'COMPANY', 'CO'],
  [5, 'Rechnung (alte Version)', 'Invoice (old version)', 'INVOICE', 'I'],
  [31, 'Rechnung', 'Invoice', 'SMART_INVOICE', 'SI'],
  [7, 'Angebot', 'Quote', 'QUOTE', 'Q'],
  [8, 'Rechnungsdaten', 'Billing Details', 'REQUISITE', 'RQ'],
]

/** crm.enum.ownertype: any user; smart processes stand behind the types every portal has. */
export function ownerTypeList(call: Call): Answer {
  const builtIn = ownerTypes.map(([ID, de, en, SYMBOL_CODE, SYMBOL_CODE_SHORT]) => ({
    ID,
    NAME: inLanguage({ de, en }, call.user.language),
    SYMBOL_CODE,
    SYMBOL_CODE_SHORT,
  }))
  const smart = call.state.smartTypes.map(smartFacts).map((facts) => ({
    ID: facts.entityTypeId,
    NAME: inLanguage(facts.name, call.user.language),
    SYMBOL_CODE: facts.code,
    SYMBOL_CODE_SHORT: facts.ownerCode,
  }))
  return { result: [...builtIn, ...smart] }
}

/** crm.settings.mode.get: 1 is classic CRM, 2 simple CRM, without leads. */
export function settingsMode({ state }: Call): Answer {
  return { result: state.isSimpleCrm ? 2 : 1 }
}
