import Big from 'big.js'
import type { RowPreview } from './preview.ts'
import { taxIn } from './planned-money.ts'
import { toQuantity, type RemainingRow } from './remaining.ts'
import type { ProductRow } from './snapshot.ts'

/**
 * Tells whether a row has a quantity at all. Goods returned have a negative one and are carried, as they lower the sum.
 * TEST: whether every portal takes negative quantities. One that refuses them refuses the rows as a step, which is told.
 */
export function isCarried(row: ProductRow): boolean {
  return !toQuantity(row.quantity).eq(0)
}

/** Sums by row: the same rows are counted for every target, and no row ever changes. */
const sums = new WeakMap<ProductRow, Big>()

/** Sum of one row as the portal counts it: final unit price times quantity, to the cent. */
export function rowSum(row: ProductRow): Big {
  const sum = sums.get(row) ?? sumFor(row, row.quantity)
  sums.set(row, sum)
  return sum
}

function sumFor({ price }: ProductRow, quantity: Big | number): Big {
  return new Big(price).times(quantity).round(2, Big.roundHalfUp)
}

/** Sum of all rows as a decimal string with two places. */
export function sumOf(rows: readonly ProductRow[]): string {
  return rows.reduce((sum, row) => sum.plus(rowSum(row)), new Big(0)).toFixed(2)
}

/** The tax in all rows, as the portal adds it up. */
export function taxOf(rows: readonly ProductRow[]): string {
  return rows.reduce((sum, row) => sum.plus(taxIn(rowSum(row), row.taxRate)), new Big(0)).toFixed(2)
}

/** A row as a person reads it, with what is left of it. */
export function toRowPreview(index: number, { row, converted, left }: RemainingRow): RowPreview {
  const shown = shownRows.get(row) ?? toShownRow(row)
  shownRows.set(row, shown)
  const quantity = left.toString()
  return {
    index,
    ...shown,
    converted: converted.toString(),
    quantity,
    sum: (quantity === shown.sourceQuantity ? rowSum(row) : sumFor(row, left)).toFixed(2),
  }
}

type ShownRow = Omit<RowPreview, 'index' | 'converted' | 'quantity' | 'sum'>

/** What is the same of a row whatever becomes of it. */
const shownRows = new WeakMap<ProductRow, ShownRow>()

function toShownRow(row: ProductRow): ShownRow {
  const discount =
    row.discountTypeId === 1
      ? ({ kind: 'amount', value: new Big(row.discountSum).toFixed(2) } as const)
      : ({ kind: 'percent', value: new Big(row.discountRate).toString() } as const)
  return {
    name: row.productName,
    sourceQuantity: toQuantity(row.quantity).toString(),
    measure: row.measureName,
    price: toPrice(row.price),
    discount: new Big(discount.value).eq(0) ? null : discount,
    taxRate: row.taxRate === null ? null : new Big(row.taxRate).toString(),
    taxIncluded: row.taxIncluded === 'Y',
  }
}

/** At least cents, and every further digit the portal keeps, so that a sum worked out from it is the one written. */
function toPrice(price: number): string {
  const exact = new Big(price)
  return exact.eq(exact.round(2)) ? exact.toFixed(2) : exact.toString()
}

/** Tells whether rows of a record, as far as they were read, are the planned ones: the same goods in the same order. */
export function readsAsPlanned(found: readonly ProductRow[], planned: readonly ProductRow[]): boolean {
  const goods = ({ productName, quantity }: ProductRow): string =>
    `${productName.trim()}|${new Big(quantity).toFixed(4)}`
  return found.every((row, place) => planned[place] !== undefined && goods(row) === goods(planned[place]))
}

/** Sums per tax rate, written so that two sets of rows can be compared: equal texts mean equal tax. */
export function sumsPerTaxRate(rows: readonly ProductRow[]): string {
  const sums = new Map<string, Big>()
  for (const row of rows) {
    const rate =
      row.taxRate === null ? '–' : `${new Big(row.taxRate).toString()} %${row.taxIncluded === 'Y' ? '' : ' +'}`
    sums.set(rate, (sums.get(rate) ?? new Big(0)).plus(rowSum(row)))
  }
  return [...sums]
    .map(([rate, sum]) => `${rate}: ${sum.toFixed(2)}`)
    .sort()
    .join(', ')
}
