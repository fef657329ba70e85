import type { LeftBehind, MissingUserField, Preview, TargetPreview, Transfer } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import { hasRest, productsOf, type ChosenRows, type Products } from './part-quantities.ts'

/** Ticked missing user fields per target. */
export type Ticks = Partial<Record<RecordTypeName, string[]>>

/** What choosing one target means for the fields and products of the source. */
export interface Consequences {
  target: TargetPreview
  products: Products
  taken: Transfer[]
  changed: Transfer[]
  /** Filled fields the target gets first. */
  added: MissingUserField[]
  left: LeftBehind[]
}

/**
 * What happens to every field under the present choice. A field that travels to one chosen target is not left behind
 * by another, and a field that travels to none is named once. Into a record that exists already nothing travels: it is
 * linked as it is.
 */
export function consequencesOf(
  preview: Preview,
  chosen: readonly RecordTypeName[],
  ticks: Ticks,
  rows: ChosenRows = {},
): Consequences[] {
  const targets = preview.targets.filter(({ type }) => chosen.includes(type)).map(asLinked)
  const currency = preview.source.total?.currency
  const products = new Map(targets.map((target) => [target, productsOf(target, rows[target.type], currency)]))
  const isTicked = ({ type }: TargetPreview, field: string): boolean => ticks[type]?.includes(field) ?? false

  const travels = ({ field, label, reason }: LeftBehind): boolean => {
    if (reason.code === 'chat_link') return false // the rest of the field travels, this part does not
    if (reason.code === 'already_converted')
      return [...products.values()].some(({ lines }) =>
        lines.some(({ row, on }) => on && row.name === label && !hasRest(row)),
      )
    if (reason.code === 'rows_not_carried') return targets.some(({ rows }) => rows.length > 0)
    return targets.some(
      (target) =>
        target.transfers.some(({ sourceField }) => sourceField === field) ||
        (isTicked(target, field) && target.missingUserFields.some((missing) => missing.field === field)),
    )
  }

  const named = new Set<string>()
  return targets.map((target) => ({
    target,
    products: products.get(target)!,
    taken: target.transfers.filter(({ adjusted }) => !adjusted),
    changed: target.transfers.filter(({ adjusted }) => adjusted),
    added: target.missingUserFields.filter(({ field, values }) => isTicked(target, field) && values.length > 0),
    left: target.leftBehind.filter((left) => {
      const name = `${left.field} ${left.label} ${left.reason.code === 'chat_link'}`
      if (travels(left) || named.has(name)) return false
      named.add(name)
      return true
    }),
  }))
}

/** A record that exists already takes nothing over. */
function asLinked(target: TargetPreview): TargetPreview {
  if (!target.reuse) return target
  return { ...target, transfers: [], rows: [], total: null, missingUserFields: [], leftBehind: [], pipelines: [] }
}
