import { describe, expect, test } from 'vitest'
import type { HistoryEntry, SettingsAnswer, SettingsKept } from '../../server/contract.ts'
import { usualPair } from '../../server/conversion/pair-settings.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { administrator, countRecords, newest, openCard, openFrame, openPortal, salesperson, useApp } from './door.ts'

useApp()

/** A portal whose administrator wants entries with buttons. */
async function portalWithEntries(on = true, off: readonly string[] = []): Promise<Simulator> {
  const portal = await openPortal({ seed: 'empty' })
  await decide(portal, on, off)
  return portal
}

/** The administrator decides about entries, and which pairs are switched off. */
async function decide(portal: Simulator, timeline: boolean, off: readonly string[] = []): Promise<void> {
  const { get, post } = await openFrame(portal, { userId: administrator })
  const { settings, version } = (await (await get('/api/settings')).json()) as SettingsAnswer
  const pairs = Object.fromEntries(off.map((pair) => [pair, { ...usualPair, on: false }]))
  const saved = await post('/api/settings', { settings: { ...settings, timeline, pairs }, version })
  expect(((await saved.json()) as SettingsKept).settings.timeline).toBe(timeline)
}

interface Entry {
  id: number
  buttons: string[]
  text: string
  links: string[]
}

/** The app's entries in a record's timeline, as a card draws them. */
function entriesOf(portal: Simulator, { type, id }: Pick<Item, 'type' | 'id'>): Entry[] {
  const own = [...portal.state.activities.values()].filter(
    ({ bindings: [owner] }) => owner?.type === type && owner.id === id,
  )
  return own.flatMap((activity) => {
    // The shape is the portal's own, checked where it was taken in.
    const layout = activity.configurable?.layout as any // oxlint-disable-line typescript/no-explicit-any
    if (!layout) return []
    const blocks = Object.values(layout.body.blocks) as any[]
    return {
      id: activity.id,
      buttons: Object.values(layout.footer?.buttons ?? {}).map((button: any) => button.title as string),
      text: blocks.find((block) => block.type === 'text').properties.value as string,
      links: blocks.filter((block) => block.type === 'link').map((block) => block.properties.action.uri as string),
    }
  })
}

/** Somebody adds a record, and the portal tells the app. */
async function add(portal: Simulator, type: 'lead' | 'deal' | 'quote', userId = salesperson): Promise<Item> {
  const item = portal.add(type, { title: 'Neues Dach', assignedById: salesperson }, { userId })
  await heard(portal)
  return item
}

/** The app answers first and works afterwards. */
async function heard(portal: Simulator): Promise<void> {
  await portal.eventsDelivered()
  for (let seen = -1; seen !== portal.requests.length; await new Promise((resolve) => setTimeout(resolve, 400)))
    seen = portal.requests.length
}

/** Somebody in the portal, who is handed the application token with every page of the app, sends its events. */
async function forge(portal: Simulator, event: string, data: Record<string, string>): Promise<void> {
  const [app] = portal.state.apps.values()
  const { handler } = app!.eventHandlers.find((bound) => bound.event === event)!
  const auth = { 'auth[member_id]': portal.state.memberId, 'auth[application_token]': app!.applicationToken }
  await fetch(handler, { method: 'POST', body: new URLSearchParams({ event, ...data, ...auth }) })
  await heard(portal)
}

const choiceOf = ({ type, id }: Item): string => `/marketplace/view/app.test/?params[type]=${type}&params[id]=${id}`

