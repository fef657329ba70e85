import type { Snapshot } from '../conversion/snapshot.ts'
import { weightOf } from '../conversion/weight.ts'

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

/** How many bytes are kept in all, of one portal, and of one reading: whoever reads more leaves no room for others. */
export interface SnapshotRoom {
  total: number
  portal: number
  one: number
}

const usualRoom: SnapshotRoom = { total: 64_000_000, portal: 16_000_000, one: 4_000_000 }

interface Kept {
  memberId: string
  snapshot: Snapshot
  until: number
  bytes: number
}

/**
 * Opens a memory of bounded size and age for one process. Ages in milliseconds. A reading that does not fit is not kept;
 * for one that does, the oldest go, of the same portal first.
 */
export function createSnapshotMemory({ room = usualRoom, maxAge = 15 * 60_000, now = Date.now } = {}): SnapshotMemory {
  const kept = new Map<string, Kept>()
  const used = { total: 0, byPortal: new Map<string, number>() }
  const nameOf = ({ memberId, userId, fingerprint }: SnapshotKey): string => `${memberId}/${userId}/${fingerprint}`
  const usedBy = (memberId: string): number => used.byPortal.get(memberId) ?? 0

  function count(memberId: string, bytes: number): void {
    used.total += bytes
    const left = usedBy(memberId) + bytes
    if (left > 0) used.byPortal.set(memberId, left)
    else used.byPortal.delete(memberId)
  }

  function drop(name: string): void {
    const entry = kept.get(name)
    if (!entry) return
    kept.delete(name)
    count(entry.memberId, -entry.bytes)
  }

  function makeRoom(memberId: string, bytes: number): void {
    for (const [name, { until }] of kept) {
      if (until > now()) break
      drop(name)
    }
    for (const [name, entry] of kept) {
      if (usedBy(memberId) + bytes <= room.portal) break
      if (entry.memberId === memberId) drop(name)
    }
    for (const name of kept.keys()) {
      if (used.total + bytes <= room.total) break
      drop(name)
    }
  }

  return {
    find(key) {
      const entry = kept.get(nameOf(key))
      return entry && entry.until > now() ? entry.snapshot : null
    },
    save(key, snapshot) {
      drop(nameOf(key))
      const bytes = weightOf(snapshot, room.one)
      if (bytes > room.one) return
      makeRoom(key.memberId, bytes)
      kept.set(nameOf(key), { memberId: key.memberId, snapshot, until: now() + maxAge, bytes })
      count(key.memberId, bytes)
    },
    forget(memberId) {
      for (const [name, entry] of kept) if (entry.memberId === memberId) drop(name)
    },
  }
}
