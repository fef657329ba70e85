import type { PreviewAnswer } from '../server/contract.ts'
import { unremarkable } from '../server/conversion/plain-target.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { Consequences } from './consequences.ts'

/**
 * Whether what an item of the menu named may be made without a further click: nothing missing, nothing to choose,
 * nothing to warn of, and nothing of the kind made from this record before.
 */
export function needsNobody(
  preview: PreviewAnswer,
  wished: readonly RecordTypeName[],
  consequences: readonly Consequences[],
): boolean {
  return (
    preview.unfinished === null &&
    preview.source.notices.length === 0 &&
    consequences.length === wished.length &&
    consequences.every((one) => wished.includes(one.target.type) && isPlain(one))
  )
}

function isPlain({ target, required, products, changed, left, address }: Consequences): boolean {
  const isChosen = target.pipelines.length < 2 || target.start.pipeline !== null
  const reasons = [...changed.map(({ adjusted }) => adjusted), ...left.map(({ reason }) => reason)]
  return (
    isChosen &&
    // A field the target lacks is missed only where it holds something.
    target.missingUserFields.every(({ values }) => values.length === 0) &&
    [target.missingOptions, target.known, target.knownNotices, target.notices, required].every(
      (list) => list.length === 0,
    ) &&
    !target.reuse &&
    target.earlier === 0 &&
    address !== 'left' &&
    products.lines.every(({ fault }) => !fault) &&
    reasons.every((reason) => reason === null || unremarkable.has(reason.code))
  )
}
