import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

function addDeal(portal: Simulator, more = {}): Item {
  const deal = portal.add('deal', { title: 'Roof', currencyId: 'EUR', assignedById: salesperson, ...more })
  return portal.setProductRows('deal', deal.id, [
    { productName: 'Tile', price: 2.5, quantity: 100, taxRate: 19, taxIncluded: 'Y' },
    { productName: 'Labour', price: 60, quantity: 8, discountTypeId: 1, discountSum: 5 },
  ])
}

const quantities = ({ rows }: Item) => rows.map(({ productName, quantity }) => [productName, quantity])

describe('a deal is invoiced in parts', () => {
  test('60 % first, then the rest by itself, and nothing twice', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal)
    const first = await openCard(portal, salesperson, 'deal', deal.id)
    const part = [
      { index: 0, quantity: '60' },
      { index: 1, quantity: '4.8' },
    ]
    expect(await first.convert(['invoice'], { rows: { invoice: part } })).toMatchObject({
      outcome: 'done',
      differences: [],
    })
    expect(quantities(newest(portal, 'invoice'))).toEqual([
      ['Tile', 60],
      ['Labour', 4.8],
    ])
    expect(newest(portal, 'invoice').values.opportunity).toBe(60 * 2.5 + 4.8 * 60)

    const second = await openCard(portal, salesperson, 'deal', deal.id)
    expect(
      second
        .target('invoice')
        .rows.map(({ sourceQuantity, converted, quantity }) => [sourceQuantity, converted, quantity]),
    ).toEqual([
      ['100', '60', '40'],
      ['8', '4.8', '3.2'],
    ])
    expect(await second.convert(['invoice'])).toMatchObject({ outcome: 'done', differences: [] })
    expect(quantities(newest(portal, 'invoice'))).toEqual([
      ['Tile', 40],
      ['Labour', 3.2],
    ])

    const third = await openCard(portal, salesperson, 'deal', deal.id)
    expect(third.target('invoice').total).toBeNull()
    expect(third.target('invoice').leftBehind.filter(({ reason }) => reason.code === 'already_converted')).toHaveLength(
      2,
    )
    expect(third.target('invoice').exhausted).toBe(true)
  })

  test('earlier invoices count for invoices only', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal)
    await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('quote').rows.map(({ quantity }) => quantity)).toEqual(['100', '8'])
  })

  test('an invoice of another deal takes nothing away', async () => {
    const portal = await openPortal()
    await (await openCard(portal, salesperson, 'deal', addDeal(portal).id)).convert(['invoice'])
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    expect(page.target('invoice').rows.map(({ converted }) => converted)).toEqual(['0', '0'])
  })

  test('seven earlier invoices cost one request more, not seven', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal)
    for (let part = 0; part < 7; part++) {
      const invoice = portal.add('invoice', { title: `Part ${part + 1}`, currencyId: 'EUR', parentId2: deal.id })
      portal.setProductRows('invoice', invoice.id, [{ productName: 'Tile', price: 2.5, quantity: 10 }])
    }
    portal.requests.length = 0
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    expect(page.target('invoice').rows[0]).toMatchObject({ converted: '70', quantity: '30' })
    expect(portal.requests).toHaveLength(2)
  })

  test('a person may leave rows out, or carry more than is left', async () => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    await page.convert(['invoice'], { rows: { invoice: [{ index: 0, quantity: '120' }] } })
    expect(quantities(newest(portal, 'invoice'))).toEqual([['Tile', 120]])
  })

  test.each([
    ['a row that does not exist', [{ index: 7, quantity: '1' }], 'target_not_offered'],
    [
      'the same row twice',
      [
        { index: 0, quantity: '1' },
        { index: 0, quantity: '1' },
      ],
      'target_not_offered',
    ],
    ['a quantity that is no number', [{ index: 0, quantity: '1e9' }], 'invalid_request'],
    ['more decimals than the portal compares', [{ index: 0, quantity: '1.00001' }], 'invalid_request'],
    ['a negative quantity of goods sold', [{ index: 0, quantity: '-1' }], 'target_not_offered'],
  ])('%s is refused before anything is written', async (_, rows, code) => {
    const portal = await openPortal()
    const page = await openCard(portal, salesperson, 'deal', addDeal(portal).id)
    const before = portal.state.items.invoice.size
    expect(await page.refuse(['invoice'], { rows: { invoice: rows } })).toMatchObject({ code })
    expect(portal.state.items.invoice.size).toBe(before)
  })
})
