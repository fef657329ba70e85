import { toInt, toText, type Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { changeClassic, classicFields, describeClassic, listClassic, readClassic } from '../crm/classic-records.ts'
import { addressFields } from '../crm/requisite-fields.ts'
import { checkOwner, isOf, recordOf, requisiteOwner, requisiteTypeId } from '../crm/requisites.ts'
import { may, mayAny } from '../crm/rights.ts'
import { inLanguage, type Item, type PortalState } from '../state.ts'
import { fitPart } from '../values/field-lengths.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

const types: [id: number, de: string, en: string][] = [
  [11, 'Lieferadresse', 'Shipping address'],
  [1, 'Adresse', 'Physical address'],
  [6, 'Juristische Adresse', 'Legal address'],
  [4, 'Gemeldete Adresse', 'Registered address'],
  [8, 'Postanschrift', 'Mailing address'],
  [9, 'Adresse des Begünstigten', 'Beneficiary address'],
]

/** crm.enum.addresstype: any user. */
export function addressTypeList(call: Call): Answer {
  return {
    result: types.map(([ID, de, en]) => ({
      ID,
      NAME: inLanguage({ de, en }, call.user.language),
      SYMBOL_CODE: null,
      SYMBOL_CODE_SHORT: null,
    })),
  }
}

/** crm.address.fields: any user. */
export function addressFieldList(): Answer {
  return { result: describeClassic(addressFields) }
}

/** crm.address.add: one address of each type per requisite or lead; contacts and companies have none of their own. */
export function addressAdd(call: Call): Answer {
  const { sent, place, owner } = addressed(call)
  if (find(call, place)) throw refuse.classic('TypeAddress exists.')
  checkOwner(call, 'add', owner)
  const empty = Object.fromEntries(addressFields.map(([name]) => [name, null]))
  const isAnchored = owner?.type === 'company' || owner?.type === 'contact'
  call.state.addresses.push({
    ...empty,
    ...readClassic(addressFields, sent, true),
    LOC_ADDR_ID: toText(sent.LOC_ADDR_ID) || String(call.state.nextId('location')),
    ANCHOR_TYPE_ID: isAnchored ? (owner.type === 'company' ? '4' : '3') : String(place.entityTypeId),
    ANCHOR_ID: isAnchored ? String(owner.id) : String(place.entityId),
  })
  announce(call, 'REGISTER', place)
  return { result: true }
}

/** crm.address.list. */
export function addressList(call: Call): Answer {
  if (!(['lead', 'contact', 'company'] as const).some((type) => mayAny(call.user, 'read', type)))
    throw refuse.classicAccessDenied()
  const readable = call.state.addresses.filter((address) => {
    const owner = ownerOf(call.state, Number(address.ENTITY_TYPE_ID), Number(address.ENTITY_ID))
    return owner && may(call.user, 'read', owner.type, owner.values)
  })
  return listClassic(call, readable, addressFields)
}

/** crm.address.update. */
export function addressUpdate(call: Call): Answer {
  const { sent, place, owner } = addressed(call)
  const address = find(call, place)
  if (!address) throw refuse.classic('TypeAddress not found.')
  checkOwner(call, 'update', owner)
  changeClassic(call, addressFields, address, sent)
  announce(call, 'REGISTER', place)
  return { result: true }
}

/** crm.address.delete. */
export function addressDelete(call: Call): Answer {
  const { place, owner } = addressed(call)
  const address = find(call, place)
  if (!address) throw refuse.classic('TypeAddress not found.')
  checkOwner(call, 'delete', owner)
  call.state.addresses = call.state.addresses.filter((known) => known !== address)
  announce(call, 'UNREGISTER', place)
  return { result: true }
}

interface Place {
  typeId: number
  entityTypeId: number
  entityId: number
}

/** Whose address of which kind is meant; the owner of a requisite's address is its contact or company. */
function addressed(call: Call): { sent: Params; place: Place; owner: Item | undefined } {
  const sent = fitPart(call.state.valueRules, 'address', classicFields(call))
  const place = {
    typeId: toInt(sent.TYPE_ID),
    entityTypeId: toInt(sent.ENTITY_TYPE_ID),
    entityId: toInt(sent.ENTITY_ID),
  }
  if (!types.some(([id]) => id === place.typeId)) throw refuse.undefinedId('TYPE_ID')
  if (![1, requisiteTypeId].includes(place.entityTypeId)) throw refuse.undefinedId('ENTITY_TYPE_ID')
  const owner = ownerOf(call.state, place.entityTypeId, place.entityId)
  if (!owner) throw refuse.undefinedId('ENTITY_ID')
  return { sent, place, owner }
}

function ownerOf(state: PortalState, entityTypeId: number, id: number): Item | undefined {
  return entityTypeId === requisiteTypeId
    ? requisiteOwner(state, state.requisites.get(id))
    : recordOf(state, entityTypeId, id)
}

function find(call: Call, { typeId, entityTypeId, entityId }: Place): ClassicRecord | undefined {
  return call.state.addresses.find(
    (address) => address.TYPE_ID === String(typeId) && isOf(address, entityTypeId, entityId),
  )
}

function announce(call: Call, what: 'REGISTER' | 'UNREGISTER', { typeId, entityTypeId, entityId }: Place): void {
  call.raise(`ONCRMADDRESS${what}`, {
    FIELDS: { TYPE_ID: typeId, ENTITY_TYPE_ID: entityTypeId, ENTITY_ID: entityId },
  })
}
