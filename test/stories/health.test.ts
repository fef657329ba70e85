import { eq } from 'drizzle-orm'
import { http, HttpResponse } from 'msw'
import { describe, expect, test, vi } from 'vitest'
import manifest from '../../manifest/app.json' with { type: 'json' }
import type { OpenedRecord } from '../../server/contract.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import { installedBy } from '../install-lines.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, network, openCard, openPortal, salesperson, theDatabase, useApp } from './door.ts'
import { openMainPage } from './main-page.ts'

useApp()

const tokensOf = async ({ state }: Simulator) => {
  const ofPortal = eq(installerTokens.memberId, state.memberId)
  return (await theDatabase().orm.select().from(installerTokens).where(ofPortal))[0]
}

/** The access token that is kept has ended; whether it can be renewed is another question. */
async function anHourPasses({ state }: Simulator): Promise<void> {
  const ofPortal = eq(installerTokens.memberId, state.memberId)
  await theDatabase().orm.update(installerTokens).set({ expiresAt: new Date() }).where(ofPortal)
}

describe('the health of the app', () => {
  test('is in order right after the installation, for one request', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, administrator)
    portal.requests.length = 0
    const health = await page.health()
    expect(health.checks.map(({ name, state }) => [name, state])).toEqual([
      ['scopes', 'done'],
      ['methods', 'done'],
      ['placements', 'done'],
      ['events', 'done'],
      ['portal', 'done'],
    ])
    expect(health.app).toMatchObject({ version: 1, installed: true })
    expect(health.access).toEqual({ state: 'kept', since: null })
    expect(portal.requests).toHaveLength(1)
  })

  test('is for administrators', async () => {
    const portal = await openPortal()
    const answer = await (await openMainPage(portal, salesperson)).get('/api/health')
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'admin_required' } }])
  })

  test('names what somebody has unbound, and repairing brings it back', async () => {
    const portal = await openPortal()
    const [app] = portal.state.apps.values()
    const placement = app!.placements.shift()
    const handler = app!.eventHandlers.shift()
    const page = await openMainPage(portal, administrator)
    const { checks } = await page.health()
    expect(checks).toMatchObject([
      { name: 'scopes', state: 'done' },
      { name: 'methods', state: 'done' },
      { name: 'placements', state: 'failed', missing: [{ code: placement!.placement }] },
      { name: 'events', state: 'failed', missing: [{ code: handler!.event }] },
      { name: 'portal', state: 'done' },
    ])
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect((await page.health()).checks.every(({ state }) => state === 'done')).toBe(true)
    expect(app!.placements).toHaveLength(manifest.placements.length)
  })

  test('names what an older version left there, and repairing removes it', async () => {
    const portal = await openPortal()
    const [app] = portal.state.apps.values()
    app!.placements.push({ placement: 'CRM_CONTACT_DETAIL_TOOLBAR', handler: 'https://old.example/app', langAll: {} })
    const handler = 'https://old.example/events'
    app!.eventHandlers.push({ id: 900, event: 'ONCRMDEALADD', handler, authType: 0, addedBy: administrator })
    const page = await openMainPage(portal, administrator)
    expect((await page.health()).checks).toMatchObject([
      { name: 'scopes', state: 'done', leftover: [] },
      { name: 'methods', state: 'done', leftover: [] },
      { name: 'placements', state: 'failed', missing: [], leftover: [{ code: 'CRM_CONTACT_DETAIL_TOOLBAR' }] },
      { name: 'events', state: 'failed', missing: [], leftover: [{ code: 'ONCRMDEALADD' }] },
      { name: 'portal', state: 'done', leftover: [] },
    ])
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect((await page.health()).checks.every(({ state }) => state === 'done')).toBe(true)
    expect(app!.eventHandlers.map((one) => one.handler)).not.toContain(handler)
  })

  test('tells since when the access in the background is lost', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, administrator)
    await page.health() // by now the page has found the access in place
    const lostAt = new Date('2026-11-20T10:00:00Z')
    await theDatabase()
      .orm.update(installerTokens)
      .set({ lostAt })
      .where(eq(installerTokens.memberId, portal.state.memberId))
    expect((await page.health()).access).toEqual({ state: 'lost', since: lostAt.toISOString() })
  })

  test('tells that nobody can say how it stands with that access while the auth server is silent', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, administrator)
    await anHourPasses(portal)
    network.use(http.post('https://oauth.bitrix.info/oauth/token/', () => HttpResponse.error()))
    expect((await page.health()).access).toEqual({ state: 'unknown', since: null })
  })

  test('says nothing of what is refused whenever somebody looks at a card, such as names of nobody', async () => {
    const portal = await openPortal()
    const bare = portal.add('lead', { title: 'Bare', assignedById: salesperson })
    const [deal] = portal.state.items.deal.values()
    const [quote] = portal.state.items.quote.values()
    await openCard(portal, salesperson, 'lead', bare.id)
    await openCard(portal, administrator, 'quote', quote!.id)
    const card = await openCard(portal, salesperson, 'deal', deal!.id)
    // What comes last is written down last.
    portal.faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'No.' })
    await card.convert(['invoice'])
    const page = await openMainPage(portal, administrator)
    const codes = async () => (await page.health()).refusals.map((refusal) => refusal.codes)
    await expect.poll(codes, { timeout: 20_000 }).toEqual([['ACCESS_DENIED']])
  })

  test('lists what the portal refused lately, without a value, and of this portal alone', async () => {
    const portal = await openPortal()
    portal.faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'Herr Weber darf das nicht.' })
    const deal = portal.add('deal', { title: 'Zwiebelturm', assignedById: salesperson })
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    const page = await openMainPage(portal, administrator)
    await vi.waitFor(async () => {
      const { refusals } = await page.health()
      expect(refusals).toContainEqual({
        at: expect.any(String),
        method: 'batch',
        commands: expect.arrayContaining(['crm.item.add']),
        status: 200,
        codes: ['ACCESS_DENIED'],
      })
      expect(JSON.stringify(refusals)).not.toMatch(/Weber|Zwiebelturm/)
    }, 20_000)
    const other = await openMainPage(await openPortal(), administrator)
    expect((await other.health()).refusals).toEqual([])
  })
})

