import { momentOf } from './moments.ts'
import type { Item } from './snapshot.ts'

/** One time somebody carried a conversion out: until then the portal may have been at work with a request of it. */
export interface Attempt {
  userId: number
  /** ISO 8601, by our own clock. */
  from: string
  until: string
}

/** Seconds are all the portal tells of a time, an answer takes some to arrive, and our processes have a clock each. */
const slackMs = 30_000

/**
 * Tells whether a record can come from one of these attempts: made by the one who carried it out, while it was carried
 * out. `aheadMs` is how far the portal's clock is ahead of ours.
 */
export function mayComeFrom(attempts: readonly Attempt[], { createdBy, createdTime }: Item, aheadMs: number): boolean {
  const made = momentOf(createdTime) - aheadMs
  return attempts.some(
    ({ userId, from, until }) =>
      userId === Number(createdBy) && made >= Date.parse(from) - slackMs && made <= Date.parse(until) + slackMs,
  )
}
