import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Database } from '../../server/storage/database.ts'
import { openJournal, type Journal } from '../../server/storage/journal.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import type { Run } from '../../server/storage/run.ts'
import { conversions } from '../../server/storage/schema.ts'
import { findEngines } from './databases.ts'
import { newMemberId, newPortal, planOf, startOf } from './samples.ts'

const invoice = { type: 'invoice', id: 5, title: 'Dach', path: '/crm/type/31/details/5/' } as const
const toRun = { from: ['running', 'unknown', 'partial'], to: 'running' } as const

describe.each(await findEngines())('the journal in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  /** Requests keep the portal busy for a minute, or for a moment that is over at once. */
  const patient = (memberId: string): Journal => openJournal(database.orm, memberId, { patienceMs: 60_000 })
  const hasty = (memberId: string): Journal => openJournal(database.orm, memberId, { patienceMs: 0 })
  async function begin(journal: Journal, start = startOf()): Promise<{ conversion: Conversion; run: Run }> {
    const { conversion, run } = await journal.begin(start)
    return { conversion, run: run! }
  }

  it('begins a conversion once, however often and closely the same click is delivered', async () => {
    const journal = patient(await newPortal(database))
    const start = startOf()
    const answers = await Promise.all(Array.from({ length: 8 }, () => journal.begin(start)))
    expect(answers.filter(({ run }) => run)).toHaveLength(1)
    for (const { conversion } of answers)
      expect(conversion).toMatchObject({ requestId: start.requestId, outcome: 'running', created: [] })
  })

  it('begins no other conversion of a record until the end of the first is known', async () => {
    const journal = patient(await newPortal(database))
    const { source } = startOf()
    const { conversion, run } = await begin(journal, startOf({ source }))
    await expect(journal.begin(startOf({ source }))).rejects.toMatchObject({ code: 'conversion_running' })
    await run.save({ ...conversion, outcome: 'unknown' })
    await expect(journal.begin(startOf({ source }))).rejects.toMatchObject({ code: 'conversion_running' })
    await run.save({ ...conversion, outcome: 'partial' })
    expect((await journal.begin(startOf({ source }))).run).not.toBeNull()
  })

  it('gives back what was saved last, with the person it belongs to', async () => {
    const journal = patient(await newPortal(database))
    const start = startOf()
    const { conversion, run } = await begin(journal, start)
    const done: Conversion = { ...conversion, outcome: 'done', created: [invoice], differences: [], open: invoice }
    expect(await run.save(done)).toEqual(done)
    expect(await journal.find(start.requestId)).toMatchObject({ userId: 7, conversion: done })
  })

  it('marks the end of a conversion only when it ended', async () => {
    const memberId = await newPortal(database)
    const { conversion, run } = await begin(patient(memberId))
    const finishedAt = async (): Promise<Date | null | undefined> =>
      (await database.orm.select().from(conversions)).find((row) => row.memberId === memberId)?.finishedAt
    await run.save({ ...conversion, created: [invoice] })
    expect(await finishedAt()).toBeNull()
    await run.save({ ...conversion, outcome: 'partial' })
    expect(await finishedAt()).toBeInstanceOf(Date)
  })

  it('hands a conversion over only when the portal can no longer be at work with it', async () => {
    const memberId = await newPortal(database)
    const start = startOf()
    const { conversion, run } = await begin(patient(memberId), start)
    expect(await patient(memberId).claim(start.requestId, 8, toRun)).toBeNull()
    await run.save({ ...conversion, outcome: 'unknown' })
    expect(await patient(memberId).claim(start.requestId, 8, toRun)).toBeNull()
    await run.save({ ...conversion, outcome: 'partial' })
    const claimed = await patient(memberId).claim(start.requestId, 8, toRun)
    expect(claimed?.entry.conversion.outcome).toBe('partial')
  })

  it('knows when it was carried out and by whom: from its beginning to the end of the last request', async () => {
    const memberId = await newPortal(database)
    const start = startOf()
    const before = Date.now()
    const attempts = async () => (await patient(memberId).find(start.requestId))!.attempts
    const { conversion, run } = await begin(patient(memberId), start)
    const [first] = await attempts()
    expect(first!.userId).toBe(7)
    expect(Date.parse(first!.from)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(first!.until)).toBeGreaterThanOrEqual(before + 60_000)
    await run.save({ ...conversion, outcome: 'partial' })
    expect(Date.parse((await attempts())[0]!.until)).toBeLessThan(before + 60_000)

    const looked = (await patient(memberId).claim(start.requestId, 8, toRun))!
    expect(looked.entry.attempts.map(({ userId }) => userId)).toEqual([7])
    await looked.run.release()
    const undone = (await patient(memberId).claim(start.requestId, 8, { from: ['partial'], to: 'undoing' }))!
    await undone.run.renew()
    await undone.run.release()
    expect((await attempts()).map(({ userId }) => userId)).toEqual([7])
    const resumed = (await patient(memberId).claim(start.requestId, 9, toRun))!
    await resumed.run.renew()
    expect((await attempts()).map(({ userId }) => userId)).toEqual([7, 9])
  })

  it('hands it to one of many who ask at the same moment', async () => {
    const memberId = await newPortal(database)
    const start = startOf()
    const { conversion, run } = await begin(patient(memberId), start)
    await run.save({ ...conversion, outcome: 'partial' })
    const journal = patient(memberId)
    const claims = await Promise.all(Array.from({ length: 8 }, () => journal.claim(start.requestId, 7, toRun)))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  it('lets whoever lost it write nothing more', async () => {
    const journal = hasty(await newPortal(database))
    const start = startOf()
    const { conversion, run } = await begin(journal, start)
    const claimed = await journal.claim(start.requestId, 8, toRun)
    await expect(run.renew()).rejects.toMatchObject({ code: 'conversion_running' })
    await expect(run.save({ ...conversion, outcome: 'done' })).rejects.toMatchObject({ code: 'conversion_running' })
    await claimed!.run.save({ ...conversion, outcome: 'done', created: [invoice] })
    expect((await journal.find(start.requestId))?.conversion.created).toEqual([invoice])
  })

  it('knows that a conversion whose process died has an open end', async () => {
    const memberId = await newPortal(database)
    const start = startOf()
    await begin(patient(memberId), start)
    expect((await patient(memberId).find(start.requestId))?.conversion.outcome).toBe('running')
    const other = startOf()
    await begin(hasty(memberId), other)
    expect((await hasty(memberId).find(other.requestId))?.conversion.outcome).toBe('unknown')
    expect(await hasty(memberId).findUnfinished(other.source)).toHaveLength(1)
  })

  it('gives a conversion back as it was when nothing was written', async () => {
    const journal = hasty(await newPortal(database))
    const start = startOf()
    const { conversion, run } = await begin(journal, start)
    await run.save({ ...conversion, outcome: 'unknown', created: [invoice] })
    const claimed = await journal.claim(start.requestId, 7, toRun)
    await claimed!.run.release()
    expect((await journal.find(start.requestId))?.conversion).toMatchObject({ outcome: 'unknown', created: [invoice] })
  })

  it('leaves a conversion to whoever is at work with it for as long as its request may take', async () => {
    const journal = hasty(await newPortal(database))
    const start = startOf()
    const { run } = await begin(journal, start)
    await run.renew(60_000)
    expect(await journal.claim(start.requestId, 8, toRun)).toBeNull()
    await run.renew()
    expect(await journal.claim(start.requestId, 8, toRun)).not.toBeNull()
  })

  it('lets the same click come again when it was taken back, but not by whoever lost it', async () => {
    const journal = hasty(await newPortal(database))
    const start = startOf()
    const { run } = await begin(journal, start)
    await run.withdraw()
    expect(await journal.find(start.requestId)).toBeNull()
    const again = await begin(journal, start)
    await journal.claim(start.requestId, 8, toRun)
    await again.run.withdraw()
    expect(await journal.find(start.requestId)).not.toBeNull()
  })

  it('no longer speaks of a partial conversion that shall stay as it is', async () => {
    const journal = patient(await newPortal(database))
    const start = startOf()
    const { conversion, run } = await begin(journal, start)
    await run.save({ ...conversion, outcome: 'partial' })
    expect(await journal.findUnfinished(start.source)).toHaveLength(1)
    await journal.keep(start.requestId)
    expect(await journal.findUnfinished(start.source)).toEqual([])
  })

  it('begins and keeps nothing where the app is not installed, or not any more', async () => {
    const [removed, forgotten] = [await newPortal(database), await newPortal(database)]
    await openRegistration(database.orm, removed).markRemoved()
    await openRegistration(database.orm, forgotten).forget()
    for (const memberId of [newMemberId(), removed, forgotten]) {
      const start = startOf()
      await expect(patient(memberId).begin(start)).rejects.toMatchObject({ code: 'unknown_portal' })
      expect(await patient(memberId).find(start.requestId)).toBeNull()
    }
  })

  it('knows nothing of another portal, even under the same request id', async () => {
    const [ours, theirs] = [patient(await newPortal(database)), patient(await newPortal(database))]
    const start = startOf()
    await begin(ours, start)
    expect(await theirs.find(start.requestId)).toBeNull()
    expect(await theirs.claim(start.requestId, 7, toRun)).toBeNull()
    expect((await theirs.begin(start)).run).not.toBeNull()
  })

  it('does not hand a conversion to somebody else who sends its id as a click', async () => {
    const journal = patient(await newPortal(database))
    const start = startOf()
    await begin(journal, start)
    await expect(journal.begin({ ...start, userId: 8 })).rejects.toMatchObject({ code: 'conversion_not_found' })
  })

  it('keeps texts that a JSON column refuses: NUL, half an emoji, backslashes', async () => {
    const journal = patient(await newPortal(database))
    const start = startOf({ plan: planOf('a\0b \ud83d c \\u0000 🏠') })
    const { conversion, run } = await begin(journal, start)
    const contact = { type: 'contact', id: 1, title: '\0\ude00 \\u0000 "🏠"', path: '/' } as const
    await run.save({ ...conversion, outcome: 'done', created: [contact] })
    const found = await journal.find(start.requestId)
    expect(found?.conversion.created[0]?.title).toBe('\ufffd\ufffd \\u0000 "🏠"')
    expect(found?.plan.source.title).toBe('a\ufffdb \ufffd c \\u0000 🏠')
  })
})
