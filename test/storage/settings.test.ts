import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usualSettings, type Settings } from '../../server/conversion/settings.ts'
import type { Database } from '../../server/storage/database.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { settings } from '../../server/storage/schema.ts'
import { openSettings } from '../../server/storage/settings.ts'
import { findEngines } from './databases.ts'
import { installation, newMemberId } from './samples.ts'

const oneClick: Settings = { ...usualSettings, oneClick: true }
const offPair: Settings = {
  ...usualSettings,
  pairs: {
    'deal>invoice': {
      on: false,
      start: { pipeline: 3, stage: 'DT31_3:N', always: true },
      responsible: { rule: 'person', id: 12 },
    },
  },
  smartCards: ['smart1030'],
}

describe.each(await findEngines())('settings in the $name database', (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()), 30_000)
  afterAll(() => drop())

  async function newPortal(): Promise<string> {
    const memberId = newMemberId()
    await openRegistration(database.orm, memberId).save(installation)
    return memberId
  }

  it('are the usual ones until somebody decides, then theirs, with who and when', async () => {
    const store = openSettings(database.orm, await newPortal(), () => new Date('2026-11-25T20:00:00Z'))
    expect(await store.find()).toEqual({ settings: usualSettings, version: 0, saved: null })
    await store.save(oneClick, { version: 0, userId: 7 })
    await store.save(offPair, { version: 1, userId: 8 })
    expect(await store.find()).toEqual({
      settings: offPair,
      version: 2,
      saved: { by: 8, at: new Date('2026-11-25T20:00:00Z') },
    })
  })

  it('that an older version saved still hold, and leave as usual what nobody could decide then', async () => {
    const memberId = await newPortal()
    const store = openSettings(database.orm, memberId)
    await store.save(oneClick, { version: 0, userId: 7 })
    const content = sql`${settings.content} - 'timeline' - 'smartCards' || '{"noLongerKnown": true}'`
    await database.orm.update(settings).set({ content }).where(eq(settings.memberId, memberId))
    expect(await store.find()).toMatchObject({ settings: oneClick, version: 1 })
  })

  it('are never written over by somebody who saw an older version', async () => {
    const store = openSettings(database.orm, await newPortal())
    await store.save(oneClick, { version: 0, userId: 7 })
    expect(await store.save(offPair, { version: 0, userId: 8 })).toBeNull()
    expect(await store.save(offPair, { version: 2, userId: 8 })).toBeNull()
    expect(await store.find()).toMatchObject({ settings: oneClick, version: 1 })
  })

  it('of several administrators at once are those of exactly one', async () => {
    const memberId = await newPortal()
    const saved = [1, 2, 3, 4, 5].map((userId) =>
      openSettings(database.orm, memberId).save(oneClick, { version: 0, userId }),
    )
    const kept = (await Promise.all(saved)).filter((one) => one !== null)
    expect(kept).toHaveLength(1)
    expect(await openSettings(database.orm, memberId).find()).toEqual(kept[0])
  })

  it('survive a removal that keeps the data, and go with one that deletes it, of this portal alone', async () => {
    const [memberId, neighbour] = [await newPortal(), await newPortal()]
    for (const id of [memberId, neighbour])
      await openSettings(database.orm, id).save(oneClick, { version: 0, userId: 7 })
    await openRegistration(database.orm, memberId).markRemoved()
    expect((await openSettings(database.orm, memberId).find()).version).toBe(1)
    await openRegistration(database.orm, memberId).forget()
    expect((await openSettings(database.orm, memberId).find()).version).toBe(0)
    expect((await openSettings(database.orm, neighbour).find()).version).toBe(1)
  })

  it('are not kept for a portal that does not have the app', async () => {
    const store = openSettings(database.orm, newMemberId())
    await expect(store.save(oneClick, { version: 0, userId: 7 })).rejects.toMatchObject({ code: 'unknown_portal' })
    expect((await store.find()).version).toBe(0)
  })
})
