import { largestPlan } from './stored-plan.ts'

/** Keeps portals from filling the database between two looks of the housekeeping. Counts for one process. */
export interface JournalQuota {
  /** Counts what a portal is about to write, if it may; of several at once each counts before the next one asks. */
  take(memberId: string, bytes: number): boolean
  /** Counts what a portal writes in any case; a negative number gives back what was taken and not written. */
  note(memberId: string, bytes: number): void
  /** The housekeeping has looked: counting begins again, and these portals begin nothing until its next look. */
  looked(full: Iterable<string>): void
}

export const bytesPerMb = 1024 * 1024

/** Opens the count for a quota in MB. A quarter of it may be written until the next look, and always one plan. */
export function createJournalQuota(megabytes: number): JournalQuota {
  const most = Math.max((megabytes * bytesPerMb) / 4, largestPlan + bytesPerMb)
  const written = new Map<string, number>()
  let full: ReadonlySet<string> = new Set()
  const writtenBy = (memberId: string): number => written.get(memberId) ?? 0
  const note = (memberId: string, bytes: number): void => {
    written.set(memberId, Math.max(0, writtenBy(memberId) + bytes))
  }
  return {
    note,
    take(memberId, bytes) {
      if (full.has(memberId) || writtenBy(memberId) + bytes > most) return false
      note(memberId, bytes)
      return true
    },
    looked(found) {
      full = new Set(found)
      written.clear()
    },
  }
}
