import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { conversions, journalSizes, portals } from './schema.ts'

/** How full the journal of a portal is. */
export interface JournalSize {
  bytes: number
  count: number
  /** When the oldest conversion began; null where there is none. */
  oldest: Date | null
}

/** Tells how full one portal's journal is. */
export interface JournalSizes {
  /** Counts now, in one go through the portal's rows. */
  find(): Promise<JournalFill>
}

export interface JournalFill extends JournalSize {
  /** How much there may be, in MB. */
  megabytes: number
  /** Conversions that began before this moment may be missing, since there were too many; null: none are. */
  missingUntil: Date | null
}

const { plan, conversion, attempts, remember, memberId: owner, startedAt } = conversions

/** What a row takes on the disk, packed as it lies there, with its index entries. Reads no long value. */
export const rowSize = sql<number>`pg_column_size(${plan}) + pg_column_size(${conversion})
  + pg_column_size(${attempts}) + pg_column_size(${remember}) + 600`

/** There is nothing left to carry on with in these: only they may go when a journal is full. */
export const isFinished: SQL = or(
  inArray(conversions.outcome, ['done', 'refused', 'undone']),
  and(inArray(conversions.outcome, ['partial', 'partlyUndone']), eq(conversions.kept, true)),
)!

/** Opens the size of one portal's journal. */
export function openJournalSizes(
  orm: Orm,
  memberId: string,
  { journalDays, journalMb }: { journalDays: number; journalMb: number },
): JournalSizes {
  // What is older than that goes anyway.
  const isMissed = sql`${journalSizes.missingUntil} > now() - ${journalDays} * interval '1 day'`
  return {
    async find() {
      const [known] = await orm
        .select({ missingUntil: journalSizes.missingUntil })
        .from(journalSizes)
        .where(and(eq(journalSizes.memberId, memberId), isMissed))
      const size = await measureJournal(orm, memberId)
      return { ...size, megabytes: journalMb, missingUntil: known?.missingUntil ?? null }
    },
  }
}

/** Counts a portal's journal. */
export async function measureJournal(orm: Orm, memberId: string): Promise<JournalSize> {
  const [size] = await orm
    .select({
      bytes: sql`coalesce(sum(${rowSize}), 0)`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
      oldest: sql`min(${startedAt})`.mapWith(startedAt),
    })
    .from(conversions)
    .where(eq(owner, memberId))
  return size!
}

/** Writes down how large a portal's journal is, and up to when something of it was taken out. */
export async function saveJournalSize(
  orm: Orm,
  memberId: string,
  { bytes, missingUntil }: { bytes: number; missingUntil: Date | null },
): Promise<void> {
  await orm.transaction(async (transaction) => {
    const [portal] = await transaction
      .select({ memberId: portals.memberId })
      .from(portals)
      .where(eq(portals.memberId, memberId))
      // A process that forgets the portal at this moment waits, and deletes this row too.
      .for('key share')
    if (!portal) return
    const until = missingUntil?.toISOString() ?? null
    await transaction
      .insert(journalSizes)
      .values({ memberId, bytes, missingUntil, measuredAt: sql`now()` })
      .onConflictDoUpdate({
        target: journalSizes.memberId,
        set: {
          bytes,
          measuredAt: sql`now()`,
          missingUntil: sql`greatest(${journalSizes.missingUntil}, ${until}::timestamptz)`,
        },
      })
  })
}
