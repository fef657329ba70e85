import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import {
  changeClassic,
  classicFields,
  describeClassic,
  listClassic,
  newClassic,
  type ClassicField,
} from '../crm/classic-records.ts'
import { findType } from '../crm/record-types.ts'
import { readable } from '../crm/rights.ts'
import type { ClassicRecord } from '../crm-state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'
import { viewRow } from './classic-product-rows.ts'
import { productRowFieldTable } from './product-row-fields.ts'

/** Source: crm.product.fields. */
const productFields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['CATALOG_ID', 'integer', 'I', 'Catalog'],
  ['PRICE', 'double', '', 'Price'],
  ['CURRENCY_ID', 'string', '', 'Currency'],
  ['NAME', 'string', '!', 'Name'],
  ['CODE', 'string', '', 'Symbol code'],
  ['DESCRIPTION', 'string', '', 'Description'],
  ['DESCRIPTION_TYPE', 'string', '', 'Description type'],
  ['ACTIVE', 'char', '', 'Active'],
  ['SECTION_ID', 'integer', '', 'Section'],
  ['SORT', 'integer', '', 'Sorting'],
  ['VAT_ID', 'integer', '', 'Tax rate'],
  ['VAT_INCLUDED', 'char', '', 'Tax included'],
  ['MEASURE', 'integer', '', 'Unit of measure'],
  ['XML_ID', 'string', '', 'External ID'],
  ['PREVIEW_PICTURE', 'product_file', '', 'Preview image'],
  ['DETAIL_PICTURE', 'product_file', '', 'Full image'],
  ['DATE_CREATE', 'datetime', 'R', 'Created on'],
  ['TIMESTAMP_X', 'datetime', 'R', 'Modified on'],
  ['MODIFIED_BY', 'integer', 'R', 'Modified by'],
  ['CREATED_BY', 'integer', 'R', 'Created by'],
]

/** crm.product.fields: any user. */
export function productFieldList(): Answer {
  return { result: describeClassic(productFields) }
}

/** crm.product.add: a row that names a product takes its name from it where it has none, but no price. */
export function productAdd(call: Call): Answer {
  const fields = classicFields(call)
  if (toText(fields.NAME) === '') throw refuse.classic('The field NAME is required.')
  const id = call.state.nextId('product')
  const usual = { CATALOG_ID: 1, DESCRIPTION_TYPE: 'text', VAT_INCLUDED: 'N' }
  const product = newClassic(call, productFields, id, { ...usual, ...fields })
  call.state.products.set(id, Object.assign(product, touched(call), { CREATED_BY: String(call.user.id) }))
  call.raise('ONCRMPRODUCTADD', { FIELDS: { ID: id } })
  return { result: id }
}

/** crm.product.get. */
export function productGet(call: Call): Answer {
  return { result: { ...productOf(call) } }
}

/** crm.product.list. */
export function productList(call: Call): Answer {
  return listClassic(call, [...call.state.products.values()], productFields)
}

/** crm.product.update. */
export function productUpdate(call: Call): Answer {
  const product = productOf(call)
  changeClassic(call, productFields, product, classicFields(call))
  Object.assign(product, touched(call))
  call.raise('ONCRMPRODUCTUPDATE', { FIELDS: { ID: Number(product.ID) } })
  return { result: true }
}

/** crm.product.delete. */
export function productDelete(call: Call): Answer {
  const id = Number(productOf(call).ID)
  call.state.products.delete(id)
  call.raise('ONCRMPRODUCTDELETE', { FIELDS: { ID: id } })
  return { result: true }
}

/** crm.productrow.fields: the fields of crm.item.productrow.fields in the spelling of the classic families. */
export function productRowFieldList(): Answer {
  const upper = (name: string): string => name.replaceAll(/[A-Z]/g, '_$&').toUpperCase()
  return {
    result: Object.fromEntries(Object.entries(productRowFieldTable).map(([name, facts]) => [upper(name), facts])),
  }
}

/** crm.productrow.list: the rows of one record, or of all of a type; the filter must name the type. */
export function productRowList(call: Call): Answer {
  const filter = asMap(anyCase(call.params, 'filter'))
  const type = findType(call.state, 'ownerCode', toText(filter.OWNER_TYPE ?? filter['=OWNER_TYPE']))
  if (!type) throw refuse.classicAccessDenied()
  const rows = readable(call.state, call.user, type).flatMap((owner) =>
    owner.rows.map((row) => viewRow(call, owner, row)),
  )
  const names = Object.keys(rows[0] ?? {}).map((name): ClassicField => [name, 'string', '', name])
  return listClassic(call, rows, names)
}

function touched(call: Call): ClassicRecord {
  return { TIMESTAMP_X: shown(nowUtc(call.state.clock)), MODIFIED_BY: String(call.user.id) }
}

function productOf(call: Call): ClassicRecord {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  const product = call.state.products.get(id)
  if (!product) throw refuse.classic('Product is not found')
  return product
}
