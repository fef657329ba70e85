import type { Conversion, Step, StepName } from './outcome.ts'

/** What follows once the records exist. Each of these looks first what stands there, or sets the same again. */
const following: ReadonlySet<StepName> = new Set<StepName>([
  'files',
  'address',
  'completeClient',
  'details',
  'history',
  'comment',
  'check',
])

/** Refusals of a portal that has no time just now; the same request may well be granted later. */
const passing: ReadonlySet<string> = new Set([
  'QUERY_LIMIT_EXCEEDED',
  'OVERLOAD_LIMIT',
  'OPERATION_TIME_LIMIT',
  'portal_busy',
])

/** Tells whether everything was made, but something that follows can still be caught up on. */
export function canCatchUp({ outcome, steps }: Pick<Conversion, 'outcome' | 'steps'>): boolean {
  return outcome === 'done' && steps.some(isOpen)
}

function isOpen({ name, state, refusal }: Step): boolean {
  if (!following.has(name)) return false
  return state === 'unknown' || (state === 'failed' && refusal !== null && passing.has(refusal.code))
}
