import type { Attempt } from '../conversion/attempts.ts'
import { plannedOf } from '../conversion/compare.ts'
import type { Conversion, Outcome, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { conversions } from './schema.ts'

/** A conversion as it is written down. */
export interface JournalEntry {
  requestId: string
  /** The person who clicked. */
  userId: number
  source: { type: SourceTypeName; id: number }
  conversion: Conversion
  plan: Plan
  /** When it was carried out, and by whom, before whoever reads this. */
  attempts: Attempt[]
  startedAt: Date
}

export type ConversionStart = Pick<JournalEntry, 'requestId' | 'userId' | 'source' | 'plan'> & {
  /** What the person chose last, to be offered first the next time. */
  remember: string
  targets: RecordTypeName[]
  fingerprint: string
  /** What it is going to do. */
  steps: Step[]
}

/**
 * A row of the journal as an entry; `busyMs` is how long the portal may still be at work with a request of it. A run that
 * is still at work when all requests must have ended died with its process.
 */
export function toEntry(row: typeof conversions.$inferSelect, busyMs: number): JournalEntry {
  const { requestId, userId, plan, attempts, startedAt, conversion } = row
  const outcome: Outcome = row.outcome === 'running' && busyMs <= 0 ? 'unknown' : row.outcome
  const isOpen = outcome === 'running' || outcome === 'unknown'
  return {
    requestId,
    userId,
    source: { type: row.sourceType, id: row.sourceId },
    conversion: { ...conversion, outcome, ...(isOpen && busyMs > 0 && { busyFor: Math.ceil(busyMs / 1000) }) },
    plan,
    attempts,
    startedAt,
  }
}

/** A conversion that is about to begin. */
export function newConversion(requestId: string, steps: Step[], plan: Plan): Conversion {
  return {
    requestId,
    outcome: 'running',
    created: [],
    reused: [],
    steps,
    differences: null,
    open: null,
    readBack: {},
    undo: null,
    planned: plannedOf(plan),
  }
}
