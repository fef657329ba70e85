import { desc, eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Orm } from './database.ts'
import { chores, conversions, pacing, portals, protocol, timelineEntries } from './schema.ts'

/** How many days things are kept. */
export interface Retention {
  journalDays: number
  protocolDays: number
}

/** Rows deleted by one statement, so that none of them holds its locks for long. */
const portion = 5000

/** Deletes what is older than it shall be kept; any number of processes may do so at once. */
export async function removeOld(orm: Orm, { journalDays, protocolDays }: Retention): Promise<void> {
  await removeAll(orm, protocol, sql`${protocol.at} < now() - ${protocolDays} * interval '1 day'`)
  await removeAll(orm, conversions, sql`${conversions.startedAt} < now() - ${journalDays} * interval '1 day'`)
  // By then a record counts as new no longer, so that nobody asks for its entry again.
  await removeAll(orm, timelineEntries, sql`${timelineEntries.at} < now() - interval '3 days'`)
  await removeAll(orm, pacing, sql`${pacing.at} < now() - interval '1 day'`)
}

/** Entries of the REST protocol that are kept of one portal. */
const mostEntries = 100_000

/** Deletes what is more than the newest entries of a portal; any number of processes may do so at once. */
export async function keepProtocolQuota(orm: Orm, most = mostEntries): Promise<void> {
  // Only a portal with new entries can have too many.
  const isTalking = sql`exists (select 1 from ${protocol}
    where ${protocol.memberId} = ${portals.memberId} and ${protocol.at} > now() - interval '2 hours')`
  const talking = await orm.select({ memberId: portals.memberId }).from(portals).where(isTalking)
  for (const { memberId } of talking) {
    const [first] = await orm
      .select({ at: protocol.at, id: protocol.id })
      .from(protocol)
      .where(eq(protocol.memberId, memberId))
      .orderBy(desc(protocol.at), desc(protocol.id))
      .offset(most)
      .limit(1)
    if (!first) continue
    const isOlder = sql`(${protocol.at}, ${protocol.id}) <= (${first.at.toISOString()}::timestamptz, ${first.id})`
    await removeAll(orm, protocol, sql`${protocol.memberId} = ${memberId} and ${isOlder}`)
  }
}

async function removeAll(orm: Orm, table: PgTable, where: ReturnType<typeof sql>): Promise<void> {
  for (let removed = portion; removed === portion;) {
    const old = sql`select ctid from ${table} where ${where} limit ${portion} for update skip locked`
    const rows = await orm
      .delete(table)
      .where(sql`ctid = any(array(${old}))`)
      .returning({ one: sql`1` })
    removed = rows.length
  }
}

/** True for one of all processes, and for it only when nobody did this chore within the last `minutes`. */
export async function claimChore(orm: Orm, name: string, minutes: number): Promise<boolean> {
  const claimed = await orm
    .insert(chores)
    .values({ name, startedAt: sql`now()` })
    .onConflictDoUpdate({
      target: chores.name,
      set: { startedAt: sql`now()` },
      setWhere: sql`${chores.startedAt} < now() - ${minutes} * interval '1 minute'`,
    })
    .returning({ name: chores.name })
  return claimed.length > 0
}
