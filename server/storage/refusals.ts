import { and, desc, eq, ne, or, sql } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { protocol } from './schema.ts'

/** One request that did not end well, as the protocol keeps it: no value, no person. */
export type RefusedEntry = Pick<
  typeof protocol.$inferSelect,
  'at' | 'method' | 'commands' | 'status' | 'refusals' | 'durationMs'
>

/** The status of a request whose person left before the answer; the portal failed at nothing. */
const leftStatus = 499

/** What a portal refused, or did not answer. */
export interface Refusals {
  /** Newest first, at most `limit`. */
  latest(limit: number): Promise<RefusedEntry[]>
}

/** Opens the refusals of one portal. */
export function openRefusals(orm: Orm, memberId: string): Refusals {
  const { at, method, commands, status, refusals, durationMs } = protocol
  return {
    latest: (limit) =>
      orm
        .select({ at, method, commands, status, refusals, durationMs })
        .from(protocol)
        .where(
          and(
            eq(protocol.memberId, memberId),
            ne(status, leftStatus),
            or(ne(status, 200), sql`cardinality(${refusals}) > 0`),
          ),
        )
        .orderBy(desc(at), desc(protocol.id))
        .limit(limit),
  }
}
