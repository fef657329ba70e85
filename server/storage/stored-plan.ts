import { createHash } from 'node:crypto'
import { cutLongValues, type Digest, type StoredPlan } from '../conversion/cut-value.ts'
import { AppError } from '../errors.ts'
import { toMeasured } from './storable.ts'

/** A plan that takes more is refused, in bytes of its JSON after long texts were cut. */
export const largestPlan = 4 * 1024 * 1024

/** The digest by which texts that are not kept are recognised. */
export const sha256: Digest = (text) => createHash('sha256').update(text).digest('hex')

/** A plan as it is written down, and its size in bytes. Throws where it is too large even with its long texts cut. */
export function toStoredPlan(plan: StoredPlan): { plan: StoredPlan; bytes: number } {
  const { value, bytes } = toMeasured(cutLongValues(plan, sha256) as StoredPlan)
  if (bytes <= largestPlan) return { plan: value, bytes }
  throw new AppError('plan_too_large', 'The plan is larger than the journal may keep.', { bytes, limit: largestPlan })
}
