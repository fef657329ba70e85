import { isSameMoment, momentOf } from './moments.ts'
import type { Conversion } from './outcome.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Item } from './snapshot.ts'

/** One time somebody carried a conversion out: until then the portal may have been at work with a request of it. */
export interface Attempt {
  userId: number
  /** ISO 8601, by our own clock. */
  from: string
  until: string
}

/** More attempts are not told apart. */
const mostAttempts = 100

/**
 * The same attempts as a list of bounded length. Of too many, the two of one person that are nearest in time become one,
 * which lasts from the first to the second: nothing that was made in any of them is forgotten. Where no two are of one
 * person, the oldest goes. Pure.
 */
export function boundAttempts(attempts: readonly Attempt[]): Attempt[] {
  const bounded = [...attempts]
  while (bounded.length > mostAttempts) {
    const pairs = bounded.flatMap((one, place) => {
      const next = bounded.findIndex(({ userId }, later) => later > place && userId === one.userId)
      return next < 0 ? [] : [{ place, next, gap: Date.parse(bounded[next]!.from) - Date.parse(one.until) }]
    })
    const nearest = pairs.toSorted((one, other) => one.gap - other.gap)[0]
    if (!nearest) bounded.shift()
    else {
      const [merged] = bounded.splice(nearest.next, 1)
      const { userId, from, until } = bounded[nearest.place]!
      bounded[nearest.place] = { userId, from, until: merged!.until > until ? merged!.until : until }
    }
  }
  return bounded
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

/** Rows follow a record within its own request or the next one; nobody edits a record that quickly by hand. */
const ownChangesMs = 30_000

/**
 * Tells whether nobody has changed a record since it was made: by the time it was read back with; without one, the last
 * change must be its makers' own, right after they made it.
 */
export function isUntouched(item: Item, readBack: string | undefined, attempts: readonly Attempt[]): boolean {
  const { createdTime, updatedTime, updatedBy } = item
  if (readBack !== undefined) return isSameMoment(updatedTime, readBack)
  if (isSameMoment(updatedTime, createdTime)) return true
  const isSoon = momentOf(updatedTime) - momentOf(createdTime) <= ownChangesMs
  return isSoon && attempts.some(({ userId }) => userId === Number(updatedBy))
}

/**
 * Of records that somebody has changed since they were made, the time to compare with by and by: a reading that comes
 * later, when the conversion is carried on with, must not make their change look like ours.
 */
export function timesOfTouched(
  items: Partial<Record<RecordTypeName, Item>>,
  readBack: Conversion['readBack'],
  attempts: readonly Attempt[],
): Conversion['readBack'] {
  const entries = Object.entries(items) as [RecordTypeName, Item][]
  return Object.fromEntries(
    entries
      .filter(([type, item]) => !isUntouched(item, readBack[type], attempts))
      .map(([type, item]) => [type, readBack[type] ?? String(item.createdTime ?? '')]),
  )
}
