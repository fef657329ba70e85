import { http, HttpResponse } from 'msw'
import { describe, expect, it, vi } from 'vitest'
import manifest from '../../manifest/app.json' with { type: 'json' }
import { isApplicationToken } from '../../server/bitrix/application-token.ts'
import type { InstallAnswer, InstallLine, SetupItem } from '../../server/contract.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import { installedBy, linesIn } from '../install-lines.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  api,
  askToInstall,
  installOn,
  network,
  openFrame,
  openPortal,
  publicUrl,
  request,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

const complete = {
  complete: true,
  steps: ['scopes', 'methods', 'placements', 'events', 'portal'].map((name) => ({
    name,
    state: 'done',
    missing: [],
    leftover: [],
    mendable: false,
  })),
  notices: [],
}
/** The lines something is wrong with, by the names the portal has for it and its own words. */
const wrong = ({ steps }: InstallAnswer) =>
  steps
    .filter(({ state }) => state === 'failed')
    .map(({ name, missing, leftover, mendable }) => {
      const told = (items: SetupItem[]) => items.map(({ code, refusal }) => (refusal ? `${code}: ${refusal}` : code))
      return [name, told(missing), told(leftover), mendable]
    })
const appOf = (portal: Simulator) => [...portal.state.apps.values()][0]!
const boundOf = (portal: Simulator) => ({
  placements: appOf(portal)
    .placements.map(({ placement, handler, langAll }) => ({
      placement,
      handler,
      titles: Object.fromEntries(Object.entries(langAll).map(([code, { TITLE }]) => [code, TITLE])),
    }))
    .sort((a, b) => a.placement.localeCompare(b.placement)),
  events: appOf(portal)
    .eventHandlers.map(({ event, handler }) => ({ event, handler }))
    .sort((a, b) => a.event.localeCompare(b.event)),
})
const wanted = {
  placements: manifest.placements
    .map(({ placement, titles }) => ({ placement, handler: `${publicUrl}/app`, titles }))
    .sort((a, b) => a.placement.localeCompare(b.placement)),
  events: manifest.events
    .map((event) => ({ event, handler: `${publicUrl}/events` }))
    .sort((a, b) => a.event.localeCompare(b.event)),
}

