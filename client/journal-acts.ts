import type { HistoryEntry } from '../server/contract.ts'
import type { Outcome } from '../server/conversion/outcome.ts'

/** What a person can do with a conversion of the history. */
export type Act = 'resume' | 'undo' | 'keep'

const acts: Record<Outcome, readonly Act[]> = {
  running: [],
  done: ['undo'],
  partial: ['resume', 'undo', 'keep'],
  refused: [],
  unknown: ['resume', 'undo'],
  undoing: ['undo'],
  undone: [],
  partlyUndone: ['undo', 'keep'],
}

/** What can still be done with a conversion; what somebody keeps need not be kept again. */
export function actsOn({ conversion, kept }: Pick<HistoryEntry, 'conversion' | 'kept'>): Act[] {
  return acts[conversion.outcome].filter((act) => !(act === 'keep' && kept))
}
