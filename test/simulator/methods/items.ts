import { toText, type Call } from '../context.ts'
import { nameResolver } from '../crm/field-names.ts'
import { readDates } from '../crm/date-filter.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { addItem, deleteItem, updateItem } from '../crm/items.ts'
import { describeFields, valueOf, viewItem } from '../crm/item-view.ts'
import { findType } from '../crm/record-types.ts'
import { may, mayAny, readable } from '../crm/rights.ts'
import { splitEmptied } from '../crm/stays-filled.ts'
import { itemsOf, type Item, type TypeName } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { boundInt, boundMap, perhapsMap, perhapsText } from './bound.ts'

/** Old invoices exist, but the universal methods do not speak of them. */
const unsupportedTypes = new Set([5])

/** crm.item.fields: what this type's records consist of, on this portal, in the caller's language. */
export function itemFields(call: Call): Answer {
  const type = typeOf(call)
  if (!mayAny(call.user, 'read', type)) throw refuse.accessDenied()
  return { result: { fields: describeFields(call, type, wantsOriginal(call)) } }
}

/** crm.item.get. */
export function itemGet(call: Call): Answer {
  return { result: { item: viewItem(call, readItem(call), wantsOriginal(call)) } }
}

/** crm.item.list: only records the caller may read count. */
export function itemList(call: Call): Answer {
  const type = typeOf(call)
  if (!mayAny(call.user, 'read', type)) throw refuse.accessDenied()
  const resolve = nameResolver(call.state, type, wantsOriginal(call))
  const matches = compileFilter(readDates(call.state, type, perhapsMap(call, 'filter'), resolve), resolve)
  const order = compileOrder(perhapsMap(call, 'order'), resolve)
  const read = (item: Item) => (name: string) => valueOf(call.state, item, name)
  const found = readable(call.state, call.user, type).filter((item) => matches(read(item)))
  const { items, ...paging } = page(
    found.toSorted((a, b) => order(read(a), read(b))),
    call.params,
  )
  return { result: { items: items.map(selection(call, type)) }, ...paging }
}

/** crm.item.add: answers the whole new record. */
export function itemAdd(call: Call): Answer {
  const type = typeOf(call)
  const item = addItem(call, type, sentFields(call, type))
  return { result: { item: viewItem(call, item, wantsOriginal(call)) } }
}

/** crm.item.update: answers the whole record. */
export function itemUpdate(call: Call): Answer {
  const item = findItemOf(call)
  const { written, pretended } = splitEmptied(call, item, sentFields(call, item.type))
  updateItem(call, item, written)
  const view = viewItem(call, item, wantsOriginal(call))
  const resolve = nameResolver(call.state, item.type, wantsOriginal(call))
  const isPretended = (name: string): boolean => pretended.includes(resolve(name) ?? '')
  return {
    result: {
      item: Object.fromEntries(Object.entries(view).map(([name, value]) => [name, isPretended(name) ? null : value])),
    },
  }
}

/** crm.item.delete. */
export function itemDelete(call: Call): Answer {
  deleteItem(call, findItemOf(call))
  return { result: [] }
}

function typeOf(call: Call): TypeName {
  const entityTypeId = boundInt(call, 'entityTypeId')
  if (unsupportedTypes.has(entityTypeId))
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Entity type is not supported')
  const type = findType(call.state, 'entityTypeId', entityTypeId)
  if (!type) throw refuse.typeNotFound()
  return type
}

function findItemOf(call: Call): Item {
  const type = typeOf(call)
  const item = itemsOf(call.state, type).get(boundInt(call, 'id'))
  if (!item) throw refuse.itemNotFound()
  return item
}

function readItem(call: Call): Item {
  const item = findItemOf(call)
  if (!may(call.user, 'read', item.type, item.values)) throw refuse.accessDenied()
  return item
}

function wantsOriginal(call: Call): boolean {
  return perhapsText(call, 'useOriginalUfNames') === 'Y'
}

/** The sent fields under their stored names; unknown ones are ignored, as the portal does. */
function sentFields(call: Call, type: TypeName): Params {
  const fields = boundMap(call, 'fields')
  const resolve = nameResolver(call.state, type, wantsOriginal(call))
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const stored = resolve(name)
      return stored === undefined ? [] : [[stored, value]]
    }),
  )
}

/**
 * The selected fields of a record and no others, not even its id; `fm` comes only with `*`. Under original names the
 * platform compares what it selected with names in another spelling and finds only user fields (published source; field
 * reports of empty records).
 */
function selection(call: Call, type: TypeName): (item: Item) => Params {
  const original = wantsOriginal(call)
  if (original && call.params.select !== undefined && call.state.defects.has('selectedOriginalsAreEmpty'))
    return () => ({})
  const wanted = Object.values(call.params.select === undefined ? { all: '*' } : boundMap(call, 'select')).map(toText)
  if (wanted.includes('*')) return (item) => viewItem(call, item, original)
  const resolve = nameResolver(call.state, type, original)
  const names = new Set(wanted.map(resolve).filter((name) => name !== undefined && name !== 'fm'))
  const isUserField = (name: string | undefined): boolean => name?.startsWith('UF_') === true
  const isSelected = (name: string | undefined): boolean =>
    names.has(name) ? !original || isUserField(name) : isUserField(name) && wanted.includes('UF_*')
  return (item) =>
    Object.fromEntries(Object.entries(viewItem(call, item, original)).filter(([name]) => isSelected(resolve(name))))
}
