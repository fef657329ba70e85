import Big from 'big.js'
import { isEmpty } from './empty.ts'
import type { PlannedValue } from './plan.ts'
import { sumOf } from './product-rows.ts'
import type { Json, ProductRow } from './snapshot.ts'
import { toYesNo } from './yes-no.ts'

export interface Amount {
  amount: string
  currency: string
  /** Typed by hand, so that rows do not change it. */
  manual: boolean
}

/**
 * The amount a record shows: typed by hand, or the sum of the rows it carries. Null without any, and also where rows
 * exist but none of them is carried, since the portal's own conversion resets the amount then.
 */
export function amountOf(
  values: Record<string, PlannedValue>,
  carried: readonly ProductRow[],
  sourceHasRows: boolean,
): Amount | null {
  const manual = toYesNo((values.isManualOpportunity ?? 'N') as Json) === 'Y'
  const currency = String(values.currencyId ?? '')
  if (!manual && carried.length > 0) return { amount: sumOf(carried), currency, manual }
  const amount = values.opportunity as Json | undefined
  if (isEmpty(amount) || Number.isNaN(Number(amount)) || (!manual && sourceHasRows)) return null
  return { amount: new Big(Number(amount)).toFixed(2), currency, manual: true }
}
