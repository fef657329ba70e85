import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Plan } from '../../server/conversion/plan.ts'
import type { Database } from '../../server/storage/database.ts'
import type { ConversionStart } from '../../server/storage/beginning.ts'
import { createJournalQuota, type JournalQuota } from '../../server/storage/journal-quota.ts'
import { openJournalSizes } from '../../server/storage/journal-size.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { findFull, keepJournalQuota } from '../../server/storage/keep-quota.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { keepProtocolQuota } from '../../server/storage/retention.ts'
import { conversions, journalSizes, protocol } from '../../server/storage/schema.ts'
import { findEngines } from './databases.ts'
import { newPortal, planOf, startOf } from './samples.ts'

const megabyte = 1024 * 1024
/** A plan of a bit more than one megabyte that no database packs, in texts that the journal keeps. */
const largePlan = (): Plan => ({
  ...planOf('Dach'),
  before: Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`f${place}`, randomText(53_000)])),
})
const randomText = (length: number): string => randomBytes(length).toString('base64').slice(0, length)
const largeStart = (): ConversionStart => startOf({ plan: largePlan() })

describe.each(await findEngines())('the share of a portal in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  /** A conversion of a megabyte that began so many minutes ago and ended like that. */
  async function add(memberId: string, minutesAgo: number, outcome: Conversion['outcome'] = 'done'): Promise<string> {
    const now = () => new Date(Date.now() - minutesAgo * 60_000)
    const { conversion, run } = await openJournal(database.orm, memberId, { patienceMs: 0, now }).begin(largeStart())
    if (outcome !== 'running') await run!.save({ ...conversion, outcome })
    return conversion.requestId
  }
  const leftOf = async (memberId: string): Promise<string[]> => {
    const ofPortal = eq(conversions.memberId, memberId)
    const rows = await database.orm.select().from(conversions).where(ofPortal).orderBy(conversions.startedAt)
    return rows.map(({ requestId }) => requestId)
  }
  const sizeOf = (memberId: string, journalMb = 10) =>
    openJournalSizes(database.orm, memberId, { journalDays: 365, journalMb }).find()

  it('is measured as it lies on the disk', async () => {
    const memberId = await newPortal(database)
    expect(await sizeOf(memberId)).toEqual({ bytes: 0, count: 0, oldest: null, megabytes: 10, missingUntil: null })
    await add(memberId, 60)
    const { bytes, count, oldest } = await sizeOf(memberId)
    expect(count).toBe(1)
    expect(bytes / megabyte).toBeCloseTo(1, 0)
    expect(Date.now() - oldest!.getTime()).toBeGreaterThan(59 * 60_000)
  })

  it(
    'loses its oldest finished conversions until it is at 90 %, and no unfinished one',
    { timeout: 60_000 },
    async () => {
      const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
      const unfinished = [await add(memberId, 40, 'unknown'), await add(memberId, 39, 'partial')]
      const ended: string[] = []
      for (let age = 30; age > 19; age--) ended.push(await add(memberId, age))
      const theirs = await add(neighbour, 50)
      // Two processes at once take out no more than one.
      await Promise.all([1, 2].map(() => keepJournalQuota(database.orm, 10)))
      const left = await leftOf(memberId)
      expect(left).toEqual([...unfinished, ...ended.slice(-(left.length - 2))])
      const { bytes, missingUntil } = await sizeOf(memberId)
      expect(bytes).toBeLessThanOrEqual(9 * megabyte)
      expect(bytes).toBeGreaterThan(7.9 * megabyte)
      const gone = ended.length - (left.length - 2)
      expect(Math.round((Date.now() - missingUntil!.getTime()) / 60_000)).toBe(31 - gone)
      expect(await leftOf(neighbour)).toEqual([theirs])
      expect((await sizeOf(neighbour)).missingUntil).toBeNull()
      expect(await findFull(database.orm, 10)).not.toContain(memberId)
    },
  )

  it('that unfinished conversions fill is told, and closed until they end', { timeout: 60_000 }, async () => {
    const memberId = await newPortal(database)
    const open: string[] = []
    for (let age = 30; age > 18; age--) open.push(await add(memberId, age, 'unknown'))
    expect(await keepJournalQuota(database.orm, 10)).toEqual([memberId])
    expect(await leftOf(memberId)).toEqual(open)
    expect(await findFull(database.orm, 10)).toEqual([memberId])
    await database.orm.update(conversions).set({ outcome: 'undone' }).where(eq(conversions.memberId, memberId))
    expect(await keepJournalQuota(database.orm, 10)).toEqual([])
    expect(await findFull(database.orm, 10)).toEqual([])
    await openRegistration(database.orm, memberId).forget()
    expect(await database.orm.select().from(journalSizes).where(eq(journalSizes.memberId, memberId))).toEqual([])
  })

  it('is not passed by more than a quarter before the next look', { timeout: 60_000 }, async () => {
    const quota: JournalQuota = createJournalQuota(40)
    const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
    const journal = openJournal(database.orm, memberId, { patienceMs: 0, quota })
    const starts: ConversionStart[] = []
    const fill = async (): Promise<unknown> => {
      for (;;) {
        const start = largeStart()
        const refusal: unknown = await journal.begin(start).then(
          () => null,
          (error: unknown) => error,
        )
        if (refusal) return refusal
        starts.push(start)
      }
    }
    expect(await fill()).toMatchObject({ code: 'journal_full' })
    expect(starts.length).toBe(9)
    expect(await leftOf(memberId)).toHaveLength(9)
    // However many ask at once.
    quota.looked([])
    const clicks = await Promise.allSettled(Array.from({ length: 15 }, () => journal.begin(largeStart())))
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(9)
    // A click that has begun already is answered, however full it is, and so are others.
    expect(await journal.begin(starts[0]!)).toMatchObject({
      run: null,
      conversion: { requestId: starts[0]!.requestId },
    })
    expect((await openJournal(database.orm, neighbour, { patienceMs: 0, quota }).begin(startOf())).run).not.toBeNull()
    quota.looked([])
    expect((await journal.begin(startOf())).run).not.toBeNull()
    quota.looked([memberId])
    await expect(journal.begin(startOf())).rejects.toMatchObject({ code: 'journal_full' })
  })

  it('counts what conversions grow by while they run', async () => {
    const quota = createJournalQuota(40)
    const memberId = await newPortal(database)
    const { conversion, run } = await openJournal(database.orm, memberId, { patienceMs: 0, quota }).begin(startOf())
    const isRoom = (megabytes: number): boolean => {
      if (!quota.take(memberId, megabytes * megabyte)) return false
      quota.note(memberId, -megabytes * megabyte)
      return true
    }
    expect(isRoom(9.9)).toBe(true)
    await run!.savePlan(largePlan())
    expect([isRoom(9.9), isRoom(8.9)]).toEqual([false, true])
    await run!.save({ ...conversion, outcome: 'done' })
    expect(isRoom(8.9)).toBe(true)
  })

  it('refuses a plan that is too large, and keeps nothing of it', async () => {
    const memberId = await newPortal(database)
    const before = Object.fromEntries(Array.from({ length: 90 }, (_, place) => [`f${place}`, randomText(52_000)]))
    const start = startOf({ plan: { ...planOf('Dach'), before } })
    const journal = openJournal(database.orm, memberId, { patienceMs: 0 })
    await expect(journal.begin(start)).rejects.toMatchObject({ code: 'plan_too_large', status: 422 })
    expect(await leftOf(memberId)).toEqual([])
  })

  it('keeps of a long text what recognises it, and a bounded history of attempts', async () => {
    const memberId = await newPortal(database)
    const start = startOf({ plan: planOf('Dach'.repeat(50_000)), remember: 'x'.repeat(50_000) })
    const journal = openJournal(database.orm, memberId, { patienceMs: 0 })
    await journal.begin(start)
    for (let times = 0; times < 150; times++) {
      const claimed = await journal.claim(start.requestId, 7, { from: ['running', 'unknown'], to: 'running' })
      await claimed!.run.renew()
    }
    const [row] = await database.orm.select().from(conversions).where(eq(conversions.memberId, memberId))
    expect(row!.plan.source.title).toMatchObject({ cut: { bytes: 200_000 } })
    expect(row!.remember).toBe('{}')
    expect(row!.attempts.length).toBeLessThanOrEqual(100)
    expect(row!.attempt).toBe(151)
  })

  it('of the REST protocol is its newest entries', async () => {
    const [memberId, neighbour] = [await newPortal(database), await newPortal(database)]
    const entry = { method: 'batch', commands: [], durationMs: 1, status: 200, refusals: [], requestId: null }
    const times = Array.from({ length: 30 }, (_, minutes) => new Date(Date.now() - minutes * 60_000))
    for (const id of [memberId, neighbour])
      await database.orm
        .insert(protocol)
        .values(times.map((at) => ({ ...entry, at, memberId: id })).slice(id === memberId ? 0 : 20))
    await Promise.all([1, 2].map(() => keepProtocolQuota(database.orm, 12)))
    const leftIn = async (id: string) =>
      (await database.orm.select().from(protocol).where(eq(protocol.memberId, id))).map(({ at }) => at.getTime())
    expect((await leftIn(memberId)).toSorted()).toEqual(
      times
        .slice(0, 12)
        .map((at) => at.getTime())
        .toSorted(),
    )
    expect(await leftIn(neighbour)).toHaveLength(10)
  })
})
