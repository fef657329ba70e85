import type { LeftBehind, MissingUserField, Preview, TargetPreview, Transfer } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'

/** Ticked missing user fields per target. */
export type Ticks = Partial<Record<RecordTypeName, string[]>>

/** What choosing one target means for the fields of the source. */
export interface Consequences {
  target: TargetPreview
  taken: Transfer[]
  changed: Transfer[]
  /** Filled fields the target gets first. */
  added: MissingUserField[]
  left: LeftBehind[]
}

/**
 * What happens to every field under the present choice. A field that travels to one chosen target is not left behind
 * by another, and a field that travels to none is named once.
 */
export function consequencesOf(preview: Preview, chosen: readonly RecordTypeName[], ticks: Ticks): Consequences[] {
  const targets = preview.targets.filter(({ type }) => chosen.includes(type))
  const isTicked = ({ type }: TargetPreview, field: string): boolean => ticks[type]?.includes(field) ?? false

  const travels = ({ field, reason }: LeftBehind): boolean => {
    if (reason.code === 'chat_link') return false // the rest of the field travels, this part does not
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
