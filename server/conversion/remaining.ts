import Big from 'big.js'
import { byKey, likenesses, type Likeness } from './row-likeness.ts'
import { originsOf, type Origin } from './row-origins.ts'
import type { Child, ProductRow } from './snapshot.ts'

/** A source row with what earlier records of the same target type already carry of it; negative for goods returned. */
export interface RemainingRow {
  row: ProductRow
  converted: Big
  left: Big
  /** Places of the earlier records that carry some of it. */
  heldBy: number[]
}

/** What a row of an earlier record carries and no row of the source was found for yet. */
interface Held {
  row: ProductRow
  document: number
  origin: Origin
  open: Big
  /** Some of it belongs to a row of the source. */
  isUsed: boolean
}

/** A quantity as the portal keeps and compares it: with four decimals. */
export function toQuantity(value: number | string): Big {
  return new Big(value).round(4, Big.roundHalfUp)
}

/**
 * Takes the quantities of earlier records off the source's rows. The journal knows which row came from which; every
 * other one is matched from the strictest likeness to the loosest, all rows with one before any with the next. Nothing
 * changes its sign: what earlier records carry beyond the source changes no other goods.
 */
export function subtractEarlier(
  rows: readonly ProductRow[],
  documents: readonly Pick<Child, 'rows' | 'recorded'>[],
): RemainingRow[] {
  const remaining = rows.map((row): RemainingRow => {
    return { row, converted: new Big(0), left: toQuantity(row.quantity), heldBy: [] }
  })
  const held = documents.flatMap(({ rows: earlier, recorded }, document): Held[] => {
    const origins = recorded && originsOf(earlier, recorded, rows)
    return earlier.map((row, index) => {
      return { row, document, origin: origins?.[index] ?? null, open: toQuantity(row.quantity), isUsed: false }
    })
  })
  for (const one of held) if (typeof one.origin === 'number') take(remaining[one.origin]!, one)
  for (const likeness of likenesses) matchBy(likeness, remaining, held)
  return remaining
}

function matchBy(likeness: Likeness, remaining: readonly RemainingRow[], held: readonly Held[]): void {
  const open = held.filter((one) => !one.open.eq(0) && mayMatch(one, likeness))
  if (open.length === 0) return
  // The last one of a pool is the next: each step then ends with a row or with what an earlier record holds of it.
  const pools = byKey(open.toReversed(), ({ row, open: { s } }) => signed(s, likeness.ofEarlier(row)))
  for (const one of remaining) {
    if (one.left.eq(0)) continue
    const pool = pools.get(signed(one.left.s, likeness.ofSource(one.row)) ?? '')
    for (let next = pool?.at(-1); pool && next && !one.left.eq(0); next = pool.at(-1)) {
      take(one, next)
      if (next.open.eq(0)) pool.pop()
    }
  }
}

/** Goods that were returned are no part of goods that were sold. */
function signed(sign: number, key: string | null): string | null {
  return key === null ? null : `${sign} ${key}`
}

/**
 * Of recorded goods the surplus counts for rows that are wholly alike, and for the same item where its row is gone. Of
 * others it counts as far as the built-in conversion would add them up: for the same price.
 */
function mayMatch({ origin, isUsed }: Held, likeness: Likeness): boolean {
  if (typeof origin === 'number') return likeness === likenesses[0]
  return (origin !== 'gone' || likeness.byName) && (!isUsed || likeness.byPrice)
}

function take(one: RemainingRow, held: Held): void {
  if (held.open.s !== one.left.s || one.left.eq(0) || held.open.eq(0)) return
  const quantity = held.open.abs().lt(one.left.abs()) ? held.open : one.left
  one.converted = one.converted.plus(quantity)
  one.left = one.left.minus(quantity)
  if (one.heldBy.at(-1) !== held.document) one.heldBy.push(held.document)
  held.open = held.open.minus(quantity)
  held.isUsed = true
}

/** Quantities that a person chose, by place in the source; null: what is left of every row. */
export type ChosenQuantities = readonly { index: number; quantity: string }[] | null

/** A row that will be written, and its place in the source. */
export interface CarriedRow {
  place: number
  row: ProductRow
}

/**
 * The rows that will be written: what a person chose by place in the source, or what is left of every row. Quantities
 * change, unit prices and discounts per unit do not.
 */
export function carriedRows(rows: ReadonlyMap<number, RemainingRow>, chosen: ChosenQuantities): CarriedRow[] {
  const quantities = chosen && new Map(chosen.map(({ index, quantity }) => [index, toQuantity(quantity)]))
  return [...rows].flatMap(([place, { row, left }]) => {
    const quantity = quantities ? quantities.get(place) : left
    if (!quantity || quantity.eq(0)) return []
    // Whole rows stay the very same ones, whose sum is known.
    return [{ place, row: quantity.eq(row.quantity) ? row : { ...row, quantity: Number(quantity) } }]
  })
}

/** Tells whether exactly what is left of every row is chosen. */
export function isAllLeft(rows: ReadonlyMap<number, RemainingRow>, chosen: ChosenQuantities): boolean {
  const quantities = chosen && new Map(chosen.map(({ index, quantity }) => [index, toQuantity(quantity)]))
  return !quantities || [...rows].every(([place, { left }]) => left.eq(quantities.get(place) ?? 0))
}
