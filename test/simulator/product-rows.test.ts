import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { deriveRow, totalsOf, type RowInput } from './crm/product-rows.ts'
import { productRowFieldTable } from './methods/product-row-fields.ts'

const plain: RowInput = {
  productId: 0,
  productName: '',
  price: 0,
  quantity: 1,
  discountTypeId: 2,
  discountRate: 0,
  discountSum: 0,
  taxRate: null,
  taxIncluded: 'N',
  measureCode: 796,
  measureName: 'Stk.',
  sort: 0,
}

describe('derived prices', () => {
  test('the documented example of crm.item.productrow.add', () => {
    expect(deriveRow(1, { ...plain, price: 80000, discountRate: 20, taxRate: 20 })).toMatchObject({
      priceExclusive: 66666.67,
      priceNetto: 83333.34,
      priceBrutto: 100000.01,
      discountSum: 16666.67,
    })
  })

  test('the documented example of crm.item.productrow.list', () => {
    expect(deriveRow(1, { ...plain, price: 90000, discountRate: 10, taxRate: 10, taxIncluded: 'Y' })).toMatchObject({
      priceExclusive: 81818.18,
      priceNetto: 90909.09,
      priceBrutto: 100000,
      discountSum: 9090.91,
    })
  })

  const cents = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((amount) => amount / 100)
  const input = fc.record({
    price: cents(100_000),
    quantity: cents(1000),
    discountTypeId: fc.constantFrom<1 | 2>(1, 2),
    discountRate: cents(100),
    discountSum: cents(1000),
    taxRate: fc.option(cents(30)),
  })

  test('netto is exclusive plus discount, and nothing has more than two decimals', () => {
    fc.assert(
      fc.property(input, (sent) => {
        const row = deriveRow(1, { ...plain, ...sent })
        expect(Number(new Big(row.priceExclusive).plus(row.discountSum))).toBe(row.priceNetto)
        for (const price of [row.priceExclusive, row.priceNetto, row.priceBrutto, row.discountSum])
          expect(Number(new Big(price).round(2))).toBe(price)
        expect(row.priceBrutto).toBeGreaterThanOrEqual(row.priceNetto)
      }),
    )
  })

  test('the same row written again derives the same prices', () => {
    fc.assert(
      fc.property(input, (sent) => {
        const once = deriveRow(1, { ...plain, ...sent })
        const twice = deriveRow(1, once)
        expect(twice.priceExclusive).toBe(once.priceExclusive)
        expect(Math.abs(twice.discountSum - once.discountSum)).toBeLessThanOrEqual(0.01)
      }),
    )
  })

  test('totals do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 20 }), (sent) => {
        const rows = sent.map((row, index) => deriveRow(index, { ...plain, ...row }))
        expect(totalsOf(rows.toReversed())).toEqual(totalsOf(rows))
        expect(totalsOf(rows).taxValue).toBeLessThanOrEqual(totalsOf(rows).opportunity)
      }),
    )
  })
})

