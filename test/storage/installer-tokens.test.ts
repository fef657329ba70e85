import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../server/storage/database.ts'
import { openInstallerTokens } from '../../server/storage/installer-tokens.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import { createSeal } from '../../server/storage/seal.ts'
import { newKey, newSecret } from '../secrets.ts'
import { findEngines } from './databases.ts'
import { newPortal } from './samples.ts'

const sessionSecret = newSecret()
const brought = {
  accessToken: 'access-of-the-administrator',
  refreshToken: 'refresh-of-the-administrator',
  expires: 1_900_000_000,
  authServer: 'https://oauth.bitrix.info',
}

describe.each(await findEngines())("the installer's tokens in the $name database", (engine) => {
  let database: Database
  let drop: () => Promise<void>
  beforeAll(async () => ({ database, drop } = await engine.open()))
  afterAll(() => drop())

  const seal = createSeal({ tokenKeys: [newKey()], sessionSecret })
  const rowOf = async (memberId: string) =>
    (await database.orm.select().from(installerTokens).where(eq(installerTokens.memberId, memberId)))[0]!

  it('come back as they were brought, and cannot be read in the table', async () => {
    const memberId = await newPortal(database)
    const tokens = openInstallerTokens(database.orm, memberId, seal)
    expect(await tokens.find()).toBeNull()
    await tokens.save(brought)
    expect(await tokens.find()).toEqual({ ...brought, version: 1 })
    expect(JSON.stringify(await rowOf(memberId))).not.toMatch(/of-the-administrator/)
  })

  it('are worth nothing in the row of another portal, nor in each other’s column', async () => {
    const [memberId, thief] = [await newPortal(database), await newPortal(database)]
    await openInstallerTokens(database.orm, memberId, seal).save(brought)
    const stolen = await rowOf(memberId)
    await database.orm.insert(installerTokens).values({ ...stolen, memberId: thief })
    expect(await openInstallerTokens(database.orm, thief, seal).find()).toBeNull()
    const swapped = { accessToken: stolen.refreshToken, refreshToken: stolen.accessToken }
    await database.orm.update(installerTokens).set(swapped).where(eq(installerTokens.memberId, memberId))
    expect(await openInstallerTokens(database.orm, memberId, seal).find()).toBeNull()
  })

  it('outlive a change of the key as long as the old one is named, and are sealed with the new one from then on', async () => {
    const memberId = await newPortal(database)
    const [before, after] = [newKey(), newKey()]
    const withKeys = (...tokenKeys: string[]) =>
      openInstallerTokens(database.orm, memberId, createSeal({ tokenKeys, sessionSecret }))
    await withKeys(before).save(brought)
    expect(await withKeys(after).find()).toBeNull()
    expect(await withKeys(after, before).find()).toMatchObject(brought)
    await withKeys(after, before).renew(1, brought)
    expect(await withKeys(after).find()).toMatchObject(brought)
  })

  it('are renewed by one of many, and again by somebody else when that one never came back', async () => {
    const memberId = await newPortal(database)
    const tokens = openInstallerTokens(database.orm, memberId, seal)
    await tokens.save(brought)
    const claims = await Promise.all(Array.from({ length: 8 }, () => tokens.claimRenewal(1)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    const past = new Date(Date.now() - 60_000)
    await database.orm
      .update(installerTokens)
      .set({ renewingUntil: past })
      .where(eq(installerTokens.memberId, memberId))
    expect(await tokens.claimRenewal(1)).toBe(true)
    await tokens.renew(1, { ...brought, accessToken: 'next' })
    expect(await tokens.find()).toMatchObject({ accessToken: 'next', version: 2 })
    expect(await tokens.claimRenewal(1)).toBe(false)
    expect(await tokens.claimRenewal(2)).toBe(true)
  })

  it('are not kept once the app is removed, nor of a portal that is forgotten', async () => {
    const [removed, forgotten] = [await newPortal(database), await newPortal(database)]
    await openRegistration(database.orm, removed).markRemoved()
    await openRegistration(database.orm, forgotten).forget()
    for (const memberId of [removed, forgotten]) {
      const saved = openInstallerTokens(database.orm, memberId, seal).save(brought)
      await expect(saved).rejects.toMatchObject({ code: 'unknown_portal' })
      expect(await rowOf(memberId)).toBeUndefined()
    }
  })

  it('that an administrator brings are never overwritten nor given up by a renewal of older ones', async () => {
    const tokens = openInstallerTokens(database.orm, await newPortal(database), seal)
    await tokens.save(brought)
    await tokens.claimRenewal(1)
    await tokens.save({ ...brought, accessToken: 'brought anew' })
    await tokens.renew(1, { ...brought, accessToken: 'renewed too late' })
    await tokens.markLost(1)
    expect(await tokens.find()).toMatchObject({ accessToken: 'brought anew', version: 2 })
    await tokens.markLost(2)
    expect(await tokens.find()).toBeNull()
    await tokens.save(brought)
    expect(await tokens.find()).toMatchObject(brought)
  })
})
