import { dayOf } from './calendar.ts'
import type { Json } from './snapshot.ts'

/** Whether two times name the same moment: the portal writes one with another offset in winter than in summer. */
export function isSameMoment(one: Json | undefined, other: Json | undefined): boolean {
  const [mine, theirs] = [momentOf(one), momentOf(other)]
  return Number.isNaN(mine) || Number.isNaN(theirs) ? String(one) === String(other) : mine === theirs
}

/** A time of the portal in milliseconds since 1970; not a number where there is none, or none that exists. */
export function momentOf(time: Json | undefined): number {
  return typeof time === 'string' && dayOf(time) !== null ? Date.parse(time) : Number.NaN
}
