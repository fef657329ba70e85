import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { bytesPerMb } from './journal-quota.ts'
import { isFinished, measureJournal, rowSize, saveJournalSize } from './journal-size.ts'
import { conversions, journalSizes, portals } from './schema.ts'

/** Conversions deleted by one statement, so that none of them holds its locks for long. */
const portion = 1000
/** What is left in a journal that was too large. */
const leftOver = 0.9

/**
 * Takes the oldest finished conversions out of every journal that is larger than `megabytes`, until it is at 90 % of
 * that; any number of processes may do so at once. Answers the portals whose unfinished conversions alone are more.
 */
export async function keepJournalQuota(orm: Orm, megabytes: number): Promise<string[]> {
  const most = megabytes * bytesPerMb
  const stuck: string[] = []
  for (const memberId of await findGrown(orm, most * leftOver)) {
    const { bytes } = await measureJournal(orm, memberId)
    const missingUntil = bytes > most ? await shrink(orm, memberId, most * leftOver) : null
    const left = bytes > most ? (await measureJournal(orm, memberId)).bytes : bytes
    await saveJournalSize(orm, memberId, { bytes: left, missingUntil })
    if (left > most) stuck.push(memberId)
  }
  return stuck
}

/** The portals whose journals were found larger than `megabytes` although everything was taken out that may go. */
export async function findFull(orm: Orm, megabytes: number): Promise<string[]> {
  const { memberId, bytes } = journalSizes
  const rows = await orm
    .select({ memberId })
    .from(journalSizes)
    .where(gt(bytes, megabytes * bytesPerMb))
  return rows.map((row) => row.memberId)
}

/** Portals whose journals may be too large: they began a conversion since they were measured, or were large then. */
async function findGrown(orm: Orm, large: number): Promise<string[]> {
  // Processes write down the beginnings by their own clocks.
  const since = sql`coalesce(${journalSizes.measuredAt} - interval '5 minutes', '-infinity')`
  const hasBegun = sql`exists (select 1 from ${conversions}
    where ${conversions.memberId} = ${portals.memberId} and ${conversions.startedAt} > ${since})`
  const rows = await orm
    .select({ memberId: portals.memberId })
    .from(portals)
    .leftJoin(journalSizes, eq(journalSizes.memberId, portals.memberId))
    .where(sql`${journalSizes.bytes} > ${large} or ${hasBegun}`)
  return rows.map((row) => row.memberId)
}

/** Takes out as much as is too much; answers when the youngest of it began. */
async function shrink(orm: Orm, memberId: string, goal: number): Promise<Date | null> {
  let missingUntil: Date | null = null
  for (;;) {
    const going = await findGoing(orm, memberId, goal)
    if (going.length === 0) return missingUntil
    const removed = await orm
      .delete(conversions)
      .where(and(eq(conversions.memberId, memberId), inArray(conversions.requestId, going), isFinished))
      .returning({ startedAt: conversions.startedAt })
    for (const { startedAt } of removed) if (!missingUntil || startedAt > missingUntil) missingUntil = startedAt
  }
}

/** The oldest that must go. Size and rows are read by one statement, so that another process's deletions count once. */
async function findGoing(orm: Orm, memberId: string, goal: number): Promise<string[]> {
  const { requestId, startedAt } = conversions
  const whole = orm
    .select({ bytes: sql`sum(${rowSize})` })
    .from(conversions)
    .where(eq(conversions.memberId, memberId))
  const oldest = await orm
    .select({ requestId, size: rowSize, whole: sql`(${whole})`.mapWith(Number) })
    .from(conversions)
    .where(and(eq(conversions.memberId, memberId), isFinished))
    .orderBy(asc(startedAt), asc(requestId))
    .limit(portion)
  let excess = (oldest[0]?.whole ?? 0) - goal
  const going: string[] = []
  for (const one of oldest) {
    if (excess <= 0) break
    going.push(one.requestId)
    excess -= one.size
  }
  return going
}
