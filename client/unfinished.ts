import type { Unfinished } from '../server/contract.ts'
import { isSettled, type CreatedRecord, type Outcome, type Step } from '../server/conversion/outcome.ts'

/** What may be done with an unfinished conversion. */
export type UnfinishedAct = 'lookAgain' | 'resume' | 'undo'

const acts: Partial<Record<Outcome, readonly UnfinishedAct[]>> = {
  running: ['lookAgain'],
  unknown: ['resume', 'undo'],
  partial: ['resume', 'undo'],
  undoing: ['undo'],
  partlyUndone: ['undo'],
}

/** What may be done with it now; the first is what most people want. Nothing while the portal may be at work with it. */
export function actsOnUnfinished(unfinished: Unfinished): readonly UnfinishedAct[] {
  const { outcome } = unfinished.conversion
  return outcome === 'unknown' && isWaiting(unfinished) ? [] : (acts[outcome] ?? [])
}

/** Whether an answer is outstanding, so that it cannot be looked into yet. */
export function isWaiting({ conversion: { outcome, busyFor = 0 } }: Unfinished): boolean {
  return (outcome === 'unknown' || outcome === 'running') && busyFor > 0
}

/** Something new is made beside what a person leaves as it is; not beside what nobody knows the end of. */
export function mayStartAnew(unfinished: readonly Unfinished[]): boolean {
  return unfinished.every(({ conversion: { outcome } }) => outcome === 'partial' || outcome === 'partlyUndone')
}

/** The record that was made and still lacks its product rows; null where something else comes next. */
export function lacksRows({ conversion: { created, steps } }: Unfinished): CreatedRecord | null {
  const next: Step | undefined = steps.find((step) => !isSettled(step))
  return (next?.name === 'rows' && created.find(({ type }) => type === next.target)) || null
}