describe('crm.item.productrow.*', () => {
  const simulator = createSimulator({ seed: 'empty' })
  const { max, julia } = openPortal(simulator)
  const newDeal = (fields = {}): number => simulator.add('deal', { title: 'Dach', assignedById: 2, ...fields }).id
  const amountOf = (id: number) => simulator.state.items.deal.get(id)?.values.opportunity
  const documented = {
    id: expect.any(Number),
    ownerId: expect.any(Number),
    ownerType: 'D',
    productId: 9621,
    productName: 'iphone 14',
    price: 99999.99,
    priceAccount: 99999.99,
    priceExclusive: 99999.99,
    priceNetto: 99999.99,
    priceBrutto: 99999.99,
    quantity: 1,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: null,
    taxIncluded: 'N',
    customized: 'Y',
    measureCode: 796,
    measureName: expect.any(String),
    sort: 10,
    xmlId: '',
    type: expect.any(Number),
  }

  test('set answers the documented shape and fills the amount', async () => {
    const ownerId = newDeal()
    const { body } = await max('crm.item.productrow.set', {
      ownerType: 'D',
      ownerId,
      productRows: [
        { productId: 9621, productName: 'iphone 14', price: 99999.99, quantity: 1, sort: 10 },
        { productId: 9623, productName: 'iphone 10xs', price: 15900, quantity: 2, sort: 10 },
      ],
    })
    const { productRows } = body.result as { productRows: object[] }
    expect(productRows).toHaveLength(2)
    expect(productRows[0]).toMatchObject(documented)
    expect(amountOf(ownerId)).toBe(131799.99)
  })

  test('an amount by hand stays, an automatic one falls with the last row', async () => {
    const manual = newDeal({ isManualOpportunity: 'Y', opportunity: 5 })
    const automatic = newDeal({ opportunity: 5 })
    expect(amountOf(automatic)).toBe(5)
    for (const ownerId of [manual, automatic])
      await max('crm.item.productrow.set', {
        ownerType: 'D',
        ownerId,
        productRows: [{ price: 10, quantity: 3, taxRate: 19 }],
      })
    expect([amountOf(manual), amountOf(automatic)]).toEqual([5, 30])
    expect(simulator.state.items.deal.get(automatic)?.values.taxValue).toBe(4.79)
    for (const ownerId of [manual, automatic])
      await max('crm.item.productrow.set', { ownerType: 'D', ownerId, productRows: [] })
    expect([amountOf(manual), amountOf(automatic)]).toEqual([5, 0])
  })

  test('rows can be added, read, changed and deleted one by one', async () => {
    const ownerId = newDeal()
    const added = await max('crm.item.productrow.add', {
      fields: { ownerType: 'D', ownerId, productName: 'Ziegel', price: 2, quantity: 50 },
    })
    const { id } = (added.body.result as { productRow: { id: number } }).productRow
    await max('crm.item.productrow.update', { id, fields: { quantity: 60, priceNetto: 1 } })
    expect((await max('crm.item.productrow.get', { id })).body.result).toMatchObject({
      productRow: { quantity: 60, price: 2, priceNetto: 2 },
    })
    expect(amountOf(ownerId)).toBe(120)
    await max('crm.item.productrow.delete', { id })
    expect(amountOf(ownerId)).toBe(0)
  })

  test('list needs its two literal keys and pages by fifty', async () => {
    const ownerId = newDeal()
    simulator.setProductRows(
      'deal',
      ownerId,
      Array.from({ length: 60 }, () => ({ price: 1 })),
    )
    const filter = { '=ownerType': 'D', '=ownerId': ownerId }
    expect((await max('crm.item.productrow.list', { filter })).body).toMatchObject({ total: 60, next: 50 })
    const rest = (await max('crm.item.productrow.list', { filter, start: 50 })).body
    expect(rest.next).toBeUndefined()
    expect((await max('crm.item.productrow.list', { filter: { ownerType: 'D' } })).body.error).toBe(
      'REQUIRED_ARG_MISSING',
    )
  })

  test('all rows of a deal wait for their payment, none of a lead', async () => {
    const ownerId = newDeal()
    simulator.setProductRows('deal', ownerId, [{ price: 1 }, { price: 2 }])
    const lead = simulator.add('lead', {})
    simulator.setProductRows('lead', lead.id, [{ price: 1 }])
    const payable = async (owner: object) =>
      (await max('crm.item.productrow.getAvailableForPayment', owner)).body.result as { productRows: object[] }
    expect((await payable({ ownerType: 'D', ownerId })).productRows).toMatchObject([{ price: 1 }, { price: 2 }])
    expect(await payable({ ownerType: 'L', ownerId: lead.id })).toEqual({ productRows: [] })
  })

  test('refuses what the documentation refuses', async () => {
    const ownerId = newDeal()
    const set = (ask: typeof max, params: object) =>
      ask('crm.item.productrow.set', { ownerType: 'D', ownerId, productRows: [], ...params })
    expect((await set(julia, {})).body.error).toBe('ACCESS_DENIED')
    expect((await set(max, { ownerId: 4711 })).body.error).toBe('OWNER_NOT_FOUND')
    expect((await set(max, { ownerType: 'C' })).body.error).toBe('ENTITY_TYPE_NOT_SUPPORTED')
    expect((await max('crm.item.productrow.set', { ownerType: 'D' })).body.error).toBe('100')
  })

  test('fields describes all of them', async () => {
    expect((await julia('crm.item.productrow.fields')).body.result).toEqual({ fields: productRowFieldTable })
  })
})

test('a row takes its name from a product it names, and its unit from the code', async () => {
  const simulator = createSimulator({ seed: 'empty' })
  const { anna } = openPortal(simulator)
  const productId = (await anna('crm.product.add', { fields: { NAME: 'Ziegel', PRICE: 2 } })).body.result
  const deal = simulator.add('deal', { title: 'x' })
  const at = { ownerType: 'D', ownerId: deal.id }
  const row = (fields: object) => anna('crm.item.productrow.add', { fields: { ...at, ...fields } })
  expect((await row({ productId, measureCode: 166 })).body.result).toMatchObject({
    productRow: { productName: 'Ziegel', price: 0, measureCode: 166, measureName: 'kg' },
  })
  expect((await row({ productId, productName: 'Biber' })).body.result).toMatchObject({
    productRow: { productName: 'Biber', measureCode: 796 },
  })
})
