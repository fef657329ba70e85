import type { Json } from './snapshot.ts'

/** Whether two times name the same moment: the portal writes one with another offset in winter than in summer. */
export function isSameMoment(one: Json | undefined, other: Json | undefined): boolean {
  const [mine, theirs] = [momentOf(one), momentOf(other)]
  return Number.isNaN(mine) || Number.isNaN(theirs) ? String(one) === String(other) : mine === theirs
}

/** A time of the portal in milliseconds since 1970; not a number where there is none. */
export function momentOf(time: Json | undefined): number {
  return typeof time === 'string' ? Date.parse(time) : Number.NaN
}
