import { anyCase, asList, asMap, type Call } from '../context.ts'
import { deriveRow } from '../crm/product-rows.ts'
import { factsOf } from '../crm/record-types.ts'
import type { Item, ProductRow } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { itemOf } from './classic-crm.ts'
import { readRow, saveRows } from './product-rows.ts'

const badId = 'The parameter id is invalid or not defined.'

/** crm.<type>.productrows.get: all rows, not paged. */
export function classicRowsGet(call: Call): Answer {
  const owner = itemOf(call, 'read', { badId })
  const rows = owner.rows.toSorted((a, b) => a.sort - b.sort || a.id - b.id)
  return { result: rows.map((row) => viewRow(call, owner, row)) }
}

/** crm.<type>.productrows.set: replaces all rows; without `rows` there are none left (the platform). */
export function classicRowsSet(call: Call): Answer {
  const owner = itemOf(call, 'update', { badId })
  const sent = anyCase(call.params, 'rows') ?? []
  if (typeof sent !== 'object') throw refuse.classic('The parameter rows must be array.')
  const rows = asList(sent).map(asMap)
  for (const row of rows) checkDiscount(row)
  saveRows(
    call,
    owner,
    rows.map((row) => deriveRow(call.state.nextId('row'), readRow(inCamelCase(row), call.state))),
  )
  return { result: true }
}

function checkDiscount({ DISCOUNT_TYPE_ID: type, DISCOUNT_RATE: rate, DISCOUNT_SUM: sum }: Params): void {
  const problem =
    Number(type) === 2 && rate === undefined
      ? 'Discount Rate (DISCOUNT_RATE) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined'
      : Number(type) === 2 && Number(rate) === 100 && sum === undefined
        ? 'Discount Sum (DISCOUNT_SUM) is required if Percentage Discount Type (DISCOUNT_TYPE_ID) is defined and Discount Rate (DISCOUNT_RATE) is 100%'
        : Number(type) === 1 && sum === undefined
          ? 'Discount Sum (DISCOUNT_SUM) is required if Monetary Discount Type (DISCOUNT_TYPE_ID) is defined'
          : undefined
  if (problem !== undefined) throw new RestError('ERROR_CORE', `${problem}<br>`)
}

function inCamelCase(row: Params): Params {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}

/** A row as the classic families show it. */
export function viewRow(call: Call, owner: Item, row: ProductRow): Params {
  return {
    ID: String(row.id),
    OWNER_ID: String(owner.id),
    OWNER_TYPE: factsOf(call.state, owner.type).ownerCode,
    PRODUCT_ID: row.productId,
    PRODUCT_NAME: row.productName,
    ORIGINAL_PRODUCT_NAME: row.productName,
    PRODUCT_DESCRIPTION: null,
    PRICE: row.price,
    PRICE_EXCLUSIVE: row.priceExclusive,
    PRICE_NETTO: row.priceNetto,
    PRICE_BRUTTO: row.priceBrutto,
    PRICE_ACCOUNT: row.price.toFixed(2),
    QUANTITY: row.quantity,
    DISCOUNT_TYPE_ID: row.discountTypeId,
    DISCOUNT_RATE: row.discountRate,
    DISCOUNT_SUM: row.discountSum,
    TAX_RATE: row.taxRate,
    TAX_INCLUDED: row.taxIncluded,
    CUSTOMIZED: 'Y',
    MEASURE_CODE: row.measureCode,
    MEASURE_NAME: row.measureName,
    SORT: row.sort,
    XML_ID: null,
    TYPE: 1,
    STORE_ID: null,
    RESERVE_ID: null,
    DATE_RESERVE_END: null,
    RESERVE_QUANTITY: null,
  }
}
