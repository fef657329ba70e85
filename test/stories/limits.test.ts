import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { openLog } from '../../server/log.ts'
import { asInstaller } from '../../server/portal.ts'
import { openServices, type Services } from '../../server/services.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  administrator,
  countRecords,
  openCard,
  openPortal,
  openRaw,
  salesperson,
  sessionSecret,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

/** Another process of the app on the same database. */
let background: Services
beforeAll(async () => {
  const config = readConfig({
    PUBLIC_URL: 'https://create-from.test',
    BITRIX_CLIENT_ID: 'app.test',
    BITRIX_CLIENT_SECRET: 'secret-of-the-app',
    SESSION_SECRET: sessionSecret,
  })
  background = await openServices(config, openLog('silent'), theDatabase())
})
afterAll(() => background.database.close())

/** A portal of the cloud's usual plan: 50 requests at once, of which it forgets two a second. */
async function openLimited(): Promise<Simulator> {
  const portal = await openPortal()
  portal.limits.settings.level = 'standard'
  portal.limits.reset()
  return portal
}

const turnedAway = ({ requests }: Simulator): unknown[] =>
  requests.filter(({ error }) => error === 'QUERY_LIMIT_EXCEEDED')

describe('a portal with the usual limits', () => {
  test('never has to turn us away, however many convert one after another', { timeout: 120_000 }, async () => {
    const portal = await openLimited()
    const before = countRecords(portal)
    const convertOne = async (index: number): Promise<string> => {
      const userId = [administrator, salesperson][index % 2]!
      const lead = portal.add('lead', { title: `Roof ${index}`, lastName: 'Müller', assignedById: userId })
      const page = await openCard(portal, userId, 'lead', lead.id)
      return (await page.convert(['deal', 'contact'])).outcome
    }
    const outcomes: string[] = []
    for (let index = 0; index < 24; index++) outcomes.push(await convertOne(index))
    expect(new Set(outcomes)).toEqual(new Set(['done']))
    expect(countRecords(portal).deal).toBe(before.deal + 24)
    // More than it takes at once, so we have waited by ourselves.
    expect(portal.requests.length).toBeGreaterThan(60)
    expect(turnedAway(portal)).toEqual([])
  })

  test('lets a person convert while background work waits for its turn', { timeout: 120_000 }, async () => {
    const portal = await openLimited()
    const asked = 40
    let answered = 0
    const work = Array.from({ length: asked }, () =>
      asInstaller(background, portal.state.memberId, ({ rest }) =>
        rest.call({ method: 'user.current', params: {} }),
      ).then(() => void (answered += 1)),
    )
    await expect.poll(() => answered, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(20)
    const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    expect((await page.convert(['deal'])).outcome).toBe('done')
    expect(answered).toBeLessThan(asked)
    await Promise.all(work)
    expect(turnedAway(portal)).toEqual([])
  })
})

describe('a page that the portal lets wait before it shows anything', () => {
  test('says so in the person’s language while it waits', async () => {
    const portal = await openPortal()
    const lead = portal.add('lead', { title: 'Roof', assignedById: salesperson })
    expect(await openRaw(portal, salesperson, 'lead', lead.id)).not.toContain('id="waiting"')
    portal.faults.busy(2)
    const html = await openRaw(portal, salesperson, 'lead', lead.id)
    const [before, after] = html.split('<p id="waiting"')
    expect(after).toContain('Bitrix24 ist gerade ausgelastet')
    expect(after).not.toContain('<p id="waiting"')
    expect(before).not.toContain('id="preview"')
    expect(after).toContain('id="preview"')
  })
})
