import { eq, getTableColumns, is, sql } from 'drizzle-orm'
import { PgTable, type PgColumn } from 'drizzle-orm/pg-core'
import { http, HttpResponse } from 'msw'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { followRemovals } from '../../server/housekeeping.ts'
import { openLog } from '../../server/log.ts'
import type { Services } from '../../server/services.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import * as schema from '../../server/storage/schema.ts'
import { installedBy } from '../install-lines.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  api,
  askToInstall,
  installOn,
  network,
  openFrame,
  openOtherProcess,
  openPortal,
  publicUrl,
  request,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

const { conversions, installerTokens, portals } = schema

const deal = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
const appOf = (portal: Simulator) => [...portal.state.apps.values()][0]!

/** Another process of the app, which keeps house when a test says so. */
let services: Services
const logged: string[] = []
beforeAll(async () => {
  const log = new PassThrough()
  log.on('data', (chunk: Buffer) => logged.push(chunk.toString()))
  services = await openOtherProcess({}, openLog('info', log))
})
afterAll(() => services.database.close())

/** Who is let in after a removal is another question: what is kept, the database knows. */
const isKept = async (requestId: string): Promise<boolean> =>
  (await theDatabase().orm.$count(conversions, eq(conversions.requestId, requestId))) === 1

/** The portal that converted something, so that there is something to forget. */
async function portalWithAConversion(name: string) {
  const portal = openPortal(name)
  await installOn(portal)
  const page = await openFrame(portal, { userId: 2, ...deal })
  const { fingerprint } = (await api('/api/preview', page, {})).body as { fingerprint: string }
  const requestId = crypto.randomUUID()
  await api('/api/convert', page, { requestId, fingerprint, targets: ['invoice'] })
  return { portal, page, isKept: () => isKept(requestId) }
}
const removal = (portal: Simulator, changes: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    event: 'ONAPPUNINSTALL',
    'data[CLEAN]': '1',
    'auth[member_id]': portal.state.memberId,
    'auth[application_token]': appOf(portal).applicationToken,
    ...changes,
  })
const send = (body: URLSearchParams): Promise<Response> => request('/events', { method: 'POST', body })
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
const rowOf = async ({ state }: Simulator) =>
  (await theDatabase().orm.select().from(portals).where(eq(portals.memberId, state.memberId)))[0]
const remembered = (portal: Simulator): Promise<void> =>
  vi.waitFor(async () => expect((await rowOf(portal))?.removalLookAt).toBeInstanceOf(Date), 20_000)

/** A minute passes, after which somebody looks again into what is remembered. */
async function aMinuteLater({ state }: Simulator): Promise<void> {
  const past = new Date(Date.now() - 1000)
  await theDatabase().orm.update(portals).set({ removalLookAt: past }).where(eq(portals.memberId, state.memberId))
  await followRemovals(services)
}

const days = 24 * 3600
/** Time passes, after which somebody looks into what is due. */
async function passing({ state }: Simulator, seconds: number): Promise<void> {
  const ofPortal = eq(portals.memberId, state.memberId)
  const earlier = (moment: PgColumn) => sql`${moment} - make_interval(secs => ${seconds})`
  const { removalLookAt, removalHeardAt } = portals
  await theDatabase()
    .orm.update(portals)
    .set({ removalLookAt: earlier(removalLookAt), removalHeardAt: earlier(removalHeardAt) })
    .where(ofPortal)
  await followRemovals(services)
}

/** The app is removed, and the portal's event about it never arrives. */
function removeSilently(portal: Simulator): void {
  appOf(portal).eventHandlers = []
  portal.uninstallApp()
}

/** The tokens the app keeps have ended; their refresh token goes on. */
async function anHourPasses(portal: Simulator): Promise<void> {
  portal.faults.expireTokens()
  const { memberId } = portal.state
  await theDatabase()
    .orm.update(installerTokens)
    .set({ expiresAt: new Date() })
    .where(eq(installerTokens.memberId, memberId))
}

/** Only an administrator who opens the app would bring other tokens. */
async function accessIsLost({ state }: Simulator): Promise<void> {
  await theDatabase()
    .orm.update(installerTokens)
    .set({ lostAt: new Date() })
    .where(eq(installerTokens.memberId, state.memberId))
}

/** Every table that keeps something of portals, and how much of this one. */
async function keptOf({ state }: Simulator): Promise<Record<string, number>> {
  const counted = Object.entries<unknown>(schema).flatMap(([name, table]) => {
    const column = is(table, PgTable) ? getTableColumns(table).memberId : undefined
    return column ? [[name, table as PgTable, column] as const] : []
  })
  const rows = counted.map(async ([name, table, column]) => [
    name,
    await theDatabase().orm.$count(table, eq(column, state.memberId)),
  ])
  return Object.fromEntries(await Promise.all(rows)) as Record<string, number>
}

