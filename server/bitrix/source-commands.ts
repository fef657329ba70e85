import { recordTypes } from '../conversion/record-types.ts'
import type { SearchableSource, SourceSearch } from '../conversion/source-search.ts'
import type { Command } from './rest.ts'

/** Kinds of clients a record names, with the field that names them. */
export const clientKinds = ['contact', 'company'] as const
export type ClientKind = (typeof clientKinds)[number]
const clientField = { contact: 'contactId', company: 'companyId' } as const

/** So many clients of a searched name are followed to their records. */
const clientsFollowed = 5
/** So many of each list name their clients. */
const rowsNamed = 10

/** Where in a type's own fields a name or a number may stand, beyond its title. */
const ownFields: Record<SearchableSource, { fields: string[]; select: string[]; isPerson: boolean }> = {
  lead: { fields: ['companyTitle'], select: ['name', 'lastName', 'companyTitle'], isPerson: true },
  deal: { fields: [], select: [], isPerson: false },
  quote: { fields: ['quoteNumber'], select: ['quoteNumber'], isPerson: false },
}

/** The list of what a person is in charge of. */
export function recentCommand(type: SearchableSource, userId: number): Command {
  return listCommand(type, { assignedById: userId })
}

/** The records of one type that themselves say what was typed. */
export function matchCommand(type: SearchableSource, { text, words, id }: SourceSearch): Command {
  const { fields, isPerson } = ownFields[type]
  const conditions = ['title', ...fields].map((field) => ({ [`%${field}`]: text }))
  const person = isPerson ? [{ logic: 'AND', ...personNamed(words) }] : []
  return listCommand(type, anyOf([...conditions, ...person, ...(id ? [{ '=id': id }] : [])]))
}

/** Each word in the first or in the last name. */
function personNamed(words: readonly string[]): object {
  return Object.fromEntries(
    words.map((word, place) => [place, { logic: 'OR', 0: { '%name': word }, 1: { '%lastName': word } }]),
  )
}

/** The clients somebody may have meant: by their phone, or by their name. */
export function clientCommands({ words, text, phone }: SourceSearch): Record<string, Command> {
  if (phone)
    return Object.fromEntries(
      // Asked for apart: a full answer for one type leaves out the next (crm.duplicate.findbycomm).
      [...clientKinds, 'lead' as const].map((kind) => [
        kind,
        { method: 'crm.duplicate.findbycomm', params: { type: 'PHONE', values: [phone], entity_type: codes[kind] } },
      ]),
    )
  return { contact: clientList('contact', personNamed(words)), company: clientList('company', { '%title': text }) }
}

const codes = { contact: 'CONTACT', company: 'COMPANY', lead: 'LEAD' }

/** The ids that an answer to {@link clientCommands} will hold, as references: a batch knows them before we do. */
function idReferences(kind: ClientKind | 'lead', { phone }: SourceSearch): string | string[] {
  if (phone) return `$result[${kind}][${codes[kind]}]`
  return Array.from({ length: clientsFollowed }, (_, place) => `$result[${kind}][items][${place}][id]`)
}

/**
 * The records of one type that belong to the clients found by {@link clientCommands}. A reference that leads nowhere
 * resolves to something else, so whoever reads the answer believes only records that name a client that was found.
 */
export function followCommand(type: SearchableSource, kind: ClientKind, search: SourceSearch): Command {
  return listCommand(type, { [`@${clientField[kind]}`]: idReferences(kind, search) })
}

/** Leads carry phones themselves. */
export function phoneLeadsCommand(search: SourceSearch): Command {
  return listCommand('lead', { '@id': idReferences('lead', search) })
}

/** The names of clients that listed records mention, for the first rows of each list. */
export function nameCommand(kind: ClientKind, lists: readonly string[]): Command {
  const ids = lists.flatMap((list) =>
    Array.from({ length: rowsNamed }, (_, row) => `$result[${list}][items][${row}][${clientField[kind]}]`),
  )
  return clientList(kind, { '@id': ids })
}

function clientList(kind: ClientKind, filter: object): Command {
  const { entityTypeId, titleFields } = recordTypes[kind]
  return { method: 'crm.item.list', params: { entityTypeId, select: ['id', ...titleFields], filter } }
}

function listCommand(type: SearchableSource, filter: object): Command {
  const select = ['id', 'title', 'opportunity', 'currencyId', 'contactId', 'companyId', 'updatedTime']
  return {
    method: 'crm.item.list',
    params: {
      entityTypeId: recordTypes[type].entityTypeId,
      select: [...select, ...ownFields[type].select],
      filter,
      order: { updatedTime: 'DESC' },
    },
  }
}

/** Source: crm.item.list, filters of nested groups. */
function anyOf(conditions: object[]): object {
  return { 0: { logic: 'OR', ...Object.fromEntries(conditions.map((condition, place) => [place, condition])) } }
}
