import type { Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { findItem, itemsOf, type Item, type ItemRef, type PortalState, type Permissions } from '../state.ts'
import { refuse } from '../wire/rest-error.ts'
import { factsOf, findType } from './record-types.ts'
import { may } from './rights.ts'

/** Requisites are a type of their own in addresses. */
export const requisiteTypeId = 8

/** The contact or company that owns a requisite. */
export function requisiteOwner(state: PortalState, requisite: ClassicRecord | undefined): Item | undefined {
  return requisite && recordOf(state, Number(requisite.ENTITY_TYPE_ID), Number(requisite.ENTITY_ID))
}

/** The record with this type and id. */
export function recordOf(state: PortalState, entityTypeId: number, id: number): Item | undefined {
  const type = findType(state, 'entityTypeId', entityTypeId)
  return type && itemsOf(state, type).get(id)
}

/** Refuses who may not do this to the owner of requisites, in the words of the classic families. */
export function checkOwner(call: Call, action: keyof Permissions, owner: Item | undefined): void {
  if (!owner || !may(call.user, action, owner.type, owner.values)) throw refuse.classicAccessDenied()
}

/** The requisite with this id, or the refusal the documentation gives. */
export function requisiteById(state: PortalState, id: number): ClassicRecord {
  const found = state.requisites.get(id)
  if (!found) throw refuse.classic(`The Requisite with ID '${id}' is not found`)
  return found
}

/** Takes a requisite away with everything that hangs on it. */
export function removeRequisite(state: PortalState, id: number): void {
  state.requisites.delete(id)
  for (const [key, detail] of state.bankDetails) if (detail.ENTITY_ID === String(id)) state.bankDetails.delete(key)
  state.addresses = state.addresses.filter((address) => !isOf(address, requisiteTypeId, id))
  for (const link of state.requisiteLinks) {
    if (link.REQUISITE_ID === String(id)) Object.assign(link, { REQUISITE_ID: '0', BANK_DETAIL_ID: '0' })
    if (link.MC_REQUISITE_ID === String(id)) Object.assign(link, { MC_REQUISITE_ID: '0', MC_BANK_DETAIL_ID: '0' })
  }
}

/** What a deleted record leaves behind: its requisites, addresses and links go with it. */
export function removeRequisitesOf(state: PortalState, ref: ItemRef): void {
  if (findItem(state, ref)) return
  const { entityTypeId } = factsOf(state, ref.type)
  for (const [id, requisite] of state.requisites) if (isOf(requisite, entityTypeId, ref.id)) removeRequisite(state, id)
  state.addresses = state.addresses.filter((address) => !isOf(address, entityTypeId, ref.id))
  state.requisiteLinks = state.requisiteLinks.filter((link) => !isOf(link, entityTypeId, ref.id))
}

/** Whether such a record belongs to this owner. */
export function isOf(record: ClassicRecord, entityTypeId: number, id: number): boolean {
  return record.ENTITY_TYPE_ID === String(entityTypeId) && record.ENTITY_ID === String(id)
}
