import { asList, asMap, toInt, toText, type Call } from '../context.ts'
import { smartFlags, type SmartFlag, type SmartType, type TypeRelation } from '../crm-state.ts'
import { describeClassic } from '../crm/classic-records.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { mayAny, mayConfigure } from '../crm/rights.ts'
import { addSmartType, changeSmartType, isFreeTypeId, removeSmartType } from '../crm/smart-type-store.ts'
import { smartName } from '../crm/smart-types.ts'
import { toUpperName } from '../crm/standard-fields.ts'
import { inLanguage, itemsOf, type FieldValue } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { typeFields } from './type-fields.ts'

/** crm.type.fields. */
export function typeFieldList(): Answer {
  const fields = Object.entries(describeClassic(typeFields))
  return {
    result: {
      fields: Object.fromEntries(fields.map(([name, field]) => [name, { ...field, upperName: toUpperName(name) }])),
    },
  }
}

/** crm.type.list: the smart processes, without their relations. */
export function typeList(call: Call): Answer {
  const views = call.state.smartTypes.map((type) => viewType(call, type))
  const resolve = (name: string): string | undefined => typeFields.find(([known]) => known === name)?.[0]
  const read = (view: Params) => (name: string) => view[name] as FieldValue
  const matches = compileFilter(call.params.filter, resolve)
  const compare = compileOrder(call.params.order, resolve)
  const found = views.filter((view) => matches(read(view))).toSorted((a, b) => compare(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  return { result: { types: items }, ...paging }
}

/** crm.type.get. */
export function typeGet(call: Call): Answer {
  return { result: { type: viewWhole(call, typeById(call)) } }
}

/** crm.type.getByEntityTypeId: also for who may read its records. */
export function typeGetByEntityTypeId(call: Call): Answer {
  if (call.params.entityTypeId === undefined) throw refuse.missing('entityTypeId')
  const id = toInt(call.params.entityTypeId)
  const type = call.state.smartTypes.find((known) => known.entityTypeId === id)
  if (!type) throw new RestError('0', 'Smart process not found')
  if (!mayConfigure(call.user) && !mayAny(call.user, 'read', smartName(id))) throw refuse.accessDenied()
  return { result: { type: viewWhole(call, type) } }
}

/** crm.type.add. */
export function typeAdd(call: Call): Answer {
  if (call.params.fields === undefined) throw refuse.missing('fields')
  const sent = asMap(call.params.fields)
  const title = toText(sent.title)
  if (title === '') throw new RestError('BX_EMPTY_REQUIRED', 'Required field "Title" is not filled')
  checkWorkplace(sent)
  const wanted = sent.entityTypeId === undefined ? undefined : toInt(sent.entityTypeId)
  if (wanted !== undefined && !isFreeTypeId(call.state, wanted))
    throw refuse.invalidArgument('entityTypeId is out of allowed range')
  const type = addSmartType(
    call.state,
    {
      title,
      entityTypeId: wanted,
      code: toText(sent.code),
      flags: readFlags(sent),
      parents: readRelations(asMap(sent.relations).parent),
      children: readRelations(asMap(sent.relations).child),
      linkedUserFields: readLinked(sent),
    },
    call.user.id,
  )
  call.raise('ONCRMTYPEADD', { FIELDS: { ID: type.id } })
  return { result: { type: viewWhole(call, type) } }
}

/** crm.type.update: what is not sent stays; relations are replaced as a whole. */
export function typeUpdate(call: Call): Answer {
  const type = typeById(call)
  const sent = asMap(call.params.fields)
  checkWorkplace(sent)
  const title = toText(sent.title)
  const { parent, child } = asMap(sent.relations)
  const changed = changeSmartType(call.state, type, {
    title: title === '' ? type.title : { de: title, en: title },
    flags: { ...type.flags, ...readFlags(sent) },
    parents: 'relations' in sent ? readRelations(parent) : type.parents,
    children: 'relations' in sent ? readRelations(child) : type.children,
    linkedUserFields: { ...type.linkedUserFields, ...readLinked(sent) },
    updatedBy: call.user.id,
    updatedTime: nowUtc(call.state.clock),
  })
  call.raise('ONCRMTYPEUPDATE', { FIELDS: { ID: type.id } })
  return { result: { type: viewWhole(call, changed) } }
}

/** crm.type.delete: only without records; without an id it does nothing and says so with null. */
export function typeDelete(call: Call): Answer {
  if (call.params.id === undefined || call.params.id === null) return { result: null }
  const type = typeById(call)
  if (itemsOf(call.state, smartName(type.entityTypeId)).size > 0)
    throw new RestError('BX_ERROR', 'You cannot delete an entity type that has elements')
  removeSmartType(call.state, type)
  call.raise('ONCRMTYPEDELETE', { FIELDS: { ID: type.id } })
  return { result: [] }
}

function typeById(call: Call): SmartType {
  if (call.params.id === undefined) throw refuse.missing('id')
  const type = call.state.smartTypes.find((known) => known.id === toInt(call.params.id))
  if (!type) throw new RestError('0', 'SPA not found')
  return type
}

/** A smart process outside the CRM needs a workplace; both parameters are deprecated. */
function checkWorkplace({ isExternal, customSectionId }: Params): void {
  if (flag(isExternal) === 'Y' && toInt(customSectionId) === 0)
    throw new RestError('0', 'Select a workplace where the SPA will be located')
}

/** Unlike elsewhere, these flags are also understood as true, "true" and 1. */
function flag(value: unknown): 'Y' | 'N' {
  return value === true || ['Y', 'y', 'true', '1'].includes(String(value)) ? 'Y' : 'N'
}

function readFlags(sent: Params): Partial<Record<SmartFlag, 'Y' | 'N'>> {
  return Object.fromEntries(smartFlags.filter((name) => name in sent).map((name) => [name, flag(sent[name])]))
}

/** In relations Y and N do not work, only true and false. Source: crm.type.add. */
function readRelations(sent: unknown): TypeRelation[] {
  return asList(sent).flatMap((entry) => {
    const { entityTypeId, isChildrenListEnabled } = asMap(entry)
    const isShown = isChildrenListEnabled === true || isChildrenListEnabled === 'true'
    return toInt(entityTypeId) > 0
      ? [{ entityTypeId: toInt(entityTypeId), isChildrenListEnabled: isShown ? ('Y' as const) : ('N' as const) }]
      : []
  })
}

function readLinked(sent: Params): Record<string, 'Y' | 'N'> {
  return Object.fromEntries(
    Object.entries(asMap(sent.linkedUserFields)).map(([name, value]) => [
      name,
      value === true || value === 'true' ? ('Y' as const) : ('N' as const),
    ]),
  )
}

function viewType(call: Call, type: SmartType): Params {
  return {
    id: type.id,
    title: inLanguage(type.title, call.user.language),
    code: type.code,
    createdBy: type.createdBy,
    entityTypeId: type.entityTypeId,
    customSectionId: null,
    ...type.flags,
    createdTime: shown(type.createdTime),
    updatedTime: shown(type.updatedTime),
    updatedBy: type.updatedBy,
  }
}

function viewWhole(call: Call, type: SmartType): Params {
  const isClient = type.flags.isClientEnabled === 'Y'
  const clients = [3, 4].map((entityTypeId) => ({ entityTypeId, isChildrenListEnabled: 'Y', isPredefined: 'Y' }))
  const view = (relation: TypeRelation): Params => ({ ...relation, isPredefined: 'N' })
  return {
    ...viewType(call, type),
    relations: { parent: [...(isClient ? clients : []), ...type.parents.map(view)], child: type.children.map(view) },
    linkedUserFields: type.linkedUserFields,
    customSections: [],
  }
}
