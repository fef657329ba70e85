import { asMap, toInt, toText, type Call } from '../context.ts'
import { compileFilter, compileOrder, page } from '../crm/filter.ts'
import { announce } from '../crm/item-trail.ts'
import { deriveRow, recalculateTotals, type RowInput } from '../crm/product-rows.ts'
import { findType, factsOf } from '../crm/record-types.ts'
import { may } from '../crm/rights.ts'
import { toUpperName } from '../crm/standard-fields.ts'
import { toFlag, toNumber } from '../crm/values.ts'
import { itemsOf, type FieldValue, type Item, type PortalState, type ProductRow } from '../state.ts'
import { nowUtc } from '../time.ts'
import { fitPart } from '../values/field-lengths.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { boundInt, boundMap, boundText, perhapsMap } from './bound.ts'
import { productRowFieldTable } from './product-row-fields.ts'

/** crm.item.productrow.fields. */
export function rowFields(): Answer {
  return { result: { fields: productRowFieldTable } }
}

/** crm.item.productrow.list: the literal filter keys `=ownerType` and `=ownerId` must be there. */
export function rowList(call: Call): Answer {
  const filter = perhapsMap(call, 'filter')
  if (filter['=ownerType'] === undefined || filter['=ownerId'] === undefined)
    throw new RestError('REQUIRED_ARG_MISSING', 'Required fields: =ownerType, =ownerId')
  const owner = ownerOf(call, filter['=ownerType'], filter['=ownerId'], 'read')
  const { '=ownerType': _type, '=ownerId': _id, ...rest } = filter
  const matches = compileFilter(rest, rowField)
  const order = compileOrder(perhapsMap(call, 'order'), rowField)
  const read = (row: ProductRow) => (name: string) => viewRow(call, owner, row)[name] as FieldValue
  const found = owner.rows.filter((row) => matches(read(row))).toSorted((a, b) => order(read(a), read(b)))
  const { items, ...paging } = page(found, call.params)
  return { result: { productRows: items.map((row) => viewRow(call, owner, row)) }, ...paging }
}

/** Fields of rows by both spellings, `PRODUCT_NAME` as well as `productName`. */
const rowFieldNames = new Map(
  Object.keys(productRowFieldTable).flatMap((name) => [name, toUpperName(name)].map((spelled) => [spelled, name])),
)
const rowField = (sent: string): string | undefined => rowFieldNames.get(sent)

/** crm.item.productrow.set: replaces all rows of a record. */
export function rowSet(call: Call): Answer {
  const owner = ownerOf(call, boundText(call, 'ownerType'), boundInt(call, 'ownerId'), 'update')
  const sent = Object.values(boundMap(call, 'productRows'))
  const rows = sent.map((row) => deriveRow(call.state.nextId('row'), readRow(asMap(row), call.state)))
  saveRows(call, owner, rows)
  return { result: { productRows: owner.rows.map((row) => viewRow(call, owner, row)) } }
}

/** crm.item.productrow.add. */
export function rowAdd(call: Call): Answer {
  const fields = boundMap(call, 'fields')
  for (const name of ['ownerType', 'ownerId'])
    if (fields[name] === undefined) throw new RestError('REQUIRED_ARG_MISSING', `Required fields: ${name}`)
  const owner = ownerOf(call, fields.ownerType, fields.ownerId, 'update')
  const row = deriveRow(call.state.nextId('row'), readRow(fields, call.state))
  saveRows(call, owner, [...owner.rows, row])
  return { result: { productRow: viewRow(call, owner, row) } }
}

/** crm.item.productrow.get. */
export function rowGet(call: Call): Answer {
  const { owner, row } = findRow(call, 'read')
  return { result: { productRow: viewRow(call, owner, row) } }
}

/** crm.item.productrow.update: fields that are not sent keep their value. */
export function rowUpdate(call: Call): Answer {
  const { owner, row } = findRow(call, 'update')
  const fields = boundMap(call, 'fields')
  const writable = Object.keys(fields).filter((name) => productRowFieldTable[name]?.isReadOnly === false)
  if (writable.length === 0)
    throw refuse.invalidArgument(`Field '${Object.keys(fields)[0] ?? ''}' not available for update`)
  const unit = 'measureCode' in fields ? { measureName: '' } : {}
  const changed = deriveRow(row.id, readRow({ ...row, ...unit, ...fields }, call.state))
  saveRows(
    call,
    owner,
    owner.rows.map((candidate) => (candidate === row ? changed : candidate)),
  )
  return { result: { productRow: viewRow(call, owner, changed) } }
}

