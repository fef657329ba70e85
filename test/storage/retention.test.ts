import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { openPacing } from '../../server/storage/pacing.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { openProtocol, type ProtocolEntry } from '../../server/storage/protocol.ts'
import { claimChore, removeOld } from '../../server/storage/retention.ts'
import { pacing, protocol, timelineEntries } from '../../server/storage/schema.ts'
import { openTimelineEntries } from '../../server/storage/timeline-entries.ts'
import { findEngines } from './databases.ts'
import { newPortal, startOf } from './samples.ts'

const day = 24 * 60 * 60_000
const daysAgo = (days: number): Date => new Date(Date.now() - days * day)
const entry = (memberId: string, at = new Date()): ProtocolEntry => ({
  memberId,
  at,
  method: 'batch',
  commands: ['crm.item.get'],
  durationMs: 80,
  status: 200,
  refusals: [],
  requestId: null,
})
const fail = (error: unknown): never => {
  throw error
}

describe.each(await findEngines())('what is kept in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()))
  afterAll(() => drop())

  const protocolOf = (memberId: string) =>
    database.orm.select().from(protocol).where(eq(protocol.memberId, memberId)).orderBy(protocol.at)

  it('goes when its days are over, and not before', async () => {
    const memberId = await newPortal(database)
    const [old, young] = [startOf(), startOf()]
    await openJournal(database.orm, memberId, { patienceMs: 0, now: () => daysAgo(366) }).begin(old)
    await openJournal(database.orm, memberId, { patienceMs: 0, now: () => daysAgo(364) }).begin(young)
    const kept = openProtocol(database.orm, fail)
    for (const at of [daysAgo(15), daysAgo(13), new Date()]) kept.note(entry(memberId, at))
    await kept.flush()
    await removeOld(database.orm, { journalDays: 365, protocolDays: 14 })
    expect(await openJournal(database.orm, memberId, { patienceMs: 0 }).find(old.requestId)).toBeNull()
    expect(await openJournal(database.orm, memberId, { patienceMs: 0 }).find(young.requestId)).not.toBeNull()
    expect((await protocolOf(memberId)).map(({ at }) => Math.round((Date.now() - at.getTime()) / day))).toEqual([13, 0])
  })

  it('tells of entries in timelines as long as a record may count as new, once per record and portal', async () => {
    const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
    const [old, young] = [{ type: 'deal', id: 1 } as const, { type: 'deal', id: 2 } as const]
    const entries = openTimelineEntries(database.orm, memberId)
    expect(await openTimelineEntries(database.orm, memberId, () => daysAgo(4)).claim(old)).toBe(true)
    expect(await openTimelineEntries(database.orm, memberId, () => daysAgo(2)).claim(young)).toBe(true)
    expect([await entries.claim(old), await entries.claim(young)]).toEqual([false, false])
    expect(await openTimelineEntries(database.orm, neighbour).claim(young)).toBe(true)
    await removeOld(database.orm, { journalDays: 365, protocolDays: 14 })
    expect([await entries.claim(old), await entries.claim(young)]).toEqual([true, false])
    await openRegistration(database.orm, memberId).forget()
    const left = await database.orm.select().from(timelineEntries)
    expect(left.map((row) => row.memberId)).toEqual([neighbour])
  })

  it('goes however much it is, by several processes at once', { timeout: 60_000 }, async () => {
    const memberId = await newPortal(database)
    const rows = Array.from({ length: 5500 }, () => entry(memberId, daysAgo(20)))
    for (let at = 0; at < rows.length; at += 500) await database.orm.insert(protocol).values(rows.slice(at, at + 500))
    await Promise.all([1, 2].map(() => removeOld(database.orm, { journalDays: 365, protocolDays: 14 })))
    expect(await protocolOf(memberId)).toEqual([])
  })

  it('is written down in batches, and nothing of a portal that was forgotten meanwhile', async () => {
    const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
    const kept = openProtocol(database.orm, fail)
    for (let i = 0; i < 3; i++) for (const id of [memberId, neighbour]) kept.note(entry(id))
    await openPacing(database.orm, memberId, { burst: 1, drain: 1, reserve: 0 }, 'person').claim()
    await openRegistration(database.orm, memberId).forget()
    await kept.flush()
    expect(await protocolOf(memberId)).toEqual([])
    expect(await protocolOf(neighbour)).toHaveLength(3)
    await openRegistration(database.orm, neighbour).forget()
    expect(await protocolOf(neighbour)).toEqual([])
    expect(await database.orm.select().from(pacing).where(eq(pacing.memberId, memberId))).toEqual([])
  })

  it('is cleared by one of all processes, once within the hour', async () => {
    const name = randomUUID()
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimChore(database.orm, name, 59)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await claimChore(database.orm, name, 59)).toBe(false)
    expect(await claimChore(database.orm, name, 0)).toBe(true)
  })
})