describe('repairing', () => {
  test('keeps the access of the administrator who repairs where that of the installer has died, and it can be renewed', async () => {
    const portal = await openPortal()
    portal.state.refreshes.clear()
    await anHourPasses(portal)
    const page = await openMainPage(portal, administrator)
    expect((await page.health()).access.state).toBe('lost')
    portal.requests.length = 0
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect(portal.requests).toHaveLength(1)
    expect((await page.health()).access).toEqual({ state: 'kept', since: null })

    const { version } = (await tokensOf(portal))!
    await anHourPasses(portal)
    expect((await page.health()).access).toEqual({ state: 'kept', since: null })
    expect(await tokensOf(portal)).toMatchObject({ version: version + 1, lostAt: null })
  })

  test('brings back a portal that we take for one that removed the app', async () => {
    const portal = await openPortal()
    await openRegistration(theDatabase().orm, portal.state.memberId).markRemoved()
    const deal = portal.add('deal', { title: 'Zwiebelturm', assignedById: salesperson })
    const card = await openCard(portal, salesperson, 'deal', deal.id)
    expect(await card.refuse(['invoice'])).toMatchObject({ code: 'unknown_portal' })
    const page = await openMainPage(portal, administrator)
    const { checks, access } = await page.health()
    expect(access.state).toBe('none')
    expect(checks.filter(({ state }) => state === 'failed')).toMatchObject([{ name: 'portal', mendable: true }])
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect((await page.health()).access.state).toBe('kept')
    expect((await card.convert(['invoice'])).outcome).toBe('done')
    // The application token came along with the page, so the portal can still ask for the deletion of everything.
    portal.uninstallApp({ clean: true })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await tokensOf(portal)).toBeUndefined(), 20_000)
  })

  test('leaves the access of the installer where it works, whoever repairs', async () => {
    const portal = await openPortal()
    portal.state.users.get(salesperson)!.admin = true
    const before = await tokensOf(portal)
    const page = await openMainPage(portal, salesperson)
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect(await tokensOf(portal)).toEqual(before)
  })

  test('is for administrators: what an employee brings is kept nowhere', async () => {
    const portal = await openPortal()
    portal.state.refreshes.clear()
    await anHourPasses(portal)
    const page = await openMainPage(portal, salesperson)
    expect((await page.post('/api/install')).status).toBe(403)
    expect((await (await openMainPage(portal, administrator)).health()).access.state).toBe('lost')
  })

  test('needs a pair that travels with the page of the app, sealed, and with no record’s page', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, administrator)
    expect(claimsOf(page.session)).toMatchObject({ page: 'home', sealedTokens: expect.any(String) })
    const deal = portal.add('deal', { title: 'Zwiebelturm', assignedById: administrator })
    const opened = (await (await page.post('/api/open', { type: 'deal', id: deal.id })).json()) as OpenedRecord
    const card = await openCard(portal, administrator, 'deal', deal.id)
    const session = 'session' in card.start ? card.start.session : ''
    for (const other of [opened.session, session])
      expect(claimsOf(other)).toMatchObject({ page: 'convert', sealedTokens: null, applicationTokenHash: null })
  })
})

const claimsOf = (session: string): unknown => JSON.parse(Buffer.from(session.split('.')[1]!, 'base64url').toString())
