import { classicTypes } from '../crm/classic-fields.ts'
import * as bindings from './classic-bindings.ts'
import * as classic from './classic-crm.ts'
import * as classicRows from './classic-product-rows.ts'
import * as duplicates from './duplicates.ts'
import * as items from './items.ts'
import type { MethodRow } from './method-row.ts'
import { payableRows } from './payable-rows.ts'
import * as productRows from './product-rows.ts'
import * as products from './products.ts'
import * as rights from './rights.ts'
import { stageHistoryList } from './stage-history.ts'
import * as volatileTypes from './volatile-types.ts'

const withRows = ['lead', 'deal', 'quote']

/** Families whose records bind several contacts, or several companies. */
const bindingFamilies = ['lead.contact', 'deal.contact', 'quote.contact', 'company.contact', 'contact.company']

/** Methods of records: universal, classic, their rows and bindings, products, duplicates. */
export const recordMethods: MethodRow[] = [
  ['crm.item.fields', 'crm', rights.anyone, items.itemFields],
  ['crm.item.get', 'crm', rights.anyone, items.itemGet],
  ['crm.item.list', 'crm', rights.anyone, items.itemList],
  ['crm.item.add', 'crm', rights.anyone, items.itemAdd],
  ['crm.item.update', 'crm', rights.anyone, items.itemUpdate],
  ['crm.item.delete', 'crm', rights.anyone, items.itemDelete],
  ['crm.item.productrow.fields', 'crm', rights.anyone, productRows.rowFields],
  ['crm.item.productrow.list', 'crm', rights.anyone, productRows.rowList],
  ['crm.item.productrow.get', 'crm', rights.anyone, productRows.rowGet],
  ['crm.item.productrow.set', 'crm', rights.anyone, productRows.rowSet],
  ['crm.item.productrow.add', 'crm', rights.anyone, productRows.rowAdd],
  ['crm.item.productrow.update', 'crm', rights.anyone, productRows.rowUpdate],
  ['crm.item.productrow.delete', 'crm', rights.anyone, productRows.rowDelete],
  ['crm.item.productrow.getavailableforpayment', 'crm', rights.anyone, payableRows],
  ['crm.stagehistory.list', 'crm', rights.anyone, stageHistoryList],
  ['crm.product.fields', 'crm', rights.anyone, products.productFieldList],
  ['crm.product.list', 'crm', rights.anyone, products.productList],
  ['crm.product.get', 'crm', rights.anyone, products.productGet],
  ['crm.product.add', 'crm', rights.classicCrmAdministrator, products.productAdd],
  ['crm.product.update', 'crm', rights.classicCrmAdministrator, products.productUpdate],
  ['crm.product.delete', 'crm', rights.classicCrmAdministrator, products.productDelete],
  ['crm.productrow.fields', 'crm', rights.anyone, products.productRowFieldList],
  ['crm.productrow.list', 'crm', rights.anyone, products.productRowList],
  ['crm.duplicate.findbycomm', 'crm', rights.anyone, duplicates.findDuplicates],
  ['crm.duplicate.volatiletype.fields', 'crm', rights.crmAdministrator, volatileTypes.volatileFields],
  ['crm.duplicate.volatiletype.list', 'crm', rights.crmAdministrator, volatileTypes.volatileList],
  ['crm.duplicate.volatiletype.register', 'crm', rights.crmAdministrator, volatileTypes.volatileRegister],
  ['crm.duplicate.volatiletype.unregister', 'crm', rights.crmAdministrator, volatileTypes.volatileUnregister],
  ...classicTypes.flatMap((family): MethodRow[] => [
    [`crm.${family}.fields`, 'crm', rights.anyone, classic.classicFieldList],
    [`crm.${family}.add`, 'crm', rights.anyone, classic.classicAdd],
    [`crm.${family}.get`, 'crm', rights.anyone, classic.classicGet],
    [`crm.${family}.list`, 'crm', rights.anyone, classic.classicList],
    [`crm.${family}.update`, 'crm', rights.anyone, classic.classicUpdate],
    [`crm.${family}.delete`, 'crm', rights.anyone, classic.classicDelete],
  ]),
  ...withRows.flatMap((family): MethodRow[] => [
    [`crm.${family}.productrows.get`, 'crm', rights.anyone, classicRows.classicRowsGet],
    [`crm.${family}.productrows.set`, 'crm', rights.anyone, classicRows.classicRowsSet],
  ]),
  ...bindingFamilies.flatMap((family): MethodRow[] => [
    [`crm.${family}.fields`, 'crm', rights.anyone, bindings.bindingFieldList],
    [`crm.${family}.add`, 'crm', rights.anyone, bindings.bindingAddOne],
    [`crm.${family}.delete`, 'crm', rights.anyone, bindings.bindingDeleteOne],
    [`crm.${family}.items.get`, 'crm', rights.anyone, bindings.bindingItemsGet],
    [`crm.${family}.items.set`, 'crm', rights.anyone, bindings.bindingItemsSet],
    [`crm.${family}.items.delete`, 'crm', rights.anyone, bindings.bindingItemsDelete],
  ]),
]
