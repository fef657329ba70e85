import { anyCase, toInt, type Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { changeClassic, classicFields, describeClassic, listClassic, newClassic } from '../crm/classic-records.ts'
import { bankDetailFields } from '../crm/requisite-fields.ts'
import { checkOwner, requisiteOwner } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import type { Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'
import { checkReader } from './requisites.ts'

/** crm.requisite.bankdetail.fields: any user. */
export function bankDetailFieldList(): Answer {
  return { result: describeClassic(bankDetailFields) }
}

/** crm.requisite.bankdetail.add: `ENTITY_ID` is a requisite; the country is its preset's unless said. */
export function bankDetailAdd(call: Call): Answer {
  const fields = classicFields(call)
  const requisite = call.state.requisites.get(toInt(fields.ENTITY_ID))
  if (!requisite) throw refuse.undefinedId('ENTITY_ID')
  checkOwner(call, 'add', requisiteOwner(call.state, requisite))
  const id = call.state.nextId('bankDetail')
  const country = call.state.presets.get(Number(requisite.PRESET_ID))?.COUNTRY_ID
  call.state.bankDetails.set(id, newClassic(call, bankDetailFields, id, { COUNTRY_ID: country, ...fields }))
  call.raise('ONCRMBANKDETAILADD', { FIELDS: { ID: id } })
  return { result: id }
}

/** crm.requisite.bankdetail.get. */
export function bankDetailGet(call: Call): Answer {
  const detail = detailOf(call)
  checkOwner(call, 'read', ownerOf(call, detail))
  return { result: { ...detail } }
}

/** crm.requisite.bankdetail.list. */
export function bankDetailList(call: Call): Answer {
  checkReader(call)
  const readable = [...call.state.bankDetails.values()].filter((detail) => {
    const owner = ownerOf(call, detail)
    return owner && may(call.user, 'read', owner.type, owner.values)
  })
  return listClassic(call, readable, bankDetailFields)
}

/** crm.requisite.bankdetail.update. */
export function bankDetailUpdate(call: Call): Answer {
  const detail = detailOf(call)
  checkOwner(call, 'update', ownerOf(call, detail))
  changeClassic(call, bankDetailFields, detail, classicFields(call))
  call.raise('ONCRMBANKDETAILUPDATE', { FIELDS: { ID: Number(detail.ID) } })
  return { result: true }
}

/** crm.requisite.bankdetail.delete. */
export function bankDetailDelete(call: Call): Answer {
  const detail = detailOf(call)
  checkOwner(call, 'delete', ownerOf(call, detail))
  call.state.bankDetails.delete(Number(detail.ID))
  for (const link of call.state.requisiteLinks)
    for (const name of ['BANK_DETAIL_ID', 'MC_BANK_DETAIL_ID']) if (link[name] === detail.ID) link[name] = '0'
  call.raise('ONCRMBANKDETAILDELETE', { FIELDS: { ID: Number(detail.ID) } })
  return { result: true }
}

function detailOf(call: Call): ClassicRecord {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  const detail = call.state.bankDetails.get(id)
  if (!detail) throw refuse.classic(`The RequisiteBankDetail with ID '${id}' is not found`)
  return detail
}

function ownerOf({ state }: Call, detail: ClassicRecord): Item | undefined {
  return requisiteOwner(state, state.requisites.get(Number(detail.ENTITY_ID)))
}