describe('when the app is removed from a portal', () => {
  it('nothing of it is left in any table, whatever tables there are', async () => {
    const { portal } = await portalWithAConversion('any-table')
    const { orm } = theDatabase()
    const { memberId } = portal.state
    const at = new Date()
    const pair = { memberId, sourceType: 'deal', targetType: 'invoice', version: 1 } as const
    await orm.insert(schema.settings).values({ memberId, version: 1, content: usualSettings, savedBy: 1, savedAt: at })
    await orm.insert(schema.mappings).values({ ...pair, exceptions: [], savedBy: 1, savedAt: at })
    await orm.insert(schema.mappingChecks).values({ ...pair, problems: [], checkedAt: at })
    await orm.insert(schema.timelineEntries).values({ memberId, recordType: 'deal', recordId: 1, at })
    await orm.insert(schema.journalSizes).values({ memberId, bytes: 1, measuredAt: at })
    await vi.waitFor(async () => expect(Object.values(await keptOf(portal))).not.toContain(0), 20_000)
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(
      async () => expect(Object.values(await keptOf(portal)).every((count) => count === 0)).toBe(true),
      20_000,
    )
  })

  it('its data is deleted when the administrator wants that', async () => {
    const { portal, isKept } = await portalWithAConversion('clean')
    expect(await isKept()).toBe(true)
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await isKept()).toBe(false), 20_000)
  })

  it.each([
    ['deletes', true, expect.toBeOneOf(['token_expired', 'portal_access_lost'])],
    ['keeps', false, 'unknown_portal'],
  ])('a page that is still open writes nothing down where the removal %s data', async (_, clean, code) => {
    const { portal, page } = await portalWithAConversion(`open-page-${clean}`)
    const { fingerprint } = (await api('/api/preview', page, {})).body as { fingerprint: string }
    portal.uninstallApp({ clean })
    await portal.eventsDelivered()
    const { memberId } = portal.state
    const known = () => openRegistration(theDatabase().orm, memberId).find()
    await vi.waitFor(async () => expect((await known())?.status).toBe(clean ? undefined : 'removed'), 20_000)
    portal.requests.length = 0
    const requestId = crypto.randomUUID()
    const answer = await api('/api/convert', page, { requestId, fingerprint, targets: ['quote'] })
    expect(answer.body).toMatchObject({ error: { code } })
    expect((await theDatabase().orm.select().from(conversions)).map((row) => row.requestId)).not.toContain(requestId)
    // What the page had read is in memory only as long as nobody asked for its deletion; then the portal is asked again.
    expect(portal.requests).toHaveLength(clean ? 1 : 0)
  })

  it('its data waits for a return otherwise', async () => {
    const { portal, isKept } = await portalWithAConversion('keep')
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()
    await settle()
    expect(await isKept()).toBe(true)
  })

  it.each([
    ['another application token', { 'auth[application_token]': '0'.repeat(32) }],
    ['an empty application token', { 'auth[application_token]': '' }],
    ['the token as a list', { 'auth[application_token]': '', 'auth[application_token][]': 'x' }],
    ['an unknown portal', { 'auth[member_id]': 'f'.repeat(32) }],
    ['another event', { event: 'ONCRMDEALADD' }],
  ])('a forged event with %s is answered like any other and changes nothing', async (name, changes) => {
    const { portal, isKept } = await portalWithAConversion(`forged-${name.replaceAll(' ', '-')}`)
    expect((await send(removal(portal, changes))).status).toBe(200)
    await settle()
    expect(await isKept()).toBe(true)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalLookAt: null })
  })

  it('an event that comes a second time changes nothing', async () => {
    const { portal, isKept } = await portalWithAConversion('genuine')
    const event = removal(portal)
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await isKept()).toBe(false), 20_000)
    expect((await send(event)).status).toBe(200)
    await settle()
    expect(await rowOf(portal)).toBeUndefined()
  })

  it('its data goes although the tokens that are kept had ended before', async () => {
    const { portal, isKept } = await portalWithAConversion('expired')
    await anHourPasses(portal)
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    const rows = () =>
      theDatabase().orm.select().from(conversions).where(eq(conversions.memberId, portal.state.memberId))
    await vi.waitFor(async () => expect(await rows()).toEqual([]), 20_000)
    expect(await rowOf(portal)).toBeUndefined()
    expect(await isKept()).toBe(false)
  })

  it('a wish for deletion that comes afterwards is carried out a week later', async () => {
    const { portal, isKept } = await portalWithAConversion('wish')
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect((await rowOf(portal))?.status).toBe('removed'), 20_000)
    await send(removal(portal))
    await remembered(portal)
    await passing(portal, 6 * days)
    expect(await isKept()).toBe(true)
    await passing(portal, 1 * days)
    expect(await isKept()).toBe(false)
    expect(await rowOf(portal)).toBeUndefined()
  })

  it('such a wish is forgotten when the app comes back before', async () => {
    const { portal, isKept } = await portalWithAConversion('wish-and-return')
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect((await rowOf(portal))?.status).toBe('removed'), 20_000)
    await send(removal(portal))
    await remembered(portal)
    Object.assign(appOf(portal), { active: true })
    await installOn(portal)
    await passing(portal, 30 * days)
    expect(await isKept()).toBe(true)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalLookAt: null })
  })

  it('a portal whose form sends no application token brings it with its event', async () => {
    const portal = openPortal('older')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` }, { APPLICATION_TOKEN: null })
    await installedBy(await askToInstall(page))
    portal.finishInstall(1)
    await portal.eventsDelivered()
    const frame = await openFrame(portal, { userId: 2, ...deal })
    const { fingerprint } = (await api('/api/preview', frame, {})).body as { fingerprint: string }
    const requestId = crypto.randomUUID()
    await api('/api/convert', frame, { requestId, fingerprint, targets: ['invoice'] })
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await isKept(requestId)).toBe(false), 20_000)
  })

  it('nobody but an administrator can plant an application token', async () => {
    const { portal, isKept } = await portalWithAConversion('planted')
    const planted = '1'.repeat(32)
    const installed = new URLSearchParams({
      event: 'ONAPPINSTALL',
      'auth[member_id]': portal.state.memberId,
      'auth[application_token]': planted,
      'auth[access_token]': portal.tokens(2).accessToken,
    })
    expect((await send(installed)).status).toBe(200)
    await settle()
    await send(removal(portal, { 'auth[application_token]': planted }))
    await settle()
    expect(await isKept()).toBe(true)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalLookAt: null })
  })
})

describe('an event of a removal, with everything in it that a person of the portal can know,', () => {
  it('deletes nothing as long as the access of the installing administrator works, and is told to operators', async () => {
    const { portal, isKept } = await portalWithAConversion('insider')
    for (let i = 0; i < 3; i++) expect((await send(removal(portal))).status).toBe(200)
    await remembered(portal)
    await aMinuteLater(portal)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalClean: null, removalLookAt: null })
    expect(await isKept()).toBe(true)
    const told = logged.filter((line) => line.includes('did not take place')).map((line) => JSON.parse(line) as object)
    expect(told).toMatchObject([{ memberId: portal.state.memberId }])
  })

  it('costs the portal one question, however often it is sent', async () => {
    const { portal } = await portalWithAConversion('flood')
    portal.requests.length = 0
    for (let i = 0; i < 5; i++) await send(removal(portal))
    await remembered(portal)
    await settle()
    expect(portal.requests.map(({ method }) => method)).toEqual(['app.info'])
  })

  it('counts only a week later where no access is kept that could end, so that nobody deletes by it what is in use', async () => {
    const { portal, isKept } = await portalWithAConversion('accessless')
    await accessIsLost(portal)
    for (let i = 0; i < 3; i++) await send(removal(portal))
    await remembered(portal)
    await passing(portal, 6 * days)
    expect(await isKept()).toBe(true)
    await passing(portal, 1 * days)
    expect(await isKept()).toBe(false)
  })

  it.each([
    ['an employee', 2],
    ['an administrator', 1],
  ])('does not count at all there when %s has opened the app since', async (_, userId) => {
    const { portal, isKept } = await portalWithAConversion(`denied-${userId}`)
    await accessIsLost(portal)
    await send(removal(portal))
    await remembered(portal)
    await passing(portal, 1 * days)
    await openFrame(portal, { userId, ...deal })
    await vi.waitFor(async () => expect((await rowOf(portal))?.removalLookAt).toBeNull(), 20_000)
    await passing(portal, 30 * days)
    expect(await isKept()).toBe(true)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed' })
  })

  it('deletes nothing either where that access has died unnoticed, with the account of whoever installed, say', async () => {
    const { portal, isKept } = await portalWithAConversion('unnoticed')
    portal.state.refreshes.clear()
    await anHourPasses(portal)
    await send(removal(portal))
    await remembered(portal)
    await aMinuteLater(portal)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalLookAt: expect.any(Date) })
    await passing(portal, 1 * days)
    await openFrame(portal, { userId: 2, ...deal })
    await vi.waitFor(async () => expect((await rowOf(portal))?.removalLookAt).toBeNull(), 20_000)
    await passing(portal, 30 * days)
    expect(await isKept()).toBe(true)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed' })
  })

  it('is not denied by a page opened in the very moment in which a portal sends it', async () => {
    const { portal } = await portalWithAConversion('last-moment')
    await accessIsLost(portal)
    await send(removal(portal))
    await remembered(portal)
    portal.requests.length = 0
    await openFrame(portal, { userId: 2, ...deal })
    await vi.waitFor(() => expect(portal.requests.map(({ method }) => method)).toContain('user.admin'), 20_000)
    await settle()
    expect((await rowOf(portal))?.removalLookAt).toBeInstanceOf(Date)
    removeSilently(portal)
    await passing(portal, 7 * days)
    expect(await rowOf(portal)).toBeUndefined()
  })

  it('does not speak of an installation after it was sent, but of one within minutes, as clocks differ', async () => {
    const { portal, isKept } = await portalWithAConversion('late')
    await accessIsLost(portal)
    const secondsAgo = (seconds: number): string => String(Math.floor(Date.now() / 1000) - seconds)
    await send(removal(portal, { ts: secondsAgo(3600) }))
    await settle()
    expect(await rowOf(portal)).toMatchObject({ removalLookAt: null })
    await send(removal(portal, { ts: secondsAgo(120) }))
    await remembered(portal)
    await passing(portal, 7 * days)
    expect(await isKept()).toBe(false)
  })
})

describe('an event of a removal that comes before the access ends', () => {
  it('counts once it has ended', async () => {
    const { portal, isKept } = await portalWithAConversion('early')
    await send(removal(portal))
    await remembered(portal)
    removeSilently(portal)
    expect(await isKept()).toBe(true)
    await aMinuteLater(portal)
    await vi.waitFor(async () => expect(await isKept()).toBe(false), 20_000)
    expect(await rowOf(portal)).toBeUndefined()
  })

  it('asks for what the last event asked for', async () => {
    const { portal, isKept } = await portalWithAConversion('changed-mind')
    await send(removal(portal))
    await remembered(portal)
    await send(removal(portal, { 'data[CLEAN]': '0' }))
    await vi.waitFor(async () => expect((await rowOf(portal))?.removalClean).toBe(false), 20_000)
    removeSilently(portal)
    await aMinuteLater(portal)
    await vi.waitFor(async () => expect((await rowOf(portal))?.status).toBe('removed'), 20_000)
    expect(await isKept()).toBe(true)
  })

  it('is looked into again as long as nobody can tell', async () => {
    const { portal, isKept } = await portalWithAConversion('unreachable')
    await anHourPasses(portal)
    network.use(
      http.all('https://unreachable.bitrix24.test/*', () => HttpResponse.error()),
      http.all('https://oauth.bitrix.info/*', () => HttpResponse.error()),
    )
    await send(removal(portal))
    await remembered(portal)
    await aMinuteLater(portal)
    expect((await rowOf(portal))?.removalLookAt?.getTime()).toBeGreaterThan(Date.now() + 60_000)
    network.use(...portal.handlers())
    removeSilently(portal)
    await aMinuteLater(portal)
    await vi.waitFor(async () => expect((await rowOf(portal)) ?? null).toBeNull(), 20_000)
    expect(await isKept()).toBe(false)
  })

  it('is no longer of interest once the app is installed again', async () => {
    const { portal, isKept } = await portalWithAConversion('returned')
    await send(removal(portal))
    await remembered(portal)
    await installOn(portal)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed', removalClean: null, removalLookAt: null })
    await accessIsLost(portal)
    await followRemovals(services)
    expect(await isKept()).toBe(true)
  })

  it('deletes nothing of an installation that came while somebody looked', async () => {
    const { portal } = await portalWithAConversion('overtaken')
    const { memberId } = portal.state
    const registration = openRegistration(theDatabase().orm, memberId)
    const [first, later] = [(await registration.rememberRemoval(true))!, await registration.rememberRemoval(true)]
    expect(later).toBeNull()
    await installOn(portal)
    await registration.forget(first)
    await registration.markRemoved(first)
    expect(await rowOf(portal)).toMatchObject({ status: 'installed' })
    expect(await theDatabase().orm.select().from(conversions).where(eq(conversions.memberId, memberId))).toHaveLength(1)
  })
})
