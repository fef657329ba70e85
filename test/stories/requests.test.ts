import { expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, countRecords, newest, openCard, openPortal, reader, salesperson, useApp } from './door.ts'

useApp()

const methodsOf = (portal: Simulator): string[] => portal.requests.map(({ method }) => method)

function addDeal(portal: Simulator, rowCount: number, title = 'Roof') {
  const deal = portal.add('deal', { title, currencyId: 'EUR', assignedById: salesperson })
  const rows = Array.from({ length: rowCount }, (_, index) => ({
    productName: `Part ${index + 1}`,
    price: 1.11,
    quantity: index + 1,
  }))
  portal.setProductRows('deal', deal.id, rows)
  return deal
}

test('looking costs one request and creates nothing', async () => {
  const portal = await openPortal()
  const before = countRecords(portal)
  const deal = addDeal(portal, 3)
  const changed = deal.values.updatedTime
  await openCard(portal, salesperson, 'deal', deal.id)
  expect(methodsOf(portal)).toEqual(['batch'])
  expect(countRecords(portal)).toEqual({ ...before, deal: before.deal + 1 })
  expect(deal.values.updatedTime).toBe(changed)
})

test.each([
  ['deal', ['invoice']],
  ['deal', ['quote']],
] as const)('a %s becomes %j with two requests more', async (type, targets) => {
  const portal = await openPortal()
  const page = await openCard(portal, salesperson, type, addDeal(portal, 5).id)
  await page.convert([...targets])
  expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
})

test('a lead becomes three records with two requests more', async () => {
  const portal = await openPortal()
  const lead = portal.add('lead', { title: 'Roof', lastName: 'Müller', assignedById: salesperson })
  const page = await openCard(portal, salesperson, 'lead', lead.id)
  await page.convert(['deal', 'contact', 'company'])
  expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
})

test('whoever the deal names beside the one in charge is called by name, for one request more', async () => {
  const portal = await openPortal()
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson, observers: [administrator, reader] })
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(methodsOf(portal)).toEqual(['batch', 'user.get'])
  const observers = page.target('invoice').transfers.find(({ field }) => field === 'observers')
  const names = [administrator, reader].map((id) => portal.state.users.get(id)!)
  expect(observers!.values).toEqual(names.map(({ name, lastName }) => ({ kind: 'text', text: `${name} ${lastName}` })))
})

test('500 product rows arrive all, by a request of their own', async () => {
  const portal = await openPortal()
  const deal = addDeal(portal, 500)
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  expect(page.target('invoice').rows).toHaveLength(500)
  const conversion = await page.convert(['invoice'])
  expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
  const invoice = newest(portal, 'invoice')
  expect(invoice.rows.map(({ productName }) => productName)).toEqual(deal.rows.map(({ productName }) => productName))
  expect(invoice.values.opportunity).toBe(deal.values.opportunity)
  expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch', 'crm.item.productrow.set', 'batch'])
})

test('a title that a batch would resolve travels alone and arrives as it was typed', async () => {
  const portal = await openPortal()
  const title = 'Roof $result[item][item][id] and $result[deal]'
  const page = await openCard(portal, salesperson, 'deal', addDeal(portal, 1, title).id)
  const conversion = await page.convert(['quote'])
  expect(conversion.outcome).toBe('done')
  expect(newest(portal, 'quote').values.title).toBe(title)
})
