import { amountOf, type Amount } from './amount.ts'
import { taxOf } from './product-rows.ts'
import { carriedRows, isAllLeft, type CarriedRow, type ChosenQuantities } from './remaining.ts'
import type { Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** What a new record carries of the source's rows and of its money. */
export interface CarriedOver {
  rows: CarriedRow[]
  total: Amount | null
  /** The tax in the rows; null where the source has none, so that its own tax travels as it is. */
  tax: string | null
}

/** What a target carries when these quantities are chosen; null: what is left, or with `again` the whole source. */
export function carriedOver(
  { rows }: Pick<Snapshot['source'], 'rows'>,
  plan: Pick<TargetPlan, 'values' | 'rows' | 'earlier'>,
  quantities: ChosenQuantities,
  again = false,
): CarriedOver {
  const chosen = quantities ?? (again ? wholeRows(plan) : null)
  const carried = carriedRows(plan.rows, chosen)
  const planned = carried.map(({ row }) => row)
  const situation = { carried: planned, rows, earlier: plan.earlier, isAllLeft: isAllLeft(plan.rows, chosen), again }
  return { rows: carried, total: amountOf(plan.values, situation), tax: rows.length > 0 ? taxOf(planned) : null }
}

function wholeRows({ rows }: Pick<TargetPlan, 'rows'>): ChosenQuantities {
  return [...rows].map(([index, { converted, left }]) => ({ index, quantity: converted.plus(left).toFixed() }))
}
