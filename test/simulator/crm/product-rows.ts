import Big from 'big.js'
import type { Item, ProductRow } from '../state.ts'
import { round } from './values.ts'

/** What a client may say about a row; the portal works out the rest. */
export interface RowInput {
  productId: number
  productName: string
  price: number
  quantity: number
  discountTypeId: 1 | 2
  discountRate: number
  discountSum: number
  taxRate: number | null
  taxIncluded: 'Y' | 'N'
  measureCode: number
  measureName: string
  sort: number
}

/**
 * Works out the derived prices of a row from its final unit price (discount and tax included): exclusive is without
 * tax, netto without tax and discount, brutto without discount. Every step rounds to cents, so a cent may shift.
 * Source: the worked examples of crm.item.productrow.add and .list.
 */
export function deriveRow(id: number, input: RowInput): ProductRow {
  const taxFactor = new Big(input.taxRate ?? 0).div(100).plus(1)
  const exclusive = cents(new Big(input.price).div(taxFactor))
  const discount = input.discountTypeId === 2 ? percentDiscount(exclusive, input) : absoluteDiscount(exclusive, input)
  const netto = cents(exclusive.plus(discount.sum))
  return {
    id,
    ...input,
    discountRate: discount.rate,
    discountSum: Number(discount.sum),
    priceExclusive: Number(exclusive),
    priceNetto: Number(netto),
    priceBrutto: Number(cents(netto.times(taxFactor))),
  }
}

/** Sum of all rows and the tax in it. */
export function totalsOf(rows: readonly ProductRow[]): { opportunity: number; taxValue: number } {
  let opportunity = new Big(0)
  let tax = new Big(0)
  for (const row of rows) {
    const sum = cents(new Big(row.price).times(row.quantity))
    const rate = new Big(row.taxRate ?? 0)
    opportunity = opportunity.plus(sum)
    tax = tax.plus(cents(sum.times(rate).div(rate.plus(100))))
  }
  return { opportunity: round(opportunity), taxValue: round(tax) }
}

/**
 * Brings amount and tax in line with the rows: in automatic mode whenever there are rows or the last one has just gone;
 * a manual amount stays. Source: REST facts, section 2 (totals).
 */
export function recalculateTotals(item: Item, hadRows = false): void {
  if (item.rows.length === 0 && !hadRows) return
  const totals = totalsOf(item.rows)
  if (item.values.isManualOpportunity !== 'Y') item.values.opportunity = totals.opportunity
  if ('taxValue' in item.values) item.values.taxValue = totals.taxValue
}

function cents(amount: Big): Big {
  return amount.round(2, Big.roundHalfUp)
}

function percentDiscount(exclusive: Big, { discountRate, discountSum }: RowInput): { rate: number; sum: Big } {
  // A full discount leaves no price to work back from: only the given sum tells what it was.
  if (discountRate >= 100) return { rate: 100, sum: cents(new Big(discountSum)) }
  const netto = cents(exclusive.div(new Big(100).minus(discountRate).div(100)))
  return { rate: discountRate, sum: netto.minus(exclusive) }
}

function absoluteDiscount(exclusive: Big, { discountSum }: RowInput): { rate: number; sum: Big } {
  const sum = cents(new Big(discountSum))
  const netto = exclusive.plus(sum)
  return { rate: netto.eq(0) ? 0 : round(sum.div(netto).times(100)), sum }
}
