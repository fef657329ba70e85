import type { TargetPreview } from './preview.ts'
import type { ReasonCode } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'

/** Reasons that are part of every conversion and cost nobody anything; any other one is worth reading first. */
export const unremarkable: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'own_value',
  'no_counterpart',
  'target_read_only',
  'chat_link',
  'rows_not_carried',
  'first_of_dictionary',
  'title_from_record',
  'files_uploaded_anew',
  'time_added',
  'responsible_by_rule',
])

/**
 * Whether a target can be made where nobody can be asked anything: it is possible, nothing is missing, nothing is to be
 * chosen or warned of, and nothing of the kind was made from this record before.
 */
export function isPlainTarget(target: TargetPreview, wished: readonly RecordTypeName[]): boolean {
  const isChosen = target.pipelines.length < 2 || target.start.pipeline !== null
  const unfilled = target.required.filter(({ filledBy }) => !filledBy || !wished.includes(filledBy))
  const reasons = [
    ...target.transfers.map(({ adjusted }) => adjusted),
    ...target.leftBehind.map(({ reason }) => reason),
  ]
  return (
    target.refusal === null &&
    isChosen &&
    [
      target.missingUserFields,
      target.missingOptions,
      target.known,
      target.knownNotices,
      target.notices,
      unfilled,
    ].every((list) => list.length === 0) &&
    !target.reuse &&
    target.earlier === 0 &&
    reasons.every((reason) => reason === null || unremarkable.has(reason.code))
  )
}
