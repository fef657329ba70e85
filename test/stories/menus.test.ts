import { describe, expect, test } from 'vitest'
import { usualSettings, type Settings } from '../../server/conversion/settings.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { installedBy } from '../install-lines.ts'
import { administrator, cardForm, openForm, openPortal, salesperson, useApp } from './door.ts'
import { decide, openMainPage, withPair } from './main-page.ts'

useApp()

const perTarget: Settings = { ...usualSettings, menu: 'perTarget' }
const site = 'CRM_DYNAMIC_1030_DETAIL_TOOLBAR'

/** What stands in the menu of a card, in German, and what it opens. */
function menuOf(portal: Simulator, placement: string): [title: string | undefined, path: string][] {
  const [app] = portal.state.apps.values()
  const items = app!.placements.filter((one) => one.placement === placement)
  return items.map(({ langAll, handler }) => [langAll.de?.TITLE, new URL(handler).pathname])
}

describe('one item per target', () => {
  test('stands in the menus as soon as it is decided, with a handler of its own for each', async () => {
    const portal = await openPortal()
    expect(await decide(portal, perTarget)).toMatchObject({ menus: 'bound', refused: [] })
    expect(menuOf(portal, 'CRM_DEAL_DETAIL_TOOLBAR')).toEqual([
      ['Angebot aus diesem Auftrag…', '/app/quote'],
      ['Rechnung aus diesem Auftrag…', '/app/invoice'],
      ['Baustelle aus diesem Auftrag…', '/app/smart1030'],
    ])
    expect(menuOf(portal, 'CRM_LEAD_DETAIL_TOOLBAR')).toEqual([
      ['Auftrag + Kontakt + Unternehmen aus diesem Lead…', '/app/deal-contact-company'],
      ['Auftrag + Kontakt aus diesem Lead…', '/app/deal-contact'],
      ['Auftrag aus diesem Lead…', '/app/deal'],
      ['Kontakt + Unternehmen aus diesem Lead…', '/app/contact-company'],
      ['Erstellen aus…', '/app/other'],
    ])
    const [app] = portal.state.apps.values()
    expect(app!.placements.find(({ handler }) => handler.endsWith('/app/invoice'))!.langAll.en?.TITLE).toBe(
      'Invoice from this deal…',
    )
  })

  test('leaves out what is switched off, and keeps one item that tells why where nothing is left', async () => {
    const portal = await openPortal()
    const off = withPair('deal>invoice', { on: false })
    await decide(portal, { ...off, menu: 'perTarget' })
    expect(menuOf(portal, 'CRM_DEAL_DETAIL_TOOLBAR').map(([, path]) => path)).toEqual(['/app/quote', '/app/smart1030'])
    const { pairs } = withPair('quote>invoice', { on: false })
    await decide(portal, { ...withPair('quote>deal', { on: false }), menu: 'perTarget' })
    await decide(portal, { ...perTarget, pairs: { ...withPair('quote>deal', { on: false }).pairs, ...pairs } })
    expect(menuOf(portal, 'CRM_QUOTE_DETAIL_TOOLBAR')).toEqual([['Erstellen aus…', '/app']])
  })

  test('goes again without a trace, and deciding the same twice changes nothing', async () => {
    const portal = await openPortal()
    const before = structuredClone([...portal.state.apps.values()][0]!.placements)
    await decide(portal, perTarget)
    const during = structuredClone([...portal.state.apps.values()][0]!.placements)
    await decide(portal, { ...perTarget, oneClick: true })
    expect([...portal.state.apps.values()][0]!.placements).toEqual(during)
    await decide(portal, usualSettings)
    expect([...portal.state.apps.values()][0]!.placements.toSorted(byPlace)).toEqual(before.toSorted(byPlace))
  })

  test('is what health compares with, and what installing anew brings back', async () => {
    const portal = await openPortal()
    await decide(portal, perTarget)
    const page = await openMainPage(portal, administrator)
    portal.requests.length = 0
    expect((await page.health()).checks).toMatchObject([{}, {}, { name: 'placements', state: 'done' }, {}, {}])
    expect(portal.requests).toHaveLength(1)
    const [app] = portal.state.apps.values()
    app!.placements = app!.placements.filter(({ handler }) => !handler.endsWith('/invoice'))
    expect((await page.health()).checks[2]).toEqual({
      name: 'placements',
      state: 'failed',
      missing: ['CRM_DEAL_DETAIL_TOOLBAR', 'CRM_QUOTE_DETAIL_TOOLBAR'].map((code) => ({ code, refusal: null })),
      leftover: [],
      mendable: true,
    })
    expect(await installedBy(await page.post('/api/install'))).toMatchObject({ complete: true })
    expect(menuOf(portal, 'CRM_DEAL_DETAIL_TOOLBAR')).toHaveLength(3)
  })

  test('is kept although the portal could not be asked to show it, and the page says so', async () => {
    const portal = await openPortal()
    portal.faults.refuse('placement.bind', { error: 'ERROR_PLACEMENT_MAX_COUNT', description: 'Too many' })
    const { menus, refused, version } = await decide(portal, perTarget)
    expect([menus, version]).toEqual(['refused', 1])
    expect(refused).toMatchObject([{ name: 'placements', state: 'failed' }])
    expect(refused[0]!.missing).toContainEqual({ code: 'CRM_DEAL_DETAIL_TOOLBAR', refusal: 'Too many' })
    expect((await (await openMainPage(portal, administrator)).settings()).settings.menu).toBe('perTarget')
  })

  test('opens the page with what it names, and nothing else by itself', async () => {
    const portal = await openPortal()
    await decide(portal, perTarget)
    const lead = portal.add('lead', { title: 'Roof', assignedById: salesperson })
    const page = await openForm(cardForm(portal, salesperson, 'lead', lead.id, 'deal-company'))
    expect(page.first).toMatchObject({ wish: { targets: ['deal', 'company'], atOnce: null } })
    const other = await openForm(cardForm(portal, salesperson, 'lead', lead.id, 'other'))
    expect(other.first).not.toHaveProperty('wish')
  })
})

describe('the cards of smart processes', () => {
  test('get our item, and lose it again', async () => {
    const portal = await openPortal()
    await decide(portal, { ...usualSettings, smartCards: ['smart1030'] })
    expect(menuOf(portal, site)).toEqual([['Erstellen aus…', '/app']])
    const page = await openMainPage(portal, administrator)
    expect((await page.settings()).settings.smartCards).toEqual(['smart1030'])
    await decide(portal, { ...perTarget, smartCards: ['smart1030'] })
    expect(menuOf(portal, site)).toEqual([['Auftrag aus diesem Datensatz…', '/app/deal']])
    await decide(portal, { ...usualSettings, smartCards: [] })
    expect(menuOf(portal, site)).toEqual([])
  })

  test('that somebody has bound by hand count as chosen until somebody decides', async () => {
    const portal = await openPortal()
    const [app] = portal.state.apps.values()
    const titles = { TITLE: 'Weiter', DESCRIPTION: '', GROUP_NAME: '' }
    app!.placements.push({ placement: site, handler: app!.placements[0]!.handler, langAll: { de: titles } })
    const page = await openMainPage(portal, administrator)
    const { settings } = await page.settings()
    expect(settings.smartCards).toEqual(['smart1030'])
    await decide(portal, settings)
    expect(menuOf(portal, site)).toEqual([['Erstellen aus…', '/app']])
  })
})

const byPlace = (a: { placement: string }, b: { placement: string }): number => a.placement.localeCompare(b.placement)
