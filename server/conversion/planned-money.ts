import Big from 'big.js'
import type { TargetPreview, Transfer } from './preview.ts'
import type { Reason, ReasonCode } from './reasons.ts'

/** An amount typed by hand in the source: all of it, what earlier records leave, and the sum of the source's rows. */
export interface TypedAmount {
  whole: string
  rest: string
  rows: string
}

/** Which rows a record carries, as far as a typed amount depends on it. */
export interface CarriedPart {
  /** Sum of the carried rows; null when none is carried. */
  sum: string | null
  /** Exactly what is left of every row. */
  isAllLeft: boolean
  /** The person wants the whole source although earlier records carry it. */
  again: boolean
}

/**
 * The part of a typed amount that goes with rows: everything left with all that is left, else the share these rows have
 * in the source. Parts never exceed the source, unless a person wants it once more.
 */
export function partOf({ whole, rest, rows }: TypedAmount, { sum, isAllLeft, again }: CarriedPart): string {
  const most = new Big(again ? whole : rest)
  const all = new Big(rows)
  if (sum === null || (isAllLeft && !again) || all.eq(0)) return most.toFixed(2)
  const share = new Big(whole).times(sum).div(all).round(2, Big.roundHalfUp)
  const isBeyond = new Big(whole).gte(0) ? share.gt(most) : share.lt(most)
  return (isBeyond ? most : share).toFixed(2)
}

/** The tax in the sum of a row, whose price holds it, to the cent as the portal counts it. */
export function taxIn(sum: Big, rate: number | string | null): Big {
  const percent = new Big(rate ?? 0)
  if (percent.eq(-100)) return new Big(0)
  return sum.times(percent).div(percent.plus(100)).round(2, Big.roundHalfUp)
}

/** What a record will hold in its amount and its tax; null where the rows do not decide it. */
export interface PlannedMoney {
  total: TargetPreview['total']
  tax: string | null
}

/** Shows in the transferred amount and tax what will be written, and where it comes from. */
export function withPlannedMoney(
  transfers: readonly Transfer[],
  { total, tax }: PlannedMoney,
  currency: string,
): Transfer[] {
  const planned: Record<string, { amount: string | null; reason: ReasonCode | null }> = {
    opportunity: { amount: total?.amount ?? (tax === null ? null : '0.00'), reason: amountReason(total) },
    taxValue: { amount: tax, reason: 'from_chosen_rows' },
  }
  return transfers.map((transfer) => {
    const { amount = null, reason = null } = planned[transfer.field] ?? {}
    if (amount === null || isSame(transfer, amount)) return transfer
    const adjusted: Reason[] = reason ? [{ code: reason }] : []
    return { ...transfer, values: [{ kind: 'money', amount, currency: total?.currency ?? currency }], adjusted }
  })
}

function amountReason(total: TargetPreview['total']): ReasonCode | null {
  if (!total?.typed) return 'from_chosen_rows'
  if (total.amount === total.typed.whole) return null
  return total.amount === total.typed.rest ? 'rest_of_typed' : 'share_of_typed'
}

function isSame({ values: [value] }: Transfer, amount: string): boolean {
  return value?.kind === 'money' && Number(value.amount) === Number(amount)
}
