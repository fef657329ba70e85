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

/** A row of the journal as an entry. Whoever is still at work when all requests must have ended died with its process. */
export function toEntry(row: typeof conversions.$inferSelect, isIdle: boolean): JournalEntry {
  const { requestId, userId, plan, attempts, startedAt, conversion } = row
  const outcome: Outcome = row.outcome === 'running' && isIdle ? 'unknown' : row.outcome
  return {
    requestId,
    userId,
    source: { type: row.sourceType, id: row.sourceId },
    conversion: { ...conversion, outcome },
    plan,
    attempts,
    startedAt,
  }
}
