import { expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues, Item } from '../simulator/state.ts'
import { letTimePass, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

/** Calls the portal as its administrator, as somebody would fill a card. */
async function ask(portal: Simulator, method: string, params: object): Promise<number> {
  const answer = await fetch(`${portal.webhook(1)}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  const body = (await answer.json()) as { result?: number; error?: string }
  if (body.error !== undefined) throw new Error(`${method}: ${JSON.stringify(body)}`)
  portal.requests.length = 0
  return body.result!
}

async function addDetails(portal: Simulator, owner: Item, name: string): Promise<{ requisite: number; bank: number }> {
  const requisite = await ask(portal, 'crm.requisite.add', {
    fields: { ENTITY_TYPE_ID: 4, ENTITY_ID: owner.id, PRESET_ID: 1, NAME: name },
  })
  const bank = await ask(portal, 'crm.requisite.bankdetail.add', {
    fields: { ENTITY_ID: requisite, NAME: `Bank of ${name}`, RQ_IBAN: 'DE02120300000000202051' },
  })
  return { requisite, bank }
}

/** A deal or quote billed to a client's details and from the second own company. */
async function addBilled(portal: Simulator, type: 'deal' | 'quote') {
  const client = portal.add('company', { title: 'Müller GmbH' })
  const own = portal.add('company', { title: 'Second own company', isMyCompany: 'Y' })
  const theirs = await addDetails(portal, client, 'Müller invoices')
  const ours = await addDetails(portal, own, 'Our second')
  const mine: FieldValues = type === 'quote' ? { mycompanyId: own.id } : {}
  const source = portal.add(type, { title: 'Roof', companyId: client.id, assignedById: salesperson, ...mine })
  await ask(portal, 'crm.requisite.link.register', {
    fields: {
      ENTITY_TYPE_ID: type === 'deal' ? 2 : 7,
      ENTITY_ID: source.id,
      REQUISITE_ID: theirs.requisite,
      BANK_DETAIL_ID: theirs.bank,
      MC_REQUISITE_ID: ours.requisite,
      MC_BANK_DETAIL_ID: ours.bank,
    },
  })
  return { source, own, theirs, ours }
}

const linkOf = (portal: Simulator, entityTypeId: number, id: number) =>
  portal.state.requisiteLinks.find(
    (link) => link.ENTITY_TYPE_ID === String(entityTypeId) && link.ENTITY_ID === String(id),
  )

test.each([
  ['deal', 'invoice', 31],
  ['deal', 'quote', 7],
  ['quote', 'invoice', 31],
  ['quote', 'deal', 2],
] as const)(
  'legal details and bank account of a %s go on to its %s, and are shown before',
  async (from, to, typeId) => {
    const portal = await openPortal()
    const { source, own, theirs, ours } = await addBilled(portal, from)
    const page = await openCard(portal, salesperson, from, source.id)
    expect(page.target(to).legal).toEqual([
      { what: 'requisiteId', text: 'Müller invoices' },
      { what: 'bankDetailId', text: 'Bank of Müller invoices · DE02120300000000202051' },
      { what: 'ownRequisiteId', text: 'Our second' },
      { what: 'ownBankDetailId', text: 'Bank of Our second · DE02120300000000202051' },
    ])
    const conversion = await page.convert([to])
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    expect(conversion.steps).toContainEqual({ name: 'details', target: to, state: 'done', refusal: null })
    const made = newest(portal, to)
    expect(linkOf(portal, typeId, made.id)).toMatchObject({
      REQUISITE_ID: String(theirs.requisite),
      BANK_DETAIL_ID: String(theirs.bank),
      MC_REQUISITE_ID: String(ours.requisite),
      MC_BANK_DETAIL_ID: String(ours.bank),
    })
    if (to !== 'deal') expect(made.values.mycompanyId).toBe(own.id)
    expect(portal.requests).toHaveLength(3)
  },
)

test('a record billed by the portal’s defaults keeps to them: nothing is shown, and no foreign details are taken', async () => {
  const portal = await openPortal()
  await addBilled(portal, 'deal')
  const deal = portal.add('deal', { title: 'Plain', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(page.target('invoice').legal).toEqual([])
  await page.convert(['invoice'])
  expect(linkOf(portal, 31, newest(portal, 'invoice').id)).toBeUndefined()
})

test('details the portal refuses are told, and the record is complete but for them', async () => {
  const portal = await openPortal()
  const { source } = await addBilled(portal, 'deal')
  portal.faults.refuse('crm.requisite.link.register', { error: '', description: 'Not assigned' })
  const conversion = await (await openCard(portal, salesperson, 'deal', source.id)).convert(['invoice'])
  expect(conversion.outcome).toBe('done')
  expect(conversion.steps).toContainEqual(expect.objectContaining({ name: 'details', state: 'failed' }))
})

test('details that somebody chose meanwhile stay where ours had no time to arrive, and that is told', async () => {
  const portal = await openPortal()
  const { source } = await addBilled(portal, 'deal')
  const client = portal.state.items.company.get(Number(source.values.companyId))!
  const page = await openCard(portal, salesperson, 'deal', source.id)
  const later = { error: 'OPERATION_TIME_LIMIT', description: 'Later.', status: 503, times: 1 }
  portal.faults.refuse('crm.requisite.link.register', later)
  const { requestId } = await page.convert(['invoice'])
  const invoice = newest(portal, 'invoice')
  const branch = await addDetails(portal, client, 'Müller’s branch')
  const theirs = {
    REQUISITE_ID: branch.requisite,
    BANK_DETAIL_ID: branch.bank,
    MC_REQUISITE_ID: 0,
    MC_BANK_DETAIL_ID: 0,
  }
  await ask(portal, 'crm.requisite.link.register', {
    fields: { ENTITY_TYPE_ID: 31, ENTITY_ID: invoice.id, ...theirs },
  })
  invoice.values.updatedTime = new Date(Date.now() + 60_000).toISOString()
  const ended = await page.resume(requestId)
  expect(ended).toMatchObject({ outcome: 'done', differences: [] })
  expect(ended.steps).toContainEqual({
    name: 'details',
    target: 'invoice',
    state: 'leftAlone',
    refusal: { code: 'RECORD_CHANGED', message: 'Roof', method: '' },
  })
  expect(linkOf(portal, 31, invoice.id)).toMatchObject({
    REQUISITE_ID: String(branch.requisite),
    BANK_DETAIL_ID: String(branch.bank),
  })
  expect(await page.resume(requestId)).toEqual(ended)
})

async function addLeadWithAddress(portal: Simulator): Promise<Item> {
  const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
  const place = { ENTITY_TYPE_ID: 1, ENTITY_ID: lead.id }
  const street = { ADDRESS_1: 'Hafenstraße 12', POSTAL_CODE: '20457', CITY: 'Hamburg', COUNTRY: 'Deutschland' }
  await ask(portal, 'crm.address.add', { fields: { ...place, TYPE_ID: 1, ...street } })
  await ask(portal, 'crm.address.add', { fields: { ...place, TYPE_ID: 11, ADDRESS_1: 'Tor 3 $result[item]' } })
  return lead
}

/** The addresses of a client, which hang on its legal details. */
function addressesOf(portal: Simulator, entityTypeId: number, owner: Item) {
  const details = [...portal.state.requisites.values()].filter(
    (one) => one.ENTITY_TYPE_ID === String(entityTypeId) && one.ENTITY_ID === String(owner.id),
  )
  const addresses = portal.state.addresses.filter(
    (one) => one.ENTITY_TYPE_ID === '8' && details.some(({ ID }) => ID === one.ENTITY_ID),
  )
  return { details, addresses }
}

test.each([
  [['deal', 'contact', 'company'], 'company', 4, 'Unternehmen'],
  [['deal', 'contact'], 'contact', 3, 'Person'],
] as const)(
  'the address of a lead becomes legal details of the new client: %j',
  async (targets, taker, typeId, preset) => {
    const portal = await openPortal()
    const before = portal.state.requisites.size
    const lead = await addLeadWithAddress(portal)
    const page = await openCard(portal, salesperson, 'lead', lead.id)
    expect(page.preview.source.address).toMatchObject({
      lines: ['Hafenstraße 12, 20457 Hamburg, Deutschland', 'Tor 3 $result[item]'],
      takers: ['company', 'contact'],
    })
    const conversion = await page.convert([...targets])
    expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
    expect(conversion.steps).toContainEqual({ name: 'address', target: taker, state: 'done', refusal: null })
    const { details, addresses } = addressesOf(portal, typeId, newest(portal, taker))
    expect(details).toHaveLength(1)
    expect(details[0]).toMatchObject({ NAME: preset })
    expect(addresses.map(({ ADDRESS_1 }) => ADDRESS_1)).toEqual(['Hafenstraße 12', 'Tor 3 $result[item]'])
    expect(portal.state.requisites.size).toBe(before + 1)
  },
)

test('without a new client the address stays with the lead', async () => {
  const portal = await openPortal()
  const before = portal.state.requisites.size
  const lead = await addLeadWithAddress(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  expect(page.preview.source.address?.reason).toEqual({ code: 'address_needs_new_client' })
  const conversion = await page.convert(['deal'])
  expect(conversion.steps.map(({ name }) => name)).not.toContain('address')
  expect(portal.state.requisites.size).toBe(before)
})

test('an address the portal refuses is told, and hangs on nobody else’s details', async () => {
  const portal = await openPortal()
  const lead = await addLeadWithAddress(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  portal.faults.refuse('crm.requisite.add', { error: '', description: 'Access denied.' })
  const conversion = await page.convert(['contact'])
  expect(conversion.outcome).toBe('done')
  expect(conversion.steps).toContainEqual(expect.objectContaining({ name: 'address', state: 'failed' }))
  expect(portal.state.addresses.filter((one) => one.ENTITY_TYPE_ID === '8')).toEqual([])
})

test('an address whose answer was lost is looked for, and stands there once', async () => {
  const portal = await openPortal()
  const lead = await addLeadWithAddress(portal)
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  portal.faults.dropAnswer('crm.requisite.add')
  const { requestId, outcome } = await page.convert(['contact'])
  expect(outcome).toBe('unknown')
  await letTimePass()
  expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
  const { details, addresses } = addressesOf(portal, 3, newest(portal, 'contact'))
  expect(details).toHaveLength(1)
  expect(addresses.map(({ ADDRESS_1 }) => ADDRESS_1)).toEqual(['Hafenstraße 12', 'Tor 3 $result[item]'])
})
