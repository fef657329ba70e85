import { describe, expect, test } from 'vitest'
import { usualSettings } from '../../server/conversion/settings.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, countRecords, newest, openCard, openPortal, reader, salesperson, useApp } from './door.ts'
import { decide, openMainPage, withPair } from './main-page.ts'

useApp()

const addDeal = (portal: Simulator, assignedById = salesperson) => portal.add('deal', { title: 'Roof', assignedById })

describe('the settings', () => {
  test('are for administrators, to read and to save', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, salesperson)
    for (const answer of [await page.get('/api/settings'), await page.save({ ...usualSettings, oneClick: true }, 0)])
      expect([answer.status, await answer.json()]).toMatchObject([403, { error: { code: 'admin_required' } }])
    expect((await (await openMainPage(portal, administrator)).settings()).version).toBe(0)
  })

  test('are read with everything there is to decide about, for one request', async () => {
    const portal = await openPortal({ unseen: true })
    const export_ = portal.addPipeline('deal', { name: 'Export', stages: [{ code: 'NEW', name: 'Anfrage' }] })
    const page = await openMainPage(portal, administrator)
    portal.requests.length = 0
    const { pairs, starts, cards, typeNames, settings } = await page.settings()
    expect(portal.requests).toHaveLength(1)
    expect(pairs).toEqual([
      { source: 'lead', targets: ['deal', 'contact', 'company'] },
      { source: 'deal', targets: ['quote', 'invoice', 'smart1030'] },
      { source: 'quote', targets: ['deal', 'invoice'] },
      { source: 'smart1030', targets: ['deal'] },
    ])
    expect(starts.deal).toContainEqual({
      pipeline: export_.id,
      name: 'Export',
      stages: [{ code: `C${export_.id}:NEW`, name: 'Anfrage' }],
    })
    expect(starts.quote).toMatchObject([{ pipeline: null, stages: [{ code: 'DRAFT' }, {}, {}, {}, {}] }])
    expect(starts.smart1030?.[0]?.stages.length).toBeGreaterThan(1)
    expect([cards, typeNames, settings]).toEqual([
      ['smart1030'],
      { smart1030: 'Baustelle' },
      { ...usualSettings, smartCards: [] },
    ])
  })

  test('say who saved them last, and are not written over by somebody who looked before', async () => {
    const portal = await openPortal()
    const page = await openMainPage(portal, administrator)
    expect((await page.save({ ...usualSettings, oneClick: true }, 0)).status).toBe(200)
    const late = await page.save(usualSettings, 0)
    expect([late.status, await late.json()]).toMatchObject([409, { error: { code: 'settings_outdated' } }])
    const { settings, version, saved } = await page.settings()
    expect([settings.oneClick, version]).toEqual([true, 1])
    expect(saved).toEqual({ by: { id: administrator, name: expect.stringMatching(/\w+ \w+/) }, at: expect.any(String) })
  })

  test('that make no sense are refused', async () => {
    const page = await openMainPage(await openPortal(), administrator)
    const answer = await page.save({ ...usualSettings, pairs: { 'invoice>cake': {} } } as never, 0)
    expect(answer.status).toBe(400)
  })

  test('of one portal hold for no other', async () => {
    await decide(await openPortal(), { ...usualSettings, oneClick: true })
    expect((await (await openMainPage(await openPortal(), administrator)).settings()).settings.oneClick).toBe(false)
  })
})

describe('a pair that is switched off', () => {
  test('stays visible with its reason, and is refused on the server too', async () => {
    const portal = await openPortal()
    await decide(portal, withPair('deal>invoice', { on: false }))
    const before = countRecords(portal)
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    expect(page.target('invoice').refusal).toEqual({ code: 'switched_off' })
    expect(page.target('quote').refusal).toBeNull()
    expect((await page.refuse(['invoice'])).code).toBe('target_not_offered')
    expect(countRecords(portal).invoice).toBe(before.invoice)
    expect((await page.convert(['quote'])).outcome).toBe('done')
  })

  test('is refused although the page was opened before', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    const before = countRecords(portal)
    await decide(portal, withPair('deal>invoice', { on: false }))
    const refusal = await page.refuse(['invoice'])
    expect(refusal).toMatchObject({ code: 'plan_outdated' })
    expect(countRecords(portal)).toEqual(before)
  })
})

describe('who is in charge of what is created', () => {
  test('is whoever converts, where the administrator wants that', async () => {
    const portal = await openPortal()
    await decide(portal, withPair('deal>quote', { responsible: { rule: 'converter' } }))
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal, administrator).id)
    expect(page.target('quote').responsible?.id).toBe(salesperson)
    expect(page.target('invoice').responsible?.id).toBe(administrator)
    await page.convert(['quote'])
    expect(newest(portal, 'quote').values.assignedById).toBe(salesperson)
  })

  test('is one person for all, unless somebody is chosen', async () => {
    const portal = await openPortal()
    await decide(portal, withPair('deal>quote', { responsible: { rule: 'person', id: reader } }))
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    expect(page.target('quote').responsible?.id).toBe(reader)
    await page.convert(['quote'])
    expect(newest(portal, 'quote').values.assignedById).toBe(reader)
    const again = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    await again.convert(['quote'], { responsibleId: administrator })
    expect(newest(portal, 'quote').values.assignedById).toBe(administrator)
  })

  test('falls back to the source’s person when that one has left, and says so', async () => {
    const portal = await openPortal()
    await decide(portal, withPair('deal>quote', { responsible: { rule: 'person', id: reader } }))
    portal.state.users.get(reader)!.active = false
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    expect(page.target('quote').notices).toEqual([{ code: 'responsible_gone' }])
    await page.convert(['quote'])
    expect(newest(portal, 'quote').values.assignedById).toBe(salesperson)
  })
})
