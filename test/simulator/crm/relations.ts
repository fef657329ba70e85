import type { Context } from '../context.ts'
import {
  findItem,
  type FieldValue,
  type FieldValues,
  type Item,
  type ItemRef,
  type PortalState,
  type TypeName,
} from '../state.ts'
import { nowUtc } from '../time.ts'
import { cardFolder, factsOf, typeNamed } from './record-types.ts'

/**
 * The fields that bind a record to another one; `parentId` and an entityTypeId bind it to one of that type.
 * Source: predefined relations and parent fields (REST facts, section 1.6).
 */
const relations: { field: string; to: TypeName }[] = [
  { field: 'leadId', to: 'lead' },
  { field: 'dealId', to: 'deal' },
  { field: 'quoteId', to: 'quote' },
  { field: 'companyId', to: 'company' },
  { field: 'companyIds', to: 'company' },
  { field: 'contactIds', to: 'contact' },
]

/** What a person reads as the name of a record. */
export function titleOf(item: Item): string {
  if (item.type !== 'contact') return String(item.values.title ?? '')
  const { name, secondName, lastName } = item.values
  return [name, secondName, lastName].filter((part) => part !== null && part !== '').join(' ')
}

/** Every record that hangs together with this one: what it was made from, what was made from it, its clients. */
export function dependenciesOf(
  state: PortalState,
  ref: ItemRef,
): { type: TypeName; id: number; title: string; role: 'parent' | 'child' }[] {
  const item = findItem(state, ref)
  if (!item) return []
  const parents = boundTo(item.values).flatMap((parent) => {
    const found = findItem(state, parent)
    return found ? [{ ...parent, title: titleOf(found), role: 'parent' as const }] : []
  })
  const children = Object.values(state.items)
    .flatMap((items) => [...items.values()])
    .filter((other) => boundTo(other.values).some((bound) => bound.type === ref.type && bound.id === ref.id))
    .map((other) => ({ type: other.type, id: other.id, title: titleOf(other), role: 'child' as const }))
  const seen = new Set<string>()
  return [...parents, ...children].filter((found) => {
    const key = `${found.type} ${found.id}`
    return !seen.has(key) && seen.add(key)
  })
}

/** Writes into both histories which links a change made and which it ended. */
export function recordLinks(context: Context, item: Item, before: FieldValues): void {
  const had = boundTo(before)
  const has = boundTo(item.values)
  const isIn = (list: ItemRef[], ref: ItemRef): boolean =>
    list.some(({ type, id }) => type === ref.type && id === ref.id)
  for (const ref of has.filter((link) => !isIn(had, link))) recordLink(context, item, ref, 'linked')
  for (const ref of had.filter((link) => !isIn(has, link))) recordLink(context, item, ref, 'unlinked')
}

/** Whether the contacts of such a record are kept with the contacts: true for companies only. */
export function bindsContacts(type: TypeName): boolean {
  return type === 'company'
}

/** Makes exactly these contacts belong to a company: the binding is stored with the contacts. */
export function bindContacts(context: Context, company: Item, contactIds: FieldValue | undefined): void {
  const wanted = idsOf(contactIds)
  for (const contact of context.state.items.contact.values()) {
    const bound = idsOf(contact.values.companyIds)
    if (wanted.includes(contact.id) === bound.includes(company.id)) continue
    const before = { ...contact.values }
    const companyIds = wanted.includes(contact.id) ? [...bound, company.id] : bound.filter((id) => id !== company.id)
    Object.assign(contact.values, { companyIds, companyId: companyIds[0] ?? 0 })
    recordLinks(context, contact, before)
  }
  company.values.contactIds = []
}

/** The contacts that belong to a company. */
export function contactsOf(state: PortalState, companyId: number): number[] {
  return [...state.items.contact.values()]
    .filter((contact) => idsOf(contact.values.companyIds).includes(companyId))
    .map((contact) => contact.id)
}

/** Ends every link that points at a deleted record. */
export function unbindEverywhere(state: PortalState, ref: ItemRef): void {
  const predefined = relations.filter((relation) => relation.to === ref.type).map((relation) => relation.field)
  const fields = [...predefined, `parentId${factsOf(state, ref.type).entityTypeId}`]
  for (const item of Object.values(state.items).flatMap((items) => [...items.values()]))
    for (const field of fields) {
      const value = item.values[field]
      if (Array.isArray(value)) item.values[field] = value.filter((id) => id !== ref.id)
      else if (value === ref.id) item.values[field] = null
    }
}

function recordLink(context: Context, item: Item, other: ItemRef, kind: 'linked' | 'unlinked'): void {
  const own = { type: item.type, id: item.id }
  const entry = { kind, authorId: context.user.id, createdTime: nowUtc(context.state.clock) }
  context.state.history.push({ id: context.state.nextId('history'), owner: own, other, ...entry })
  if (findItem(context.state, other))
    context.state.history.push({ id: context.state.nextId('history'), owner: other, other: own, ...entry })
}

function boundTo(values: FieldValues): ItemRef[] {
  const parents = Object.keys(values).flatMap((field) => {
    const entityTypeId = /^parentId(\d+)$/.exec(field)?.[1]
    return entityTypeId === undefined ? [] : [{ field, to: typeNamed(Number(entityTypeId)) }]
  })
  const refs = [...relations, ...parents].flatMap(({ field, to }) =>
    idsOf(values[field]).map((id) => ({ type: to, id })),
  )
  return refs.filter((ref, index) => refs.findIndex(({ type, id }) => type === ref.type && id === ref.id) === index)
}

function idsOf(value: FieldValue | undefined): number[] {
  return (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number' && id > 0)
}

/** Portal path of a card. */
export function cardPath(ref: ItemRef): string {
  return `${cardFolder(ref.type)}${ref.id}/`
}
