import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { valueOf } from '../crm/item-view.ts'
import { updateItem } from '../crm/items.ts'
import { may, mayAny } from '../crm/rights.ts'
import { itemsOf, type BuiltInType, type Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'
import { typeOf } from './classic-crm.ts'

/** The record on whose side the methods stand; single bindings quote its parameter, lists do not. */
function ownerOf(call: Call, action: 'read' | 'update'): Item {
  const name = call.method.includes('.items.') ? 'ownerEntityID' : "'ownerEntityID'"
  const type = typeOf(call)
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.classic(`The parameter ${name} is invalid or not defined.`)
  const owner = itemsOf(call.state, type).get(id)
  const isAllowed = owner ? may(call.user, action, type, owner.values) : mayAny(call.user, action, type)
  // Deals alone tell of a record that is not there before they ask for rights.
  if (!isAllowed) throw type === 'deal' && !owner ? refuse.classicAccessDenied() : refuse.adminOnly('Access denied!')
  if (!owner) throw refuse.classic('Not found.')
  return owner
}

/** `crm.contact.company.*` binds companies, all other families bind contacts. */
function sideOf(call: Call): { key: string; stored: string; type: BuiltInType; title: string } {
  return call.method.split('.')[2] === 'company'
    ? { key: 'COMPANY_ID', stored: 'companyIds', type: 'company', title: 'Company' }
    : { key: 'CONTACT_ID', stored: 'contactIds', type: 'contact', title: 'Contact' }
}

/** crm.<type>.contact.fields and crm.contact.company.fields: any user. */
export function bindingFieldList(call: Call): Answer {
  const { key, title } = sideOf(call)
  const fields: ClassicField[] = [
    [key, 'integer', '!', title],
    ['SORT', 'integer', '', 'Sorting'],
    ['IS_PRIMARY', 'char', '', 'Primary'],
  ]
  return { result: describeClassic(fields) }
}

/** crm.<type>.contact.items.get: the first one is the primary one. */
export function bindingItemsGet(call: Call): Answer {
  const owner = ownerOf(call, 'read')
  const { key } = sideOf(call)
  return {
    result: boundIds(call, owner).map((id, index) => ({
      [key]: id,
      SORT: (index + 1) * 10,
      ROLE_ID: 0,
      IS_PRIMARY: index === 0 ? 'Y' : 'N',
    })),
  }
}

/** crm.<type>.contact.items.set: replaces all; the primary one stands first, the rest by their sorting. */
export function bindingItemsSet(call: Call): Answer {
  const owner = ownerOf(call, 'update')
  const items = anyCase(call.params, 'items')
  if (typeof items !== 'object') throw refuse.classic('The parameter items must be array.')
  const entries = asList(items).map(asMap)
  const isPrimary = (entry: Record<string, unknown>): number => (toText(entry.IS_PRIMARY) === 'Y' ? 0 : 1)
  const sorted = entries.toSorted((a, b) => isPrimary(a) - isPrimary(b) || toInt(a.SORT) - toInt(b.SORT))
  return save(
    call,
    owner,
    sorted.map((entry) => toInt(entry[sideOf(call).key])),
  )
}

/** crm.<type>.contact.items.delete: binds nobody any more. */
export function bindingItemsDelete(call: Call): Answer {
  return save(call, ownerOf(call, 'update'), [])
}

/** crm.<type>.contact.add. */
export function bindingAddOne(call: Call): Answer {
  const owner = ownerOf(call, 'update')
  const { id, isPrimary } = bindingOf(call)
  const before = boundIds(call, owner)
  if (before.includes(id) && !isPrimary) return { result: false }
  const others = before.filter((known) => known !== id)
  return save(call, owner, isPrimary ? [id, ...others] : [...others, id])
}

/** crm.<type>.contact.delete: false when it was not bound. */
export function bindingDeleteOne(call: Call): Answer {
  const owner = ownerOf(call, 'update')
  const { id } = bindingOf(call)
  const before = boundIds(call, owner)
  if (!before.includes(id)) return { result: false }
  return save(
    call,
    owner,
    before.filter((known) => known !== id),
  )
}

function bindingOf(call: Call): { id: number; isPrimary: boolean } {
  const sent = anyCase(call.params, 'fields')
  const called = call.method.endsWith('.delete') ? 'item' : 'fields'
  if (typeof sent !== 'object') throw refuse.classic(`The parameter '${called}' must be array.`)
  const fields = asMap(sent)
  const id = toInt(fields[sideOf(call).key])
  if (id <= 0) throw refuse.classic("The parameter 'fields' is not valid.")
  return { id, isPrimary: toText(fields.IS_PRIMARY) === 'Y' }
}

function boundIds(call: Call, owner: Item): number[] {
  return asList(valueOf(call.state, owner, sideOf(call).stored)).map(toInt)
}

/** Ids of records that do not exist bind nobody, and nobody is bound or let go whom the caller may not read. */
function save(call: Call, owner: Item, ids: number[]): Answer {
  const { stored, type, title } = sideOf(call)
  const records = itemsOf(call.state, type)
  const before = boundIds(call, owner)
  const changed = [...ids.filter((id) => !before.includes(id)), ...before.filter((id) => !ids.includes(id))]
  const hidden = changed.find((id) => !may(call.user, 'read', type, records.get(id)?.values ?? {}))
  if (hidden !== undefined) throw refuse.classic(`[${title} #${hidden}] You do not have permission to view this item`)
  updateItem(call, owner, { [stored]: [...new Set(ids)].filter((id) => records.has(id)) })
  return { result: true }
}
