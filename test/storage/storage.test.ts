import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, ping } from '../../server/storage/database.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { findEngines } from './databases.ts'
import { installation, newMemberId, startOf } from './samples.ts'

describe.each(await findEngines())('the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  it('answers', () => expect(ping(database)).resolves.toBeUndefined())

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
        await openJournal(database.orm, id, { patienceMs: 0 }).begin(start)
      }
      await openRegistration(database.orm, memberId).forget()
      expect(await openRegistration(database.orm, memberId).find()).toBeNull()
      expect(await openJournal(database.orm, memberId, { patienceMs: 0 }).find(start.requestId)).toBeNull()
      expect(await openRegistration(database.orm, neighbour).find()).not.toBeNull()
      expect(await openJournal(database.orm, neighbour, { patienceMs: 0 }).find(start.requestId)).not.toBeNull()
    })
  })
})
