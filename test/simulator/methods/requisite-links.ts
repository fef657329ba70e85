import { anyCase, toInt, type Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { classicFields, describeClassic, listClassic } from '../crm/classic-records.ts'
import { linkFields } from '../crm/requisite-fields.ts'
import { checkOwner, isOf, recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import type { Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse } from '../wire/rest-error.ts'

/** Contacts and companies own requisites and leads have none: only other records choose among those of their client. */
const withoutLinks = new Set([1, 3, 4])

/** crm.requisite.link.fields: any user. */
export function linkFieldList(): Answer {
  return { result: describeClassic(linkFields) }
}

/** crm.requisite.link.get: the record's own ids come as numbers, the linked ones as texts, as the documentation has it. */
export function linkGet(call: Call): Answer {
  const { owner, entityTypeId } = ownerOf(call, call.params, ['entityTypeId', 'entityId'])
  if (!owner) throw refuse.classic('Not found')
  checkOwner(call, 'read', owner)
  const link = call.state.requisiteLinks.find((known) => isOf(known, entityTypeId, owner.id))
  if (!link) throw refuse.classic('Not found')
  return { result: { ...link, ENTITY_TYPE_ID: entityTypeId, ENTITY_ID: owner.id } }
}

/** crm.requisite.link.list. */
export function linkList(call: Call): Answer {
  const readable = call.state.requisiteLinks.filter((link) => {
    const owner = recordOf(call.state, Number(link.ENTITY_TYPE_ID), Number(link.ENTITY_ID))
    return owner && may(call.user, 'read', owner.type, owner.values)
  })
  return listClassic(call, readable, linkFields)
}

/** crm.requisite.link.register: each requisite must belong to the record's client or own company; 0 means none. */
export function linkRegister(call: Call): Answer {
  const fields = classicFields(call)
  const { owner, entityTypeId } = ownerOf(call, fields, ['ENTITY_TYPE_ID', 'ENTITY_ID'])
  const ids = linkFields.slice(2).map(([name]) => [name, linkedId(fields, name)] as const)
  if (!owner) throw refuse.classic('Entity is not found')
  checkOwner(call, 'update', owner)
  const sent: Record<string, number> = Object.fromEntries(ids)
  checkClient(call, owner, sent.REQUISITE_ID ?? 0, sent.BANK_DETAIL_ID ?? 0)
  checkOwnCompany(call, owner, sent.MC_REQUISITE_ID ?? 0, sent.MC_BANK_DETAIL_ID ?? 0)
  call.state.requisiteLinks = [
    ...call.state.requisiteLinks.filter((known) => !isOf(known, entityTypeId, owner.id)),
    {
      ENTITY_TYPE_ID: String(entityTypeId),
      ENTITY_ID: String(owner.id),
      ...Object.fromEntries(ids.map(([name, id]) => [name, String(id)])),
    },
  ]
  return { result: true }
}

/** crm.requisite.link.unregister. */
export function linkUnregister(call: Call): Answer {
  const { owner, entityTypeId } = ownerOf(call, call.params, ['entityTypeId', 'entityId'])
  checkOwner(call, 'update', owner)
  call.state.requisiteLinks = call.state.requisiteLinks.filter((known) => !isOf(known, entityTypeId, owner?.id ?? 0))
  return { result: true }
}

function ownerOf(
  call: Call,
  sent: Params,
  [typeName, idName]: [string, string],
): { owner: Item | undefined; entityTypeId: number } {
  const entityTypeId = toInt(anyCase(sent, typeName))
  if (entityTypeId <= 0 || withoutLinks.has(entityTypeId)) throw refuse.undefinedId(typeName)
  const id = toInt(anyCase(sent, idName))
  if (id <= 0) throw refuse.undefinedId(idName)
  return { owner: recordOf(call.state, entityTypeId, id), entityTypeId }
}

function linkedId(fields: Params, name: string): number {
  const id = toInt(fields[name])
  if (fields[name] === undefined || id < 0) throw refuse.undefinedId(name)
  return id
}

function checkClient({ state }: Call, { values }: Item, requisiteId: number, bankDetailId: number): void {
  const companyId = toInt(values.companyId)
  const contactId = toInt(Array.isArray(values.contactIds) ? values.contactIds[0] : values.contactId)
  const client = companyId > 0 ? (['Company', 4, companyId] as const) : (['Contact', 3, contactId] as const)
  if (requisiteId > 0) {
    const requisite = state.requisites.get(requisiteId)
    if (!requisite) throw refuse.classic(`The Requisite with ID '${requisiteId}' is not found`)
    if (!isOf(requisite, client[1], client[2]))
      throw refuse.classic(
        `The Requisite with ID '${requisiteId}' is not assigned to ${client[0]} with ID '${client[2]}'`,
      )
  }
  const problem = bankProblem(state.bankDetails.get(bankDetailId), bankDetailId, requisiteId)
  if (problem === 'missing') throw refuse.classic(`The BankDetail with ID '${bankDetailId}' is not found`)
  if (problem === 'foreign')
    throw refuse.classic(
      `The BankDetail with ID '${bankDetailId}' is not assigned to Requisite with ID '${requisiteId}'`,
    )
}

function checkOwnCompany({ state }: Call, { values }: Item, requisiteId: number, bankDetailId: number): void {
  const companyId = toInt(values.mycompanyId)
  if (requisiteId > 0) {
    const requisite = state.requisites.get(requisiteId)
    if (!requisite) throw refuse.classic(`The Requisite of your company with ID '${requisiteId}' is not found`)
    // A deal names no own company: any will do.
    if (companyId > 0 ? !isOf(requisite, 4, companyId) : requisite.ENTITY_TYPE_ID !== '4')
      throw refuse.classic(
        `The Requisite with ID '${requisiteId}' is not assigned to your company with ID '${companyId}'`,
      )
  }
  const problem = bankProblem(state.bankDetails.get(bankDetailId), bankDetailId, requisiteId)
  if (problem === 'missing')
    throw refuse.classic(`The BankDetail of your company with ID '${bankDetailId}' is not found`)
  if (problem === 'foreign')
    throw refuse.classic(
      `The BankDetail of your company with ID '${bankDetailId}' is not assigned to Requisite of your company with ID '${requisiteId}'`,
    )
}

function bankProblem(
  detail: ClassicRecord | undefined,
  id: number,
  requisiteId: number,
): 'missing' | 'foreign' | undefined {
  if (id === 0) return undefined
  if (!detail) return 'missing'
  return detail.ENTITY_ID === String(requisiteId) ? undefined : 'foreign'
}