describe('the installer', () => {
  it('binds exactly what the manifest says, in two requests', async () => {
    const portal = openPortal('fresh')
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch'])
  })

  it('may run again with the same result, asking once and changing nothing', async () => {
    const portal = openPortal('again')
    await installOn(portal)
    portal.requests.length = 0
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch'])
  })

  it('may run twice at the same moment', async () => {
    const portal = openPortal('twice')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
    const asked = [askToInstall(page), askToInstall(page)]
    for (const answer of await Promise.all(asked)) expect(await installedBy(answer)).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('removes what an older version bound', async () => {
    const portal = openPortal('old')
    const titles = { TITLE: 'Convert', DESCRIPTION: '', GROUP_NAME: '' }
    appOf(portal).placements.push(
      { placement: 'CRM_DEAL_DETAIL_TOOLBAR', handler: 'https://old.example.com/app', langAll: {} },
      { placement: 'CRM_CONTACT_DETAIL_TOOLBAR', handler: `${publicUrl}/app`, langAll: {} },
      { placement: 'CRM_LEAD_DETAIL_TOOLBAR', handler: `${publicUrl}/app`, langAll: { de: titles, en: titles } },
    )
    appOf(portal).eventHandlers.push({
      id: 900,
      event: 'ONAPPINSTALL',
      handler: 'https://old.example.com/events',
      authType: 0,
      addedBy: 1,
    })
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('names what an older version bound and the portal keeps', async () => {
    const portal = openPortal('stubborn')
    const old = { placement: 'CRM_CONTACT_DETAIL_TOOLBAR', handler: `${publicUrl}/app`, langAll: {} }
    appOf(portal).placements.push(old)
    const event = { event: 'ONCRMDEALADD', handler: 'https://old.example.com/events', authType: 0, addedBy: 1 }
    appOf(portal).eventHandlers.push({ id: 900, ...event })
    portal.faults.refuse('placement.unbind', { error: 'ERROR_CORE', description: 'Not now' })
    portal.faults.refuse('event.unbind', { error: 'ERROR_CORE', description: 'Not that' })
    const answer = await installOn(portal)
    expect(answer.complete).toBe(false)
    expect(wrong(answer)).toEqual([
      ['placements', [], ['CRM_CONTACT_DETAIL_TOOLBAR: Not now'], true],
      ['events', [], ['ONCRMDEALADD: Not that'], true],
    ])
    expect(boundOf(portal).placements).toEqual(expect.arrayContaining(wanted.placements))
  })

  it('names what the portal lacks, and binds the rest', async () => {
    const portal = openPortal('lacking')
    appOf(portal).scopes = appOf(portal).scopes.filter((scope) => scope !== 'userfieldconfig')
    portal.faults.refuse('placement.bind', {
      error: 'ERROR_PLACEMENT_MAX_COUNT',
      description: 'Placement max count: 1',
      when: ({ PLACEMENT }) => PLACEMENT === 'CRM_QUOTE_DETAIL_TOOLBAR',
    })
    const answer = await installOn(portal)
    expect(answer.complete).toBe(false)
    expect(wrong(answer)).toEqual([
      ['scopes', ['userfieldconfig'], [], false],
      ['placements', ['CRM_QUOTE_DETAIL_TOOLBAR: Placement max count: 1'], [], true],
    ])
    expect(boundOf(portal).placements.map(({ placement }) => placement)).toEqual([
      'CRM_DEAL_DETAIL_TOOLBAR',
      'CRM_LEAD_DETAIL_TOOLBAR',
      'IMMOBILE_CONTEXT_MENU',
      'REST_APP_URI',
    ])
  })

  it('tells a place the portal does not offer from one it refuses: no further attempt mends that', async () => {
    const portal = openPortal('placeless')
    portal.state.placementsLacking.add('CRM_QUOTE_DETAIL_TOOLBAR')
    expect(wrong(await installOn(portal))).toEqual([['placements', ['CRM_QUOTE_DETAIL_TOOLBAR'], [], false]])
  })

  it('names the methods that an older portal lacks, binds everything all the same, and asks nothing more for it', async () => {
    const portal = openPortal('older-modules')
    portal.state.missingMethods.add('crm.item.productrow.set')
    const answer = await installOn(portal)
    expect(answer.complete).toBe(false)
    expect(wrong(answer)).toEqual([['methods', ['crm.item.productrow.set'], [], false]])
    expect(boundOf(portal)).toEqual(wanted)
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch'])
  })

  it('takes a portal that does not tell about methods to have them', async () => {
    const portal = openPortal('silent-about-methods')
    portal.state.missingMethods.add('method.get')
    expect(await installOn(portal)).toEqual(complete)
  })

  it('misses nothing where a portal has no place for apps in chats', async () => {
    const portal = openPortal('chatless')
    portal.faults.refuse('placement.bind', {
      error: 'ERROR_PLACEMENT_NOT_FOUND',
      description: 'Placement not found',
      when: ({ PLACEMENT }) => PLACEMENT === 'IMMOBILE_CONTEXT_MENU',
    })
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal)).toEqual({
      ...wanted,
      placements: wanted.placements.filter(({ placement }) => placement !== 'IMMOBILE_CONTEXT_MENU'),
    })
  })

  it('binds in chats only where the portal lists that place: elsewhere it does not even try', async () => {
    const portal = openPortal('listless')
    portal.state.placementsLacking.add('IMMOBILE_CONTEXT_MENU')
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal).placements.map(({ placement }) => placement)).not.toContain('IMMOBILE_CONTEXT_MENU')
    const sent = portal.requests.flatMap(({ commands }) => Object.values(commands))
    expect(sent.filter((command) => command.includes('CRM_DEAL_DETAIL_TOOLBAR'))).toHaveLength(1)
    expect(sent.filter((command) => command.includes('IMMOBILE_CONTEXT_MENU'))).toEqual([])
  })

  it('leaves the cards of leads alone where leads are switched off, and says so', async () => {
    const portal = openPortal('simple')
    await installOn(portal)
    portal.state.isSimpleCrm = true
    portal.requests.length = 0
    expect(await installOn(portal)).toEqual({ ...complete, notices: ['leads_switched_off'] })
    expect(boundOf(portal).placements.map(({ placement }) => placement)).toEqual([
      'CRM_DEAL_DETAIL_TOOLBAR',
      'CRM_QUOTE_DETAIL_TOOLBAR',
      'IMMOBILE_CONTEXT_MENU',
      'REST_APP_URI',
    ])
    expect(portal.requests.map(({ method }) => method)).toEqual(['batch', 'batch'])
    portal.state.isSimpleCrm = false
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('keeps the cards of smart processes an administrator has bound, as long as they exist', async () => {
    const portal = openPortal('smart')
    const site = 'CRM_DYNAMIC_1030_DETAIL_TOOLBAR'
    const titles = { TITLE: 'Weiter', DESCRIPTION: '', GROUP_NAME: '' }
    const byHand = { placement: site, handler: `${publicUrl}/app`, langAll: { de: titles } }
    appOf(portal).placements.push(byHand, { ...byHand, placement: 'CRM_DYNAMIC_1998_DETAIL_TOOLBAR' })
    expect(await installOn(portal)).toEqual(complete)
    expect(appOf(portal).placements).toContainEqual(byHand)
    const placements = boundOf(portal).placements.map(({ placement }) => placement)
    expect(placements).toEqual([site, ...wanted.placements.map(({ placement }) => placement)].sort())
    expect(await installOn(portal)).toEqual(complete)
    expect(appOf(portal).placements).toContainEqual(byHand)
  })

  it('lets them follow when the app moves to another address', async () => {
    const portal = openPortal('moved')
    const titles = { TITLE: 'Weiter', DESCRIPTION: '', GROUP_NAME: '' }
    const site = 'CRM_DYNAMIC_1030_DETAIL_TOOLBAR'
    appOf(portal).placements.push({ placement: site, handler: 'https://old.example.com/app', langAll: { de: titles } })
    expect(await installOn(portal)).toEqual(complete)
    expect(boundOf(portal).placements.filter(({ placement }) => placement === site)).toEqual([
      { placement: site, handler: `${publicUrl}/app`, titles: { de: 'Weiter' } },
    ])
  })

  it('is for administrators', async () => {
    const portal = openPortal('staff')
    const page = await openFrame(portal, { userId: 2, url: `${publicUrl}/install` })
    expect(await api('/api/install', page, {})).toMatchObject({
      status: 403,
      body: { error: { code: 'admin_required' } },
    })
    expect(boundOf(portal)).toEqual({ placements: [], events: [] })
  })
})

describe('the steps of the installer', () => {
  const told = (line: InstallLine): unknown => ('step' in line ? [line.step.name, line.step.state] : Object.keys(line))
  const looked = [
    ['scopes', 'done'],
    ['methods', 'done'],
    ['placements', 'running'],
    ['events', 'running'],
  ]

  /** Lines as they arrive; `until` settles with as many of them as were asked for, long before the end. */
  function reading(answer: Response) {
    const lines: InstallLine[] = []
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    return async (count: number): Promise<unknown[]> => {
      while (lines.length < count) {
        const { done, value = '' } = await reader.read()
        if (done) break
        lines.push(...linesIn(value))
      }
      return lines.map(told)
    }
  }

  it('are told while they happen, also to a browser that takes compressed answers', async () => {
    const portal = openPortal('told')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
    portal.faults.pause('placement.bind', 'before')
    const answer = await askToInstall(page)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    const until = reading(answer)
    expect(await until(4)).toEqual(looked)
    await vi.waitFor(() => expect(portal.faults.held()).toHaveLength(1), 20_000)
    expect(boundOf(portal).placements).toEqual([])
    portal.faults.release()
    expect(await until(9)).toEqual([
      ...looked,
      ['placements', 'done'],
      ['events', 'done'],
      ['portal', 'running'],
      ['portal', 'done'],
      ['answer'],
    ])
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('end with a refusal where the portal gives no answer in between, and the next attempt does the rest', async () => {
    const portal = openPortal('torn')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
    portal.faults.dropAnswer('placement.bind')
    const answer = await askToInstall(page)
    expect(linesIn(await answer.text())).toEqual([
      ...looked.map(([name, state]) => ({ step: expect.objectContaining({ name, state }) })),
      { error: expect.objectContaining({ code: expect.toBeOneOf(['portal_unreachable', 'unexpected_answer']) }) },
    ])
    expect(await openRegistration(theDatabase().orm, portal.state.memberId).find()).toBeNull()
    expect(await installedBy(await askToInstall(page))).toEqual(complete)
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('are done to the end although the window is closed in between', async () => {
    const portal = openPortal('closed')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
    portal.faults.pause('placement.bind', 'before')
    const closing = new AbortController()
    const answer = await askToInstall(page, { signal: closing.signal })
    expect(await reading(answer)(4)).toEqual(looked)
    closing.abort()
    portal.faults.release()
    const registration = openRegistration(theDatabase().orm, portal.state.memberId)
    await vi.waitFor(async () => expect(await registration.find()).toMatchObject({ status: 'installed' }), 20_000)
    expect(boundOf(portal)).toEqual(wanted)
  })
})

describe('an app that is installed without pages, by its event alone', () => {
  const registrationOf = ({ state }: Simulator) => openRegistration(theDatabase().orm, state.memberId).find()
  const tokensOf = async ({ state }: Simulator) =>
    (await theDatabase().orm.select().from(installerTokens)).filter(({ memberId }) => memberId === state.memberId)

  function installedEvent(portal: Simulator, userId: number): URLSearchParams {
    const { accessToken, refreshToken } = portal.tokens(userId)
    return new URLSearchParams({
      event: 'ONAPPINSTALL',
      'auth[member_id]': portal.state.memberId,
      'auth[application_token]': appOf(portal).applicationToken,
      'auth[access_token]': accessToken,
      'auth[refresh_token]': refreshToken,
    })
  }

  it('is bound as the installer would, knows the portal, and keeps the access that came along', async () => {
    const portal = openPortal('api-only', { pages: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await tokensOf(portal)).toHaveLength(1), 20_000)
    expect(boundOf(portal)).toEqual(wanted)
    const { applicationToken } = appOf(portal)
    expect(await registrationOf(portal)).toMatchObject({ status: 'installed', installedBy: 1 })
    expect(isApplicationToken(applicationToken, (await registrationOf(portal))!.applicationTokenHash)).toBe(true)
    const page = await openFrame(portal, {
      userId: 2,
      placement: 'CRM_DEAL_DETAIL_TOOLBAR',
      placementOptions: { ID: '1' },
    })
    const { fingerprint } = (await api('/api/preview', page, {})).body as { fingerprint: string }
    const wish = { requestId: crypto.randomUUID(), fingerprint, targets: ['invoice'] }
    expect(await api('/api/convert', page, wish)).toMatchObject({ status: 200, body: { outcome: 'done' } })
  })

  it('comes back in the same way after it was removed', async () => {
    const portal = openPortal('api-only-again', { pages: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await tokensOf(portal)).toHaveLength(1), 20_000)
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect((await registrationOf(portal))?.status).toBe('removed'), 20_000)
    Object.assign(appOf(portal), { active: true, installed: true })
    await request('/events', { method: 'POST', body: installedEvent(portal, 1) })
    await vi.waitFor(async () => expect(await tokensOf(portal)).toHaveLength(1), 20_000)
    expect(await registrationOf(portal)).toMatchObject({ status: 'installed' })
    expect(boundOf(portal)).toEqual(wanted)
  })

  it('is installed by administrators only', async () => {
    const portal = openPortal('api-only-staff')
    await request('/events', { method: 'POST', body: installedEvent(portal, 2) })
    await vi.waitFor(() => expect(portal.requests.map(({ method }) => method)).toEqual(['batch']), 20_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(boundOf(portal)).toEqual({ placements: [], events: [] })
    expect(await registrationOf(portal)).toBeNull()
  })
})

describe('an event', () => {
  it('is answered before anything is asked of the portal', async () => {
    const portal = openPortal('patient')
    await installOn(portal)
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    const silent = http.all('https://oauth.bitrix.info/*', () => released.then(() => HttpResponse.error()))
    network.use(silent)
    const body = new URLSearchParams({
      event: 'ONAPPINSTALL',
      'auth[member_id]': portal.state.memberId,
      'auth[application_token]': 'x',
      'auth[access_token]': 'a'.repeat(40),
    })
    expect((await request('/events', { method: 'POST', body })).status).toBe(200)
    release()
  })
})