describe('where an administrator wants it', () => {
  test.each([
    ['lead', ['Auftrag + Kontakt']],
    ['deal', ['Angebot', 'Rechnung']],
    ['quote', ['Auftrag', 'Rechnung']],
  ] as const)('a new %s gets one finished entry with buttons %j', async (type, buttons) => {
    const portal = await portalWithEntries()
    const item = await add(portal, type)
    const entries = entriesOf(portal, item)
    expect(entries).toMatchObject([{ buttons, links: [choiceOf(item)] }])
    expect(portal.state.activities.get(entries[0]!.id)!.values.COMPLETED).toBe('Y')
  })

  test('a press creates what the button names, with the rights of the person, and the entry links to it', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const [entry] = entriesOf(portal, deal)
    portal.pressTimelineButton(salesperson, entry!.id, 'create1')
    await heard(portal)
    const invoice = newest(portal, 'invoice')
    expect(invoice.values).toMatchObject({ title: 'Neues Dach', parentId2: deal.id, createdBy: salesperson })
    expect(entriesOf(portal, deal)).toMatchObject([
      { text: 'Erstellt:', links: [`/crm/type/31/details/${invoice.id}/`, choiceOf(deal)] },
    ])
  })

  test('each press adds its link, and what needs a decision afterwards takes none away', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const [entry] = entriesOf(portal, deal)
    const press = async (button: string): Promise<void> => {
      portal.pressTimelineButton(salesperson, entry!.id, button)
      await heard(portal)
    }
    await press('create1')
    await press('create0')
    const links = [
      `/crm/type/31/details/${newest(portal, 'invoice').id}/`,
      `/crm/type/7/details/${newest(portal, 'quote').id}/`,
      choiceOf(deal),
    ]
    expect(entriesOf(portal, deal)).toMatchObject([{ text: 'Erstellt:', links }])
    const before = countRecords(portal)
    await press('create1')
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toMatchObject([{ text: expect.stringContaining('zu entscheiden'), links }])
  })

  test('what was undone is linked no more', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const [entry] = entriesOf(portal, deal)
    portal.pressTimelineButton(salesperson, entry!.id, 'create1')
    await heard(portal)
    const { get, post } = await openFrame(portal, { userId: salesperson })
    const { entries } = (await (await get('/api/history')).json()) as { entries: HistoryEntry[] }
    await post(`/api/conversions/${entries[0]!.conversion.requestId}/undo`)
    expect(countRecords(portal).invoice).toBe(0)
    portal.pressTimelineButton(salesperson, entry!.id, 'create0')
    await heard(portal)
    const [{ links }] = entriesOf(portal, deal) as [Entry]
    expect(links).toEqual([`/crm/type/7/details/${newest(portal, 'quote').id}/`, choiceOf(deal)])
  })

  test('what is half done is told as that, with links to what there is', async () => {
    const portal = await portalWithEntries()
    const lead = portal.add('lead', { title: 'Neues Dach', lastName: 'Müller', assignedById: salesperson })
    await heard(portal)
    portal.faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'No.', params: { entityTypeId: 2 } })
    portal.pressTimelineButton(salesperson, entriesOf(portal, lead)[0]!.id, 'create0')
    await heard(portal)
    const contact = newest(portal, 'contact')
    expect(entriesOf(portal, lead)).toMatchObject([
      { text: expect.stringContaining('Nur ein Teil'), links: [`/crm/contact/details/${contact.id}/`, choiceOf(lead)] },
    ])
  })

  test('a press in nobody’s name creates nothing and changes no entry, though everybody can send one', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const [entry] = entriesOf(portal, deal)
    const [app] = portal.state.apps.values()
    const { handler } = app!.eventHandlers.find(({ event }) => event === 'ONCRMTIMELINEITEMACTION')!
    const body = new URLSearchParams({
      event: 'ONCRMTIMELINEITEMACTION',
      'data[id]': 'createFrom',
      'data[entityTypeId]': '2',
      'data[entityId]': String(deal.id),
      'data[activityId]': String(entry!.id),
      'data[targets]': 'invoice',
      'auth[member_id]': portal.state.memberId,
      'auth[application_token]': app!.applicationToken,
      'auth[access_token]': 'of-nobody',
    })
    const before = countRecords(portal)
    await fetch(handler, { method: 'POST', body })
    await heard(portal)
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toEqual([entry])
  })

  test.each([
    ['deal', ['deal>invoice'], ['Angebot']],
    ['deal', ['deal>quote', 'deal>invoice'], []],
    ['lead', ['lead>contact'], []],
  ] as const)('a new %s with %j switched off has buttons %j, and always the choice', async (type, off, buttons) => {
    const portal = await portalWithEntries(true, off)
    const item = await add(portal, type)
    expect(entriesOf(portal, item)).toMatchObject([{ buttons, links: [choiceOf(item)] }])
  })

  test('a button of what was switched off since creates nothing and is gone', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    await decide(portal, true, ['deal>invoice'])
    const before = countRecords(portal)
    portal.pressTimelineButton(salesperson, entriesOf(portal, deal)[0]!.id, 'create1')
    await heard(portal)
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toMatchObject([{ buttons: ['Angebot'], links: [choiceOf(deal)] }])
  })

  test('who may not create is told so in the entry, and nothing is created with anybody else’s rights', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    portal.state.users.get(salesperson)!.rights.invoice.add = 'none'
    const before = countRecords(portal)
    portal.pressTimelineButton(salesperson, entriesOf(portal, deal)[0]!.id, 'create1')
    await heard(portal)
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toMatchObject([
      { text: expect.stringMatching(/^Es wurde nichts erstellt\. .*Rechte/), links: [choiceOf(deal)] },
    ])
  })

  test('a press without the person’s token does nothing at all', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const before = countRecords(portal)
    const entries = entriesOf(portal, deal)
    const { length } = portal.requests
    await forge(portal, 'ONCRMTIMELINEITEMACTION', {
      'data[id]': 'createFrom',
      'data[entityTypeId]': '2',
      'data[entityId]': String(deal.id),
      'data[activityId]': String(entries[0]!.id),
      'data[targets]': 'invoice',
      'data[userId]': String(salesperson),
    })
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toEqual(entries)
    expect(portal.requests).toHaveLength(length)
  })

  test('what needs a decision is not decided by a button', async () => {
    const portal = await portalWithEntries()
    portal.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: 'Dachtyp' })
    const deal = portal.add('deal', { title: 'Neues Dach', UF_CRM_ROOF: 'Walmdach', assignedById: salesperson })
    await heard(portal)
    const before = countRecords(portal)
    portal.pressTimelineButton(salesperson, entriesOf(portal, deal)[0]!.id, 'create1')
    await heard(portal)
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toMatchObject([{ text: expect.stringContaining('zu entscheiden') }])
  })

  test('nothing new is made by a button while something of the record is unfinished', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    portal.setProductRows('deal', deal.id, [{ productName: 'Ziegel', price: 5, quantity: 2 }])
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
    expect((await page.convert(['invoice'])).outcome).toBe('partial')
    portal.faults.clear()
    const before = countRecords(portal)
    portal.pressTimelineButton(salesperson, entriesOf(portal, deal)[0]!.id, 'create0')
    await heard(portal)
    expect(countRecords(portal)).toEqual(before)
    expect(entriesOf(portal, deal)).toMatchObject([{ text: expect.stringContaining('zu entscheiden') }])
    await page.keep((await page.previewAgain()).unfinished[0]!.conversion.requestId)
    portal.pressTimelineButton(salesperson, entriesOf(portal, deal)[0]!.id, 'create0')
    await heard(portal)
    expect(countRecords(portal).quote).toBe(before.quote + 1)
  })
})

