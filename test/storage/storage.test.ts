import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Conversion } from '../../server/conversion/outcome.ts'
import { type Database, ping } from '../../server/storage/database.ts'
import { type ConversionStart, openJournal } from '../../server/storage/journal.ts'
import { type Installation, openRegistration } from '../../server/storage/portals.ts'
import { conversions } from '../../server/storage/schema.ts'
import { findEngines } from './databases.ts'

const newMemberId = (): string => randomUUID().replaceAll('-', '')

function startOf(changes: Partial<ConversionStart> = {}): ConversionStart {
  return {
    requestId: randomUUID(),
    userId: 7,
    source: { type: 'deal', id: 12 },
    targets: ['invoice'],
    fingerprint: 'f'.repeat(64),
    plan: { creations: [{ type: 'invoice', fields: { title: 'Dach' } }] },
    ...changes,
  }
}

const installation: Installation = {
  domain: 'portal.bitrix24.test',
  clientEndpoint: 'https://portal.bitrix24.test/rest/',
  authServer: 'https://oauth.bitrix.info',
  applicationTokenHash: 'hash of the first token',
  language: 'de',
  version: 1,
  installedBy: 1,
}

describe.each(await findEngines())('the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  it('answers', () => expect(ping(database)).resolves.toBeUndefined())

  describe('the journal', () => {
    it('begins a conversion once, however often and closely the same click is delivered', async () => {
      const journal = openJournal(database.orm, newMemberId())
      const start = startOf()
      const answers = await Promise.all(Array.from({ length: 8 }, () => journal.begin(start)))
      expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1)
      for (const { conversion } of answers)
        expect(conversion).toMatchObject({ requestId: start.requestId, outcome: 'running', created: [] })
    })

    it('gives back what was saved last, with the person it belongs to', async () => {
      const journal = openJournal(database.orm, newMemberId())
      const start = startOf()
      const { conversion } = await journal.begin(start)
      const invoice = { type: 'invoice', id: 5, title: 'Dach', path: '/crm/type/31/details/5/' } as const
      const done: Conversion = { ...conversion, outcome: 'done', created: [invoice], differences: [], open: invoice }
      expect(await journal.save(done)).toEqual(done)
      expect(await journal.find(start.requestId)).toEqual({ userId: 7, conversion: done })
    })

    it('marks the end of a conversion only when it ended', async () => {
      const memberId = newMemberId()
      const journal = openJournal(database.orm, memberId)
      const { conversion } = await journal.begin(startOf())
      const finishedAt = async (): Promise<Date | null | undefined> =>
        (await database.orm.select().from(conversions)).find((row) => row.memberId === memberId)?.finishedAt
      await journal.save({
        ...conversion,
        steps: [{ name: 'create', target: 'invoice', state: 'done', refusal: null }],
      })
      expect(await finishedAt()).toBeNull()
      await journal.save({ ...conversion, outcome: 'partial' })
      expect(await finishedAt()).toBeInstanceOf(Date)
    })

    it('knows nothing of another portal, even under the same request id', async () => {
      const [ours, theirs] = [openJournal(database.orm, newMemberId()), openJournal(database.orm, newMemberId())]
      const start = startOf()
      const { conversion } = await ours.begin(start)
      expect(await theirs.find(start.requestId)).toBeNull()
      await theirs.save({ ...conversion, outcome: 'done' })
      expect((await ours.find(start.requestId))?.conversion.outcome).toBe('running')
      expect((await theirs.begin(start)).isNew).toBe(true)
    })

    it('does not hand a conversion to somebody else who knows its id', async () => {
      const journal = openJournal(database.orm, newMemberId())
      const start = startOf()
      await journal.begin(start)
      await expect(journal.begin({ ...start, userId: 8 })).rejects.toMatchObject({ code: 'conversion_not_found' })
    })

    it('does not let a conversion run for ever whose process died', async () => {
      const memberId = newMemberId()
      let time = new Date('2026-11-23T10:00:00Z')
      const journal = openJournal(database.orm, memberId, () => time)
      const start = startOf()
      await journal.begin(start)
      time = new Date('2026-11-23T10:09:00Z')
      expect((await journal.find(start.requestId))?.conversion.outcome).toBe('running')
      time = new Date('2026-11-23T10:11:00Z')
      expect((await journal.find(start.requestId))?.conversion.outcome).toBe('unknown')
    })

    it('keeps texts that a JSON column refuses: NUL, half an emoji, backslashes', async () => {
      const journal = openJournal(database.orm, newMemberId())
      const start = startOf({ plan: { title: 'a\0b \ud83d c \\u0000 🏠' } })
      const { conversion } = await journal.begin(start)
      const contact = { type: 'contact', id: 1, title: '\0\ude00 \\u0000 "🏠"', path: '/' } as const
      await journal.save({ ...conversion, outcome: 'done', created: [contact] })
      const found = await journal.find(start.requestId)
      expect(found?.conversion.created[0]?.title).toBe('\ufffd\ufffd \\u0000 "🏠"')
    })
  })

  describe('the registration of a portal', () => {
    it('keeps the latest installation, however often it is installed', async () => {
      const registration = openRegistration(database.orm, newMemberId())
      expect(await registration.find()).toBeNull()
      await registration.save(installation)
      await registration.save({ ...installation, version: 2, applicationTokenHash: 'hash of the second token' })
      expect(await registration.find()).toMatchObject({
        ...installation,
        version: 2,
        applicationTokenHash: 'hash of the second token',
        status: 'installed',
      })
    })

    it('does not lose the application token when an installation does not name one', async () => {
      const registration = openRegistration(database.orm, newMemberId())
      await registration.save(installation)
      await registration.save({ ...installation, applicationTokenHash: null })
      expect((await registration.find())?.applicationTokenHash).toBe('hash of the first token')
    })

    it('waits for a return when the app is removed, and is installed again then', async () => {
      const registration = openRegistration(database.orm, newMemberId())
      await registration.save(installation)
      await registration.markRemoved()
      expect((await registration.find())?.status).toBe('removed')
      await registration.save(installation)
      expect((await registration.find())?.status).toBe('installed')
    })

    it('forgets everything of this portal and nothing of another', async () => {
      const [memberId, neighbour] = [newMemberId(), newMemberId()]
      const start = startOf()
      for (const id of [memberId, neighbour]) {
        await openRegistration(database.orm, id).save(installation)
        await openJournal(database.orm, id).begin(start)
      }
      await openRegistration(database.orm, memberId).forget()
      expect(await openRegistration(database.orm, memberId).find()).toBeNull()
      expect(await openJournal(database.orm, memberId).find(start.requestId)).toBeNull()
      expect(await openRegistration(database.orm, neighbour).find()).not.toBeNull()
      expect(await openJournal(database.orm, neighbour).find(start.requestId)).not.toBeNull()
    })
  })
})
