import Big from 'big.js'
import { isEmpty } from './empty.ts'
import type { PlannedValue } from './plan.ts'
import { partOf, type CarriedPart, type TypedAmount } from './planned-money.ts'
import { sumOf } from './product-rows.ts'
import type { Child, Json, ProductRow } from './snapshot.ts'
import { toYesNo } from './yes-no.ts'

export interface Amount {
  amount: string
  currency: string
  /** Typed by hand, so that rows do not change it. */
  manual: boolean
  /** What it is a part of; absent unless it was typed. */
  typed?: TypedAmount
}

/** What decides about an amount beside the values themselves. */
export interface AmountSituation extends Pick<CarriedPart, 'isAllLeft' | 'again'> {
  carried: readonly ProductRow[]
  /** All rows of the source. */
  rows: readonly ProductRow[]
  /** Earlier records that carry parts of the source. */
  earlier: readonly Child[]
}

/**
 * The amount a record shows: typed by hand, or the sum of the rows it carries. Null without any, and also where rows
 * exist but none of them is carried, since the portal's own conversion resets the amount then.
 */
export function amountOf(
  values: Record<string, PlannedValue>,
  { carried, rows, earlier, isAllLeft, again }: AmountSituation,
): Amount | null {
  const manual = toYesNo((values.isManualOpportunity ?? 'N') as Json) === 'Y'
  const currency = String(values.currencyId ?? '')
  if (!manual && carried.length > 0) return { amount: sumOf(carried), currency, manual }
  const value = values.opportunity as Json | undefined
  if (isEmpty(value) || Number.isNaN(Number(value)) || (!manual && rows.length > 0)) return null
  const whole = new Big(Number(value))
  const typed = { whole: whole.toFixed(2), rest: restOf(whole, currency, earlier), rows: sumOf(rows) }
  const sum = carried.length > 0 ? sumOf(carried) : null
  return { amount: partOf(typed, { sum, isAllLeft, again }), currency, manual: true, typed }
}

/** What earlier records leave of an amount; those in another currency cannot be taken off. */
function restOf(whole: Big, currency: string, earlier: readonly Child[]): string {
  const held = amountsIn(currency, earlier).reduce((sum, amount) => sum.plus(amount), new Big(0))
  const rest = whole.minus(held)
  const isBeyond = whole.gte(0) ? rest.lt(0) : rest.gt(0)
  return (isBeyond ? new Big(0) : rest).toFixed(2)
}

/** The amounts of earlier records in one currency. */
function amountsIn(currency: string, earlier: readonly Child[]): string[] {
  return earlier.flatMap(({ money }) => (money && money.currency === currency ? [money.amount] : []))
}
