import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { classicFieldsOf, isClassicType, type ClassicCrmField, type ClassicType } from '../crm/classic-fields.ts'
import { checkMails, readClassicFields, writeLeadAddress } from '../crm/classic-input.ts'
import { classicValue, describeClassicFields, viewClassicItem } from '../crm/classic-view.ts'
import { compileFilter, compileOrder, keepKnown, page } from '../crm/filter.ts'
import { addItem, deleteItem, updateItem } from '../crm/items.ts'
import { may, mayAny, readable } from '../crm/rights.ts'
import { itemsOf, type Item, type Permissions } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.<type>.fields: any user. */
export function classicFieldList(call: Call): Answer {
  return { result: describeClassicFields(call, typeOf(call)) }
}

/** crm.<type>.add: answers the id. */
export function classicAdd(call: Call): Answer {
  const type = typeOf(call)
  const sent = sentMap(call, 'fields')
  sentMap(call, 'params')
  if (!mayAny(call.user, 'add', type)) throw refuse.classicAccessDenied()
  checkMails(sent)
  const item = inClassicWords(() => addItem(call, type, readClassicFields(call, type, sent, true)))
  writeLeadAddress(call, item, sent)
  return { result: item.id }
}

/** crm.<type>.get. */
export function classicGet(call: Call): Answer {
  const item = itemOf(call, 'read')
  return { result: viewClassicItem(call, typeOf(call), item) }
}

/** crm.<type>.list: phones and the like only when selected; keys of filter and order it does not know are ignored. */
export function classicList(call: Call): Answer {
  const type = typeOf(call)
  if (!mayAny(call.user, 'read', type)) throw refuse.classicAccessDenied()
  const known = classicFieldsOf(call.state, type)
  const resolve = (name: string): string | undefined => (known.has(name.toUpperCase()) ? name.toUpperCase() : undefined)
  const filter = sentMap(call, 'filter')
  const groups = Object.fromEntries(Object.entries(filter).filter(([key]) => /^(\d+|LOGIC)$/.test(key)))
  const matches = compileFilter({ ...groups, ...keepKnown(filter, resolve) }, resolve, { isLenient: true })
  const compare = compileOrder(keepKnown(sentMap(call, 'order'), resolve), resolve)
  const read = (item: Item) => (name: string) => classicValue(call.state, item, known.get(name === 'id' ? 'ID' : name))
  const found = readable(call.state, call.user, type).filter((item) => matches(read(item)))
  const { items, ...paging } = page(
    found.toSorted((a, b) => compare(read(a), read(b))),
    { start: anyCase(call.params, 'start') },
    { wraps: true },
  )
  return { result: items.map(selection(call, type, known)), ...paging }
}

/** crm.<type>.update. */
export function classicUpdate(call: Call): Answer {
  const type = typeOf(call)
  const item = itemOf(call, 'update')
  const sent = sentMap(call, 'fields')
  sentMap(call, 'params')
  checkMails(sent)
  inClassicWords(() => updateItem(call, item, readClassicFields(call, type, sent, false)))
  writeLeadAddress(call, item, sent)
  return { result: true }
}

/** crm.<type>.delete. */
export function classicDelete(call: Call): Answer {
  deleteItem(call, itemOf(call, 'delete'))
  return { result: true }
}

/** What families say of a record that is not there; the others say `Not found`. Source: the methods' pages. */
const missing: Record<string, RestError> = {
  'crm.contact.update': refuse.classic('Contact is not found'),
  'crm.contact.delete': new RestError('ERROR_CORE', 'Element not found'),
  'crm.company.update': refuse.classic('Company is not found'),
  'crm.company.delete': refuse.classic('Company is not found'),
  'crm.quote.update': refuse.classic('Quote is not found'),
  'crm.quote.delete': new RestError('ERROR_CORE', 'Element not found'),
}

/** The record a classic method names by `id`, or the refusal these families give. */
export function itemOf(call: Call, action: keyof Permissions, { badId }: { badId?: string } = {}): Item {
  const type = typeOf(call)
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.classic(badId ?? 'ID is not defined or invalid.')
  const item = itemsOf(call.state, type).get(id)
  if (!item) {
    if (!mayAny(call.user, action, type)) throw refuse.classicAccessDenied()
    throw missing[call.method] ?? refuse.classic('Not found')
  }
  if (!may(call.user, action, type, item.values)) throw refuse.classicAccessDenied()
  return item
}

/** The type a method's own name speaks of. */
export function typeOf(call: Call): ClassicType {
  const name = call.method.split('.')[1] ?? ''
  if (!isClassicType(name)) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404)
  return name
}

/** What is not sent, or sent as null, is an empty map; only text and numbers are refused (the platform). */
function sentMap(call: Call, name: string): Params {
  const sent = anyCase(call.params, name) ?? {}
  if (typeof sent !== 'object' && !(sent === '' && name !== 'fields'))
    throw refuse.classic(`Parameter '${name}' must be array.`)
  return Object.fromEntries(Object.entries(asMap(sent)).map(([key, value]) => [key.toUpperCase(), value]))
}

function inClassicWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RestError)) throw error
    throw error.code === 'ACCESS_DENIED' ? refuse.classicAccessDenied() : refuse.classic(error.message)
  }
}

/** `*` is everything but user fields and multifields, `UF_*` the user fields; both where nothing is asked. */
function selection(call: Call, type: ClassicType, known: ReadonlyMap<string, ClassicCrmField>): (item: Item) => Params {
  const asked = asList(anyCase(call.params, 'select')).map((name) => toText(name).toUpperCase())
  const wanted = asked.length === 0 ? ['*', 'UF_*'] : asked
  const isWanted = (name: string): boolean => {
    if (wanted.includes(name) || name === 'ID') return true
    const field = known.get(name)
    if (field?.type === 'crm_multifield') return false
    return wanted.includes(field?.userField ? 'UF_*' : '*')
  }
  const names = new Set([...known.keys()].filter(isWanted))
  return (item) =>
    Object.fromEntries(Object.entries(viewClassicItem(call, type, item, known)).filter(([name]) => names.has(name)))
}
