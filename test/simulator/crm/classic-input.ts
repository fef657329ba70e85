import { asList, asMap, toInt, toText, type Context } from '../context.ts'
import type { Item } from '../state.ts'
import { fitPart } from '../values/field-lengths.ts'
import type { Params } from '../wire/php-query.ts'
import { RestError } from '../wire/rest-error.ts'
import { addressParts } from './classic-matrix.ts'
import { classicFieldsOf, type ClassicCrmField, type ClassicType } from './classic-fields.ts'
import { factsOf } from './record-types.ts'
import { isOf } from './requisites.ts'

/** What a client sends to `crm.<type>.add` or `.update`, under stored names; what may not be written is dropped. */
export function readClassicFields({ state }: Context, type: ClassicType, sent: Params, isNew: boolean): Params {
  const known = classicFieldsOf(state, type)
  const read: Params = {}
  const communications: [key: unknown, entry: Params][] = []
  for (const [name, value] of Object.entries(sent)) {
    const field = known.get(name.toUpperCase())
    if (!field || field.access === 'r' || (field.access === 'i' && !isNew) || field.stored === null) continue
    if (field.type === 'crm_multifield') communications.push(...readMultifields(field.name, value))
    else read[field.stored] = readValue(field, value)
  }
  const fm = communications.map(([key, entry], index) => [toInt(key) || `n${index}`, entry])
  return fm.length > 0 ? { ...read, fm: Object.fromEntries(fm) } : read
}

/** Refuses e-mail addresses that are none, in the portal's words. Source: crm.contact.add. */
export function checkMails(sent: Params): void {
  for (const entry of asList(sent.EMAIL).map(asMap)) {
    const mail = toText(entry.VALUE)
    if (mail === '' || /^[^\s@<>]+@([\p{L}\d-]+\.)+[\p{L}\d-]{2,20}$/u.test(mail)) continue
    const kind = { WORK: 'Work ', HOME: 'Home ', MAILING: 'Newsletters ' }[toText(entry.VALUE_TYPE)] ?? 'Other '
    throw new RestError('ERROR_CORE', `The field "${kind}e-mail" contains an invalid address<br />`)
  }
}

/** Writes the address a lead has in fields of its own. */
export function writeLeadAddress({ state }: Context, item: Item, sent: Params): void {
  const parts = Object.entries(addressParts).filter(([name]) => name in sent && name !== 'ADDRESS_LOC_ADDR_ID')
  if (item.type !== 'lead' || parts.length === 0) return
  const { entityTypeId } = factsOf(state, item.type)
  const place = { TYPE_ID: '1', ENTITY_TYPE_ID: String(entityTypeId), ENTITY_ID: String(item.id) }
  let address = state.addresses.find((known) => known.TYPE_ID === '1' && isOf(known, entityTypeId, item.id))
  if (!address) {
    const empty = Object.fromEntries(Object.values(addressParts).map((part) => [part, null]))
    const anchor = { ANCHOR_TYPE_ID: place.ENTITY_TYPE_ID, ANCHOR_ID: place.ENTITY_ID }
    address = { ...place, ...empty, LOC_ADDR_ID: String(state.nextId('location')), ...anchor }
    state.addresses.push(address)
  }
  const written: Params = Object.fromEntries(parts.map(([name, part]) => [part, toText(sent[name]) || null]))
  Object.assign(address, fitPart(state.valueRules, 'address', written))
}

/** A phone or the like with the keys of the classic families; `DELETE: Y` takes it away. */
function readMultifields(typeId: string, sent: unknown): [key: unknown, entry: Params][] {
  return asList(sent).map((entry) => {
    const { ID, VALUE, VALUE_TYPE, DELETE } = asMap(entry)
    const isGone = toText(DELETE).toUpperCase() === 'Y'
    return [ID, { typeId, valueType: VALUE_TYPE, value: isGone ? '' : VALUE }]
  })
}

/** Yes is also 1 here, and a file comes as `{fileData: [name, base64]}`. */
function readValue(field: ClassicCrmField, sent: unknown): unknown {
  const isFlag = field.type === 'char' || field.type === 'boolean'
  if (isFlag) return ['1', 'Y', 'y', 'true'].includes(toText(sent)) ? 'Y' : 'N'
  if (field.type !== 'file') return sent
  const list = asList(sent)
  return field.multiple && list.every((file) => typeof file === 'object') ? list.map(readFile) : readFile(sent)
}

function readFile(sent: unknown): unknown {
  const { fileData, id, ID, remove } = asMap(sent)
  if (toText(remove) === 'Y') return null
  return fileData ?? (id || ID ? { id: id ?? ID } : sent)
}
