import { asList, asMap, toInt, toText, type Call } from '../context.ts'
import { findItem, itemsOf, type FieldValue, type Item, type PortalState, type TypeName } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'
import { factsOf, findType } from './record-types.ts'
import { recordOf } from './requisites.ts'
import { may } from './rights.ts'

/** Types of activities, as crm.enum.activitytype counts them. */
const [meeting, phoneCall, task, email] = [1, 2, 3, 4]

/** The only way to talk in activities of a type. */
const ways: Partial<Record<number, string>> = { [phoneCall]: 'PHONE', [email]: 'EMAIL' }

const person = { HONORIFIC: 'honorific', NAME: 'name', SECOND_NAME: 'secondName', LAST_NAME: 'lastName' }

/** What is told of the record behind a communication, by its type. Source: crm.activity.list; the platform. */
const settings: Partial<Record<TypeName, Record<string, string>>> = {
  lead: { ...person, LEAD_TITLE: 'title' },
  deal: { DEAL_TITLE: 'title' },
  contact: person,
  company: { COMPANY_TITLE: 'title' },
}

/**
 * Whom an activity talks to, as crm.activity.list shows it: a value without a record is the owner's, and what names nobody,
 * says nothing (but in a meeting or task) or in another way than the type's is dropped. Source: how to add an activity to a
 * contact; the platform.
 */
export function readCommunications(
  state: PortalState,
  typeId: number,
  owner: Place | undefined,
  sent: unknown,
): Params[] {
  const way = ways[typeId]
  return asList(sent)
    .map(asMap)
    .flatMap((entry) => {
      const value = toText(entry.VALUE)
      const named = placeOf(entry.ENTITY_TYPE_ID, entry.ENTITY_ID)
      const place = named ?? (value === '' ? undefined : owner)
      const type = toText(entry.TYPE) || way || ''
      if (!place || (value === '' && typeId !== meeting && typeId !== task) || (way && type !== way)) return []
      return {
        ID: String(state.nextId('communication')),
        TYPE: type,
        VALUE: value,
        ENTITY_ID: String(place.id),
        ENTITY_TYPE_ID: String(place.entityTypeId),
        ENTITY_SETTINGS: settingsOf(state, recordOf(state, place.entityTypeId, place.id)),
      }
    })
}

/** A record somebody names by numbers, whether it exists or not. */
interface Place {
  entityTypeId: number
  id: number
}

/** The place two sent numbers name; undefined where one is missing. */
export function placeOf(entityTypeId: unknown, id: unknown): Place | undefined {
  const place = { entityTypeId: toInt(entityTypeId), id: toInt(id) }
  return place.entityTypeId > 0 && place.id > 0 ? place : undefined
}

/** The records an activity hangs on: its owner first, then whoever it talks to. All must exist and be the caller's to change. */
export function boundItems(call: Call, owner: Place | undefined, communications: Params[]): Item[] {
  const talked = communications.map((entry) => placeOf(entry.ENTITY_TYPE_ID, entry.ENTITY_ID))
  const items = [owner, ...talked].flatMap((place) => (place ? [itemAt(call, place)] : []))
  if (items.length === 0)
    throw refuse.classic(
      'Could not build binding. Please ensure that owner info and communications are defined correctly',
    )
  return [...new Set(items)]
}

function itemAt({ state, user }: Call, { entityTypeId, id }: Place): Item {
  const type = findType(state, 'entityTypeId', entityTypeId)
  if (!type) throw refuse.classic(`Entity type '[${entityTypeId}]' is not supported in current context`)
  const item = itemsOf(state, type).get(id)
  if (!item) throw refuse.classic(`Could not find '${factsOf(state, type).code}' with ID: ${id}`)
  if (!may(user, 'update', type, item.values)) throw refuse.classicAccessDenied()
  return item
}

function settingsOf(state: PortalState, item: Item | undefined): Params {
  const names = item && settings[item.type]
  if (!names) return {}
  const told = Object.entries(names).map(([name, field]): [string, FieldValue] => [name, item.values[field] ?? ''])
  const company =
    item.type === 'contact' ? findItem(state, { type: 'company', id: toInt(item.values.companyId) }) : undefined
  return {
    ...Object.fromEntries(told),
    ...(company ? { COMPANY_TITLE: company.values.title, COMPANY_ID: String(company.id) } : {}),
  }
}
