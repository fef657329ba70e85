import type { Attempt } from '../conversion/attempts.ts'
import type { StoredPlan } from '../conversion/cut-value.ts'
import type { Conversion, Outcome } from '../conversion/outcome.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { conversions } from './schema.ts'

/** A conversion as it is written down. */
export interface JournalEntry {
  requestId: string
  /** The person who clicked. */
  userId: number
  source: { type: SourceTypeName; id: number }
  conversion: Conversion
  /** With texts cut that are too long to be kept. */
  plan: StoredPlan
  /** When it was carried out, and by whom, before whoever reads this. */
  attempts: Attempt[]
  startedAt: Date
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
