import type { PreviewAnswer } from '../server/contract.ts'
import { isPlainTarget } from '../server/conversion/plain-target.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { Consequences } from './consequences.ts'

/** What an item that names nothing means: all that is possible, where that is one thing; else nothing. */
export function onlyTarget({ targets }: PreviewAnswer): RecordTypeName[] {
  const possible = targets.filter(({ refusal }) => refusal === null)
  return possible.length === 1 ? possible.map(({ type }) => type) : []
}

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
    preview.unfinished.length === 0 &&
    preview.source.notices.length === 0 &&
    wished.length > 0 &&
    consequences.length === wished.length &&
    consequences.every((one) => wished.includes(one.target.type) && isPlain(one))
  )
}

function isPlain({ target, required, products, changed, left, address }: Consequences): boolean {
  const reasons = [...changed.flatMap(({ adjusted }) => adjusted), ...left.map(({ reason }) => reason)]
  return (
    isPlainTarget(target, { required, reasons }) && address !== 'left' && products.lines.every(({ fault }) => !fault)
  )
}
