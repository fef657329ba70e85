import type { RequiredField, TargetPreview } from './preview.ts'
import type { Reason, ReasonCode } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'

/** Reasons that are part of every conversion and cost nobody anything; any other one is worth reading first. */
const unremarkable: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
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
  'from_chosen_rows',
])

/** What is still open about a target where the question is asked. */
interface OpenEnds {
  /** Fields nobody and nothing fills in. */
  required: readonly RequiredField[]
  /** Why values change or stay behind. */
  reasons: readonly Reason[]
}

/**
 * Whether a target can be made without asking anybody: it is possible and shown whole, nothing is missing, nothing is to
 * be chosen or warned of, and nothing of the kind was made from this record before.
 */
export function isPlainTarget(target: TargetPreview, { required, reasons }: OpenEnds): boolean {
  const isChosen = target.pipelines.length < 2 || target.start.pipeline !== null
  // A field the target lacks is missed only where it holds something.
  const missed = target.missingUserFields.filter(({ values }) => values.length > 0)
  const open = [missed, target.missingOptions, target.known, target.knownNotices, target.notices, required]
  return (
    target.refusal === null &&
    !target.notShown &&
    isChosen &&
    open.every((list) => list.length === 0) &&
    !target.reuse &&
    target.earlier === 0 &&
    !target.exhausted &&
    reasons.every(({ code }) => unremarkable.has(code))
  )
}

/** What is open about a target before anybody has looked at it, when these are made together. */
export function openEnds(target: TargetPreview, wished: readonly RecordTypeName[]): OpenEnds {
  return {
    required: target.required.filter(({ filledBy }) => !filledBy || !wished.includes(filledBy)),
    reasons: [
      ...target.transfers.flatMap(({ adjusted }) => adjusted),
      ...target.leftBehind.map(({ reason }) => reason),
    ],
  }
}
