import { and, eq } from 'drizzle-orm'
import type { Conversion } from '../conversion/outcome.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { conversions } from './schema.ts'
import { toStorable } from './storable.ts'

export interface JournalEntry {
  userId: number
  conversion: Conversion
}

export interface ConversionStart {
  requestId: string
  userId: number
  source: { type: SourceTypeName; id: number }
  targets: RecordTypeName[]
  fingerprint: string
  plan: unknown
}

/** What one portal's conversions were to do and what became of them. */
export interface Journal {
  find(requestId: string): Promise<JournalEntry | null>
  /** Writes the conversion down before anything is written to the portal; the unique key decides between two deliveries. */
  begin(start: ConversionStart): Promise<{ conversion: Conversion; isNew: boolean }>
  /** Keeps how far a conversion came; any outcome but `running` ends it. */
  save(conversion: Conversion): Promise<Conversion>
}

/** No conversion takes this long: whoever is still running after it died with its process. */
const longestRunMs = 10 * 60_000

/** Opens the journal of one portal. */
export function openJournal(orm: Orm, memberId: string, now: () => Date = () => new Date()): Journal {
  const entryOf = (requestId: string) => and(eq(conversions.memberId, memberId), eq(conversions.requestId, requestId))

  async function find(requestId: string): Promise<JournalEntry | null> {
    const [row] = await orm.select().from(conversions).where(entryOf(requestId))
    if (!row) return null
    const isAbandoned = row.outcome === 'running' && now().getTime() - row.startedAt.getTime() > longestRunMs
    return {
      userId: row.userId,
      conversion: isAbandoned ? { ...row.conversion, outcome: 'unknown' } : row.conversion,
    }
  }

  return {
    find,

    async begin(start) {
      const { requestId, userId, source, targets, fingerprint, plan } = start
      const conversion: Conversion = {
        requestId,
        outcome: 'running',
        created: [],
        reused: [],
        steps: [],
        differences: null,
        open: null,
      }
      const inserted = await orm
        .insert(conversions)
        .values({
          memberId,
          requestId,
          userId,
          sourceType: source.type,
          sourceId: source.id,
          targets,
          fingerprint,
          plan: toStorable(plan),
          outcome: 'running',
          conversion,
          startedAt: now(),
        })
        .onConflictDoNothing()
        .returning({ requestId: conversions.requestId })
      if (inserted.length > 0) return { conversion, isNew: true }
      const known = await find(requestId)
      if (known?.userId === userId) return { conversion: known.conversion, isNew: false }
      throw new AppError('conversion_not_found', 'This conversion belongs to somebody else.')
    },

    async save(conversion) {
      // No row means that the portal asked to be forgotten meanwhile: then nothing is to be kept.
      await orm
        .update(conversions)
        .set({
          outcome: conversion.outcome,
          conversion: toStorable(conversion),
          finishedAt: conversion.outcome === 'running' ? null : now(),
        })
        .where(entryOf(conversion.requestId))
      return conversion
    },
  }
}
