import { expect, test } from 'vitest'
import type { StandardTypeName } from '../../server/conversion/record-types.ts'
import type { schemes } from '../../server/conversion/schemes.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import { administrator, countRecords, newest, openCard, openPortal, reader, salesperson, useApp } from './door.ts'

useApp()

const methodsOf = (portal: Simulator): string[] => portal.requests.map(({ method }) => method)

function addDeal(portal: Simulator, rowCount: number, title = 'Roof') {
  const deal = portal.add('deal', { title, currencyId: 'EUR', assignedById: salesperson })
  portal.setProductRows('deal', deal.id, rows(rowCount))
  return deal
}

function rows(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    productName: `Part ${index + 1}`,
    price: 1.11,
    quantity: index + 1,
  }))
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

/**
 * Commands that the portal is asked to look, and then to convert: it takes its time for each. Who adds one raises its
 * number here, so that it is a decision.
 */
const eleven: [keyof typeof schemes, StandardTypeName[], [number, number]][] = [
  ['lead', ['deal', 'contact', 'company'], [44, 9]],
  ['lead', ['deal', 'contact'], [44, 8]],
  ['lead', ['deal', 'company'], [44, 8]],
  ['lead', ['deal'], [44, 7]],
  ['lead', ['contact', 'company'], [44, 6]],
  ['lead', ['contact'], [44, 5]],
  ['lead', ['company'], [44, 5]],
  ['deal', ['quote'], [34, 6]],
  ['deal', ['invoice'], [34, 6]],
  ['quote', ['deal'], [29, 6]],
  ['quote', ['invoice'], [29, 6]],
]

test.each(eleven)('a %s becomes %j with two requests more', async (type, targets, [looking, converting]) => {
  const portal = await openPortal()
  const source = portal.add(type, {
    title: 'Roof',
    currencyId: 'EUR',
    assignedById: salesperson,
    ...(type === 'lead' && { lastName: 'Müller', companyTitle: 'Müller GmbH' }),
  })
  portal.setProductRows(type, source.id, rows(5))
  const page = await openCard(portal, salesperson, type, source.id)
  const conversion = await page.convert(targets)
  expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
  expect(conversion.created).toHaveLength(targets.length)
  expect(methodsOf(portal)).toEqual(['batch', 'batch', 'batch'])
  const [first = 0, ...others] = portal.requests.map(({ commands }) => Object.keys(commands).length)
  expect([first, others.reduce((sum, count) => sum + count, 0)]).toEqual([looking, converting])
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