/** crm.item.productrow.delete. */
export function rowDelete(call: Call): Answer {
  const { owner, row } = findRow(call, 'update')
  saveRows(
    call,
    owner,
    owner.rows.filter((candidate) => candidate !== row),
  )
  return { result: null }
}

/** The units of measure every portal has, by their international code. */
const units: Partial<Record<number, string>> = { 6: 'm', 112: 'l', 163: 'g', 166: 'kg', 796: 'Stk.' }

/**
 * A row as a client may send it, with the documented defaults; derived prices are silently dropped. A known product
 * of the portal lends a row its name, and its columns have their lengths.
 */
export function readRow(sent: Params, state?: PortalState): RowInput {
  const taxRate = sent.taxRate
  const measureCode = toInt(sent.measureCode) || 796
  const row: RowInput = {
    productId: toInt(sent.productId),
    productName: toText(sent.productName) || (state?.products.get(toInt(sent.productId))?.NAME ?? ''),
    price: toNumber(sent.price),
    quantity: sent.quantity === undefined ? 1 : toNumber(sent.quantity),
    discountTypeId: toInt(sent.discountTypeId) === 1 ? 1 : 2,
    discountRate: toNumber(sent.discountRate),
    discountSum: toNumber(sent.discountSum),
    taxRate: taxRate === undefined || taxRate === null || taxRate === '' ? null : toNumber(taxRate),
    taxIncluded: toFlag(sent.taxIncluded),
    measureCode,
    measureName: toText(sent.measureName) || (units[measureCode] ?? ''),
    sort: toInt(sent.sort),
  }
  return state ? fitPart(state.valueRules, 'row', row) : row
}

/** A row as `crm.item.productrow.*` shows it. */
export function viewRow(call: Call, owner: Item, row: ProductRow): Params {
  return {
    id: row.id,
    ownerId: owner.id,
    ownerType: factsOf(call.state, owner.type).ownerCode,
    productId: row.productId,
    productName: row.productName,
    price: row.price,
    priceAccount: row.price,
    priceExclusive: row.priceExclusive,
    priceNetto: row.priceNetto,
    priceBrutto: row.priceBrutto,
    quantity: row.quantity,
    discountTypeId: row.discountTypeId,
    discountRate: row.discountRate,
    discountSum: row.discountSum,
    taxRate: row.taxRate,
    taxIncluded: row.taxIncluded,
    customized: 'Y',
    measureCode: row.measureCode,
    measureName: row.measureName,
    sort: row.sort,
    xmlId: '',
    type: 1,
    storeId: null,
  }
}

/** Puts rows in place of those a record has, and tells whoever listens. */
export function saveRows(call: Call, owner: Item, rows: ProductRow[]): void {
  const hadRows = owner.rows.length > 0
  owner.rows = rows
  recalculateTotals(owner, hadRows)
  Object.assign(owner.values, { updatedTime: nowUtc(call.state.clock), updatedBy: call.user.id })
  announce(call, owner, 'UPDATE')
}

/** The record whose rows a call names, when the caller may do this with it. */
export function ownerOf(call: Call, ownerType: unknown, ownerId: unknown, action: 'read' | 'update'): Item {
  const type = findType(call.state, 'ownerCode', toText(ownerType))
  if (!type || !factsOf(call.state, type).carriesRows)
    throw new RestError('ENTITY_TYPE_NOT_SUPPORTED', 'Working with this type of objects is not supported')
  const owner = itemsOf(call.state, type).get(toInt(ownerId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, action, type, owner.values)) throw refuse.accessDenied()
  return owner
}

function findRow(call: Call, action: 'read' | 'update'): { owner: Item; row: ProductRow } {
  const id = boundInt(call, 'id')
  for (const owner of Object.values(call.state.items).flatMap((items) => [...items.values()])) {
    const row = owner.rows.find((candidate) => candidate.id === id)
    if (!row) continue
    if (!may(call.user, action, owner.type, owner.values)) throw refuse.accessDenied()
    return { owner, row }
  }
  throw refuse.itemNotFound()
}
