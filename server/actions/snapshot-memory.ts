import type { Snapshot } from '../conversion/snapshot.ts'

/**
 * Keeps what was read for a preview until the same person continues, so that converting need not read it again. It only
 * saves a request: whoever finds nothing here reads anew, and the guard of the write refuses a record that changed.
 */
export interface SnapshotMemory {
  find(key: SnapshotKey): Snapshot | null
  save(key: SnapshotKey, snapshot: Snapshot): void
  /** Drops everything that was read of a portal. */
  forget(memberId: string): void
}

/** Portal, person and fingerprint: nobody converts from what somebody else was allowed to see. */
export interface SnapshotKey {
  memberId: string
  userId: number
  fingerprint: string
}

/** Opens a memory of bounded size and age for one process. Ages in milliseconds. */
export function createSnapshotMemory({ size = 500, maxAge = 15 * 60_000, now = Date.now } = {}): SnapshotMemory {
  const kept = new Map<string, { snapshot: Snapshot; until: number }>()
  const nameOf = ({ memberId, userId, fingerprint }: SnapshotKey): string => `${memberId}/${userId}/${fingerprint}`
  return {
    find(key) {
      const entry = kept.get(nameOf(key))
      return entry && entry.until > now() ? entry.snapshot : null
    },
    save(key, snapshot) {
      kept.delete(nameOf(key))
      kept.set(nameOf(key), { snapshot, until: now() + maxAge })
      for (const [name, { until }] of kept) {
        if (kept.size <= size && until > now()) break
        kept.delete(name)
      }
    },
    forget(memberId) {
      for (const name of kept.keys()) if (name.startsWith(`${memberId}/`)) kept.delete(name)
    },
  }
}
