import { largestPlan } from './stored-plan.ts'

/** Keeps portals from filling the database between two looks of the housekeeping. Counts for one process. */
export interface JournalQuota {
  /** Tells whether a portal may write so many bytes more. */
  admits(memberId: string, bytes: number): boolean
  /** Counts what a portal has written. */
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
  return {
    admits: (memberId, bytes) => !full.has(memberId) && writtenBy(memberId) + bytes <= most,
    note(memberId, bytes) {
      written.set(memberId, writtenBy(memberId) + bytes)
    },
    looked(found) {
      full = new Set(found)
      written.clear()
    },
  }
}
