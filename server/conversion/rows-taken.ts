import Big from 'big.js'
import type { Conversion, CreatedRecord } from './outcome.ts'
import type { Creation, Plan } from './plan.ts'
import { isCarried, sumOf, taxOf } from './product-rows.ts'
import type { RecordTypeName } from './record-types.ts'
import { subtractEarlier, type CarriedRow, type RemainingRow } from './remaining.ts'
import type { Child, Json, ProductRow } from './snapshot.ts'
import { toYesNo } from './yes-no.ts'

/** What a person decided about rows that other records carry by now: only what is left of them, or all as planned. */
export type TakenWish = 'rest' | 'all'

/** The rows of the source as they are now, and the other records of one type that carry some of them. */
export interface RowsNow {
  source: readonly ProductRow[]
  others: readonly ({ record: CreatedRecord } & Pick<Child, 'rows' | 'recorded'>)[]
}

/** Rows of a record still to be filled that other records carry by now. */
export interface Taken {
  target: RecordTypeName
  /** Exact decimals; `left` is what would be carried without going beyond the source. */
  rows: { name: string; measure: string; planned: string; left: string }[]
  /** The records that carry them, the oldest first. */
  holders: CreatedRecord[]
  /** Nothing is left of any row. */
  isAll: boolean
}

/** A quantity of the same goods, by `goodsOf`. */
export interface GoodsQuantity {
  goods: string
  quantity: string
}

const nothing = new Big(0)

/**
 * What makes two rows the same goods: product and price, or name and price where a row has no product. Prices count
 * with four decimals, as in the portal's own conversion.
 */
function goodsOf({ productId, productName, price }: ProductRow): string {
  const what = productId > 0 ? `#${productId}` : productName
  return `${what}|${new Big(price).toFixed(4)}`
}

/** What a person's choice of rows carries beyond what was left then: they agreed to it, so it is not asked about again. */
export function beyondLeft(rows: ReadonlyMap<number, RemainingRow>, carried: readonly CarriedRow[]): GoodsQuantity[] {
  return carried.flatMap(({ place, row }) => {
    const beyond = new Big(row.quantity).minus(rows.get(place)?.left ?? 0)
    return beyond.gt(0) ? [{ goods: goodsOf(row), quantity: beyond.toString() }] : []
  })
}

/** Quotes are alternatives to each other, not parts of the source: none of them takes rows from another. */
const alternatives: ReadonlySet<RecordTypeName> = new Set<RecordTypeName>(['quote'])

/** Tells whether rows of a creation are still to be written and count against what other records carry. */
export function awaitsShare({ type, rows }: Creation, { steps }: Pick<Conversion, 'steps'>): boolean {
  if (rows.length === 0 || alternatives.has(type)) return false
  return !steps.some(
    ({ name, target, state }) => name === 'rows' && target === type && (state === 'done' || state === 'leftAlone'),
  )
}

/** The rows as far as they fit, with their places in the source, and what is taken. */
interface FittedRows {
  rows: ProductRow[]
  places?: number[]
  taken: Taken | null
}

/**
 * Holds the rows a creation still has to get against what is left of the source now. Answers what other records carry of
 * them, null where nothing goes beyond the source, and the rows as far as they fit. Pure.
 */
export function fitRows(creation: Creation, { source, others }: RowsNow): FittedRows {
  const held = quantities(others.flatMap(({ rows }) => rows.map((row) => ({ row, quantity: row.quantity }))))
  const left = quantities(
    subtractEarlier(source.filter(isCarried), others).map((one) => ({ row: one.row, quantity: one.left })),
  )
  for (const { goods, quantity } of creation.beyond ?? []) left.set(goods, (left.get(goods) ?? nothing).plus(quantity))
  const planned = quantities(creation.rows.map((row) => ({ row, quantity: row.quantity })))
  const takenGoods = new Set<string>()
  const rows: ProductRow[] = []
  const places: number[] = []
  const told: Taken['rows'] = []
  // What a person changed in the source since is no work of another record: no more is missing than these carry.
  const pool = new Map(
    [...planned].map(([goods, all]) => {
      const fits = left.get(goods) ?? nothing
      const atLeast = all.minus(held.get(goods) ?? nothing)
      return [goods, fits.gt(atLeast) ? fits : atLeast]
    }),
  )
  for (const [index, row] of creation.rows.entries()) {
    const goods = goodsOf(row)
    const wanted = new Big(row.quantity)
    const available = pool.get(goods) ?? nothing
    const carried = available.lt(wanted) ? (available.gt(0) ? available : nothing) : wanted
    pool.set(goods, available.minus(carried))
    if (carried.gt(0) || !wanted.gt(0)) {
      rows.push(carried.eq(wanted) || !wanted.gt(0) ? row : { ...row, quantity: Number(carried) })
      places.push(creation.places?.[index] ?? index)
    }
    if (carried.eq(wanted) || !wanted.gt(0)) continue
    takenGoods.add(goods)
    told.push({
      name: row.productName,
      measure: row.measureName,
      planned: wanted.toString(),
      left: carried.toString(),
    })
  }
  if (told.length === 0) return { rows: creation.rows, taken: null }
  const holders = others.filter(({ rows: theirs }) => theirs.some((row) => takenGoods.has(goodsOf(row))))
  const taken = { target: creation.type, rows: told, holders: holders.map(({ record }) => record) }
  return { rows, ...(creation.places && { places }), taken: { ...taken, isAll: rows.length === 0 } }
}

function quantities(list: readonly { row: ProductRow; quantity: Big | number }[]): Map<string, Big> {
  const sums = new Map<string, Big>()
  for (const { row, quantity } of list) {
    const goods = goodsOf(row)
    if (new Big(quantity).gt(0)) sums.set(goods, (sums.get(goods) ?? nothing).plus(quantity))
  }
  return sums
}

/** A creation with fewer rows than planned, and the money that comes of them. Pure. */
export function withRows(creation: Creation, { rows, places }: Omit<FittedRows, 'taken'>, isMade: boolean): Creation {
  const { fields, expected } = creation
  if (!expected) return { ...creation, rows, ...(places && { places }) }
  const isManual = toYesNo((fields.isManualOpportunity ?? 'N') as Json) === 'Y'
  const amount = isManual ? expected.amount : rows.length > 0 ? sumOf(rows) : '0.00'
  const isReset = isMade && rows.length === 0 && !isManual
  return {
    ...creation,
    rows,
    ...(places && { places }),
    fields: {
      ...fields,
      opportunity: Number(amount),
      ...('taxValue' in fields && { taxValue: Number(taxOf(rows)) }),
    },
    expected: { amount, currency: expected.currency },
    // The portal works an amount out from the rows it gets; a record that gets none keeps the one it was made with.
    ...(isReset && { resetsAmount: true as const }),
  }
}

/** The type and the rows of every creation whose rows others have taken meanwhile. Pure. */
export function takenIn(
  plan: Plan,
  conversion: Conversion,
  now: Partial<Record<RecordTypeName, RowsNow>>,
): Map<RecordTypeName, ReturnType<typeof fitRows>> {
  return new Map(
    plan.creations.flatMap((creation) => {
      const rowsNow = now[creation.type]
      if (!rowsNow || !awaitsShare(creation, conversion)) return []
      const fitted = fitRows(creation, rowsNow)
      return fitted.taken ? [[creation.type, fitted] as const] : []
    }),
  )
}
