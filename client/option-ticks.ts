import type { MissingOptions, Shown, TargetPreview, Transfer } from '../server/conversion/preview.ts'
import type { Reason } from '../server/conversion/reasons.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'

/** A text that shall be added to a list: the source's field, and the text. */
export interface OptionTick {
  field: string
  text: string
}

/** Ticked options per target. */
export type OptionTicks = Partial<Record<RecordTypeName, OptionTick[]>>

/** The ticks that a preview still offers. */
export function offeredTicks(target: TargetPreview, ticks: readonly OptionTick[]): OptionTick[] {
  if (target.userFieldsRefusal) return []
  return ticks.filter(({ field, text }) =>
    target.missingOptions.some((one) => one.field === field && one.texts.includes(text)),
  )
}

/** The target as it will be with the ticked options: their values travel, and what is not ticked stays behind. */
export function withTickedOptions(target: TargetPreview, ticks: readonly OptionTick[]): TargetPreview {
  const offered = offeredTicks(target, ticks)
  return target.missingOptions.reduce((seen, missing) => {
    const added = missing.texts.filter((text) =>
      offered.some((one) => one.field === missing.field && one.text === text),
    )
    return added.length > 0 ? withAdded(seen, missing, added) : seen
  }, target)
}

function withAdded(target: TargetPreview, missing: MissingOptions, added: readonly string[]): TargetPreview {
  const known = target.transfers.find(({ sourceField }) => sourceField === missing.field)
  const rest = missing.texts.filter((text) => !added.includes(text))
  const values = [...(known?.values ?? []), ...added.map((text): Shown => ({ kind: 'text', text }))]
  const transfer: Transfer = {
    sourceField: missing.field,
    from: missing.label,
    to: missing.to,
    field: missing.list,
    values,
    adjusted: [
      ...(known?.adjusted ?? []).filter(({ code }) => code !== 'options_partly_matched'),
      { code: 'option_added', details: { options: added.join(', ') } },
      ...(rest.length > 0 ? [partly(rest)] : []),
    ],
  }
  return {
    ...target,
    transfers: [...target.transfers.filter((one) => one !== known), transfer],
    leftBehind: target.leftBehind.filter(
      ({ field, reason }) => field !== missing.field || reason.code !== 'option_missing',
    ),
  }
}

function partly(rest: readonly string[]): Reason {
  return { code: 'options_partly_matched', details: { options: rest.join(', ') } }
}
