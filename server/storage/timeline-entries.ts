import { and, eq } from 'drizzle-orm'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { Orm } from './database.ts'
import { timelineEntries } from './schema.ts'
import { whileInstalled } from './while-installed.ts'

interface TimelineOwner {
  type: RecordTypeName
  id: number
}

/** Which new records of one portal have an entry of ours in their timeline. */
export interface TimelineEntries {
  /** True once per record, for whoever is to put the entry there. */
  claim(record: TimelineOwner): Promise<boolean>
  /** There is no entry after all. */
  release(record: TimelineOwner): Promise<void>
}

/** Opens the entries in timelines of one portal. */
export function openTimelineEntries(orm: Orm, memberId: string, now: () => Date = () => new Date()): TimelineEntries {
  return {
    async claim({ type, id }) {
      const row = { memberId, recordType: type, recordId: id, at: now() }
      const inserted = await whileInstalled(orm, memberId, (transaction) =>
        transaction
          .insert(timelineEntries)
          .values(row)
          .onConflictDoNothing()
          .returning({ recordId: timelineEntries.recordId }),
      )
      return inserted.length > 0
    },

    async release({ type, id }) {
      const { memberId: ofMember, recordType, recordId } = timelineEntries
      await orm.delete(timelineEntries).where(and(eq(ofMember, memberId), eq(recordType, type), eq(recordId, id)))
    },
  }
}
