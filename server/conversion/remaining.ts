import Big from 'big.js'
import type { ProductRow } from './snapshot.ts'

/** A source row with what earlier records of the same target type already carry of it. */
export interface RemainingRow {
  row: ProductRow
  converted: Big
  left: Big
}

const nothing = new Big(0)

/**
 * What makes two rows the same goods: product and price, or name and price where a row has no product. Prices count
 * with four decimals. The built-in conversion's own rule, so that both subtract the same.
 */
export function goodsOf({ productId, productName, price }: ProductRow): string {
  const what = productId > 0 ? `#${productId}` : productName
  return `${what}|${new Big(price).toFixed(4)}`
}

/**
 * Takes the quantities of earlier rows off the source's rows. Rows of the same goods share what was converted, the
 * first ones first, and nothing falls below zero: what earlier records carry beyond the source changes no other row.
 */
export function subtractEarlier(rows: readonly ProductRow[], earlier: readonly ProductRow[]): RemainingRow[] {
  const pool = new Map<string, Big>()
  for (const row of earlier) {
    const goods = goodsOf(row)
    if (row.quantity > 0) pool.set(goods, (pool.get(goods) ?? nothing).plus(row.quantity))
  }
  return rows.map((row) => {
    const quantity = new Big(row.quantity)
    if (pool.size === 0) return { row, converted: nothing, left: quantity }
    const goods = goodsOf(row)
    const available = pool.get(goods) ?? nothing
    const converted = available.lt(quantity) ? available : quantity
    pool.set(goods, available.minus(converted))
    return { row, converted, left: quantity.minus(converted) }
  })
}

/**
 * The rows that will be written: what a person chose by place in the source, or what is left of every row. Quantities
 * change, unit prices and discounts per unit do not.
 */
export function carriedRows(
  rows: ReadonlyMap<number, RemainingRow>,
  chosen: readonly { index: number; quantity: string }[] | null,
): ProductRow[] {
  const quantities = chosen && new Map(chosen.map(({ index, quantity }) => [index, new Big(quantity)]))
  return [...rows].flatMap(([index, { row, left }]) => {
    const quantity = quantities ? (quantities.get(index) ?? nothing) : left
    if (!quantity.gt(0)) return []
    // Whole rows stay the very same ones, whose sum is known.
    return quantity.eq(row.quantity) ? [row] : [{ ...row, quantity: Number(quantity) }]
  })
}