describe('somebody in the portal who sends its events', () => {
  test('gets no second entry into a record, however often and closely they are sent', async () => {
    const portal = await portalWithEntries()
    const deal = await add(portal, 'deal')
    const entries = entriesOf(portal, deal)
    expect(entries).toHaveLength(1)
    const event = { 'data[FIELDS][ID]': String(deal.id) }
    await Promise.all([1, 2, 3, 4].map(() => forge(portal, 'ONCRMDEALADD', event)))
    expect(entriesOf(portal, deal)).toEqual(entries)
  })

  test('gets none at all into a record that is not new, or not there', async () => {
    const portal = await portalWithEntries()
    const [app] = portal.state.apps.values()
    const handlers = app!.eventHandlers
    app!.eventHandlers = []
    const deal = portal.add('deal', { title: 'Altes Dach' })
    app!.eventHandlers = handlers
    const stored = portal.state.items.deal.get(deal.id)!
    stored.values.createdTime = '2020-01-01T10:00:00Z'
    for (const id of [deal.id, 987654]) await forge(portal, 'ONCRMDEALADD', { 'data[FIELDS][ID]': String(id) })
    expect(portal.state.activities.size).toBe(0)
  })
})

test('an entry the portal refused comes with the event that is sent again, and the record has one then', async () => {
  const portal = await portalWithEntries()
  portal.faults.refuse('crm.activity.configurable.add', { error: 'ACCESS_DENIED', description: 'No', times: 1 })
  const deal = await add(portal, 'deal')
  expect(entriesOf(portal, deal)).toEqual([])
  for (let i = 0; i < 2; i++) await forge(portal, 'ONCRMDEALADD', { 'data[FIELDS][ID]': String(deal.id) })
  expect(entriesOf(portal, deal)).toHaveLength(1)
})

test('as long as nobody wants them there are no entries, and the portal tells the app of no record', async () => {
  const portal = await portalWithEntries(false)
  portal.requests.length = 0
  const deal = await add(portal, 'deal')
  expect(entriesOf(portal, deal)).toEqual([])
  expect([...portal.state.apps.values()][0]!.eventHandlers.map(({ event }) => event).sort()).toEqual([
    'ONAPPINSTALL',
    'ONAPPUNINSTALL',
    'ONAPPUPDATE',
  ])
})
