import Big from 'big.js'
import type { ConvertRequest } from '../server/contract.ts'
import { partOf, taxIn, type CarriedPart } from '../server/conversion/planned-money.ts'
import type { RowPreview, TargetPreview } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { QuantityFault, TypedQuantity } from './read-quantity.ts'

/** What a person decided about one row; `typed` is null as long as the proposed quantity stands. */
export interface RowChoice {
  on: boolean
  typed: TypedQuantity | null
}
/** Decisions of one target by the row's place in the source; rows nobody touched are absent. */
export type RowChoices = Record<number, RowChoice>
/** Decisions about product rows per target. */
export type ChosenRows = Partial<Record<RecordTypeName, RowChoices>>

/** What a person wants of a source that earlier records carry wholly: all of it once more, or none. */
export type OnceMore = 'all' | 'none'

/** One row under the present choice. Quantities and sums are decimal strings. */
export interface ProductLine {
  row: RowPreview
  on: boolean
  /** What stands in the field: the person's own text, or null for the proposed quantity. */
  text: string | null
  /** What will be written when it is on; null when the text means no quantity. */
  quantity: string | null
  fault: QuantityFault | null
  /** More than what is left of the row: possible, but asked about. */
  over: boolean
  sum: string
}

/** The product rows of one target under the present choice. */
export interface Products {
  lines: ProductLine[]
  /** Further rows that are not shown: then rows cannot be chosen, and all carry what is left of them. */
  more: number
  /** Something differs from what would be written without a choice. */
  changed: boolean
  total: TargetPreview['total']
  /** The tax in the rows that will be written. */
  tax: string
  /** Worth of what earlier records already carry, at the prices of the source. */
  converted: string
}

/** Whether something of the row is still to be carried. */
export function hasRest({ quantity }: RowPreview): boolean {
  return !new Big(quantity).eq(0)
}

/**
 * What a person's decisions make of the rows of a target. A target without an amount, because earlier records carry
 * every row, gets one in the currency of the source as soon as rows are ticked.
 */
export function productsOf(
  target: TargetPreview,
  chosen: RowChoices = {},
  currency = '',
  onceMore?: OnceMore,
): Products {
  const { rows, total } = target
  const more = target.notShown?.rows ?? 0
  const choices = more > 0 ? {} : chosen
  const proposed = total ?? (rows.length > 0 ? { amount: '0.00', currency, manual: false } : null)
  const lines = rows.map((row) => lineOf(row, choices[row.index]))
  const changed = lines.some(({ row, on, quantity }) => on !== hasRest(row) || (on && !isProposed(row, quantity)))
  const carried = lines.filter(({ on }) => on)
  const sum = add(carried.map((line) => new Big(line.sum)))
  const part = { sum: carried.length > 0 ? sum : null, isAllLeft: !changed, again: onceMore === 'all' }
  return {
    lines,
    more,
    changed,
    total: proposed && { ...proposed, amount: amountOf(proposed, part) },
    tax: add(carried.map(({ row, sum: own }) => taxIn(new Big(own), row.taxRate))),
    converted: rows.reduce((before, row) => before.plus(worth(row, row.converted)), new Big(0)).toFixed(2),
  }
}

/** The server counted what stands without a choice. */
function amountOf({ amount, manual, typed }: NonNullable<TargetPreview['total']>, part: CarriedPart): string {
  if (typed) return partOf(typed, part)
  return manual || part.isAllLeft ? amount : (part.sum ?? '0.00')
}

function add(sums: readonly Big[]): string {
  return sums.reduce((before, sum) => before.plus(sum), new Big(0)).toFixed(2)
}

/** Every row ticked, whether earlier records carry it or not. */
export function everyRow({ rows }: TargetPreview): RowChoices {
  return Object.fromEntries(rows.map(({ index }) => [index, { on: true, typed: null }]))
}

/**
 * The rows as the server wants them; null when nothing was changed, so that its own default holds. Where nothing is left,
 * what a person has decided is always said.
 */
export function requestedRows(
  { lines, changed }: Products,
  onceMore?: OnceMore,
): NonNullable<ConvertRequest['rows']>[RecordTypeName] | null {
  if (!changed && onceMore === undefined) return null
  return lines.flatMap(({ row: { index }, on, quantity }) => (on && quantity !== null ? [{ index, quantity }] : []))
}

/** Decisions that still stand when rows were read anew: those about rows that are as they were. */
export function standing(choices: RowChoices, before: readonly RowPreview[], now: readonly RowPreview[]): RowChoices {
  const byPlace = (rows: readonly RowPreview[]): Map<number, RowPreview> => new Map(rows.map((row) => [row.index, row]))
  const [earlier, later] = [byPlace(before), byPlace(now)]
  const isSame = (place: number): boolean => JSON.stringify(earlier.get(place)) === JSON.stringify(later.get(place))
  return Object.fromEntries(Object.entries(choices).filter(([place]) => isSame(Number(place))))
}

function lineOf(row: RowPreview, choice: RowChoice = { on: hasRest(row), typed: null }): ProductLine {
  const { on, typed } = choice
  // A row that is wholly carried has no rest to propose: whoever ticks it means it as it stands in the source.
  const proposed = hasRest(row) || !on ? row.quantity : row.sourceQuantity
  const quantity = typed === null ? proposed : 'decimal' in typed ? typed.decimal : null
  return {
    row,
    on,
    text: typed?.text ?? null,
    quantity,
    fault: on && typed && 'fault' in typed ? typed.fault : null,
    over: on && quantity !== null && new Big(quantity).abs().gt(new Big(row.quantity).abs()),
    // The server counted the proposed quantity itself.
    sum: isProposed(row, quantity) ? row.sum : worth(row, quantity ?? '0').toFixed(2),
  }
}

function isProposed(row: RowPreview, quantity: string | null): boolean {
  return quantity !== null && new Big(quantity).eq(row.quantity)
}

/** As the portal counts a row: unit price times quantity, to the cent. */
function worth({ price }: RowPreview, quantity: string): Big {
  return new Big(price).times(quantity).round(2, Big.roundHalfUp)
}
