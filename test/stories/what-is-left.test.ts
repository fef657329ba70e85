import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { TargetPreview } from '../../server/conversion/preview.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { FieldValues, Item } from '../simulator/state.ts'
import { conversions } from '../../server/storage/schema.ts'
import { newest, openCard, openPortal, salesperson, theDatabase, useApp, type ConvertOptions } from './door.ts'

useApp()

type Rows = Parameters<Simulator['setProductRows']>[2]

function addDeal(portal: Simulator, rows: Rows, values: FieldValues = {}): Item {
  const deal = portal.add('deal', { title: 'Roof', currencyId: 'EUR', assignedById: salesperson, ...values })
  return rows.length > 0 ? portal.setProductRows('deal', deal.id, rows) : deal
}

type Target = 'quote' | 'invoice'

const look = async (portal: Simulator, deal: Item, type: Target): Promise<TargetPreview> =>
  (await openCard(portal, salesperson, 'deal', deal.id)).target(type)

/** What would be made by a click: quantities per row of the source. */
const offered = async (portal: Simulator, deal: Item, type: Target = 'invoice'): Promise<string[]> =>
  (await look(portal, deal, type)).rows.map(({ quantity }) => quantity)

async function make(portal: Simulator, deal: Item, type: Target, more: ConvertOptions = {}): Promise<Item> {
  const conversion = await (await openCard(portal, salesperson, 'deal', deal.id)).convert([type], more)
  expect(conversion).toMatchObject({ outcome: 'done', differences: [] })
  return newest(portal, type)
}

const only = (index: number, quantity = '1'): ConvertOptions => ({ rows: { invoice: [{ index, quantity }] } })

/** Moves a record to the stage of this kind in its own dictionary. */
function moveTo(portal: Simulator, item: Item, semantics: 'S' | 'F'): void {
  const dictionary = item.type === 'quote' ? /^QUOTE_STATUS$/ : /^SMART_INVOICE_STAGE_/
  const stages = portal.state.statuses.filter(({ entityId }) => dictionary.test(entityId))
  item.values.stageId = stages.find((stage) => stage.semantics === semantics)!.statusId
}

/** Makes every entry of the journal one from before places were kept. */
async function forgetPlaces(): Promise<void> {
  await theDatabase()
    .orm.update(conversions)
    .set({ plan: sql`${conversions.plan} #- '{creations,0,places}'` })
}

describe('what is left of a row is known by', () => {
  test.each<[string, Partial<Rows[number]>, Partial<Rows[number]>]>([
    ['its name', { productName: 'Ground floor' }, { productName: 'First floor' }],
    ['its tax', { productName: 'Slab', taxRate: 19 }, { productName: 'Slab', taxRate: 0 }],
    ['its unit', { productName: 'Sand', measureName: 'kg' }, { productName: 'Sand', measureName: 't' }],
  ])('%s, although product and price are the same', async (_, one, other) => {
    const portal = await openPortal()
    const same = { productId: 12, price: 100, quantity: 1 }
    const deal = addDeal(portal, [
      { ...same, ...one },
      { ...same, ...other },
    ])
    await make(portal, deal, 'invoice', only(1))
    expect(await offered(portal, deal)).toEqual(['1', '0'])
    const rest = await make(portal, deal, 'invoice')
    expect(rest.rows).toMatchObject([one])
  })

  test('the journal, although nothing tells two rows apart', async () => {
    const portal = await openPortal()
    const row = { productId: 12, productName: 'Floor', price: 100, quantity: 1 }
    const deal = addDeal(portal, [row, row])
    await make(portal, deal, 'invoice', only(1))
    expect(await offered(portal, deal)).toEqual(['1', '0'])
  })

  test('the journal, when the price of the invoice was changed afterwards', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [{ productName: 'Tile', price: 100, quantity: 10 }])
    const invoice = await make(portal, deal, 'invoice')
    portal.setProductRows('invoice', invoice.id, [{ productName: 'Tile', price: 95, quantity: 10 }])
    expect(await offered(portal, deal)).toEqual(['0'])
  })

  test('likeness, where a record was made by hand', async () => {
    const portal = await openPortal()
    const [ground, first] = ['Ground floor', 'First floor'].map((productName) => {
      return { productId: 12, productName, price: 100, quantity: 1 }
    })
    const deal = addDeal(portal, [ground!, first!])
    const invoice = portal.add('invoice', { title: 'By hand', currencyId: 'EUR', parentId2: deal.id })
    portal.setProductRows('invoice', invoice.id, [first!])
    expect(await offered(portal, deal)).toEqual(['1', '0'])
  })

  test('likeness, where an older entry of the journal does not tell the places', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [{ productName: 'Tile', price: 100, quantity: 10 }])
    await make(portal, deal, 'invoice', only(0, '4'))
    await forgetPlaces()
    expect(await offered(portal, deal)).toEqual(['6'])
  })
})

describe('a record in a failure stage', () => {
  test('holds nothing: a quote that was declined', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [{ productName: 'Tile', price: 2.5, quantity: 100 }])
    moveTo(portal, await make(portal, deal, 'quote'), 'F')
    expect(await make(portal, deal, 'quote')).toMatchObject({ values: { opportunity: 250 }, rows: [{ quantity: 100 }] })
  })

  test('holds nothing: an invoice that was not paid, whose stage only the dictionary explains', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [{ productName: 'Tile', price: 2.5, quantity: 100 }])
    moveTo(portal, await make(portal, deal, 'invoice'), 'F')
    expect(await make(portal, deal, 'invoice')).toMatchObject({
      values: { opportunity: 250 },
      rows: [{ quantity: 100 }],
    })
  })

  test('is another thing than one that was paid', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [{ productName: 'Tile', price: 2.5, quantity: 100 }])
    moveTo(portal, await make(portal, deal, 'invoice'), 'S')
    expect(await look(portal, deal, 'invoice')).toMatchObject({ exhausted: true })
  })

  test('holds nothing: a deal that was lost', async () => {
    const portal = await openPortal()
    const quote = portal.add('quote', { title: 'Offer', currencyId: 'EUR', assignedById: salesperson })
    portal.setProductRows('quote', quote.id, [{ productName: 'Tile', price: 2.5, quantity: 100 }])
    await (await openCard(portal, salesperson, 'quote', quote.id)).convert(['deal'])
    const page = async () => (await openCard(portal, salesperson, 'quote', quote.id)).target('deal')
    expect(await page()).toMatchObject({ exhausted: true, rows: [{ quantity: '0' }] })
    Object.assign(newest(portal, 'deal').values, { stageId: 'LOSE', stageSemanticId: 'F' })
    expect(await page()).toMatchObject({ exhausted: false, rows: [{ quantity: '100' }] })
  })
})

describe('an amount typed by hand', () => {
  const rows = [
    { productName: 'Tile', price: 2.5, quantity: 100 },
    { productName: 'Labour', price: 60, quantity: 8 },
  ]
  const typed = { isManualOpportunity: 'Y', opportunity: 5000 }
  const amountOf = ({ values }: Item) => values.opportunity

  test('is never invoiced beyond itself: each part gets its share, the last one the rest', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows, typed)
    const parts = [
      await make(portal, deal, 'invoice', only(0, '100')),
      await make(portal, deal, 'invoice', only(1, '4')),
      await make(portal, deal, 'invoice'),
    ]
    expect(parts.map(amountOf)).toEqual([1712.33, 1643.84, 1643.83])
    expect(parts[2]!.values).toMatchObject({ isManualOpportunity: 'Y' })
  })

  test('is told as a rest before anything is written', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows, typed)
    await make(portal, deal, 'invoice', only(0, '100'))
    const { total, transfers } = await look(portal, deal, 'invoice')
    expect(total).toMatchObject({ amount: '3287.67', manual: true })
    expect(transfers.find(({ field }) => field === 'opportunity')).toMatchObject({
      values: [{ kind: 'money', amount: '3287.67', currency: 'EUR' }],
      adjusted: [{ code: 'rest_of_typed' }],
    })
  })

  test('counts what an earlier invoice says now', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, [], { opportunity: 5000 })
    const invoice = await make(portal, deal, 'invoice')
    invoice.values.opportunity = 2000
    expect(amountOf(await make(portal, deal, 'invoice'))).toBe(3000)
    expect(await look(portal, deal, 'invoice')).toMatchObject({ exhausted: true, holders: [{}, {}] })
  })

  test('is whole in every quote, and in an invoice where a person wants it once more', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows, typed)
    expect(amountOf(await make(portal, deal, 'quote'))).toBe(5000)
    expect(amountOf(await make(portal, deal, 'quote'))).toBe(5000)
    await make(portal, deal, 'invoice')
    expect(amountOf(await make(portal, deal, 'invoice', { again: ['invoice'] }))).toBe(5000)
  })
})

describe('goods that came back', () => {
  const rows = [
    { productName: 'Tile', price: 100, quantity: 10 },
    { productName: 'Tile', price: 100, quantity: -1 },
  ]

  test('lower the invoice', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows)
    const invoice = await make(portal, deal, 'invoice')
    expect(invoice.rows.map(({ quantity }) => quantity)).toEqual([10, -1])
    expect(invoice.values.opportunity).toBe(900)
    expect(await offered(portal, deal)).toEqual(['0', '0'])
  })

  test('are told as a step where the portal refuses them', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows)
    portal.faults.refuse('crm.item.productrow.set', { error: 'ERROR_CORE', description: 'Quantity must be positive' })
    const conversion = await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
    expect(conversion.outcome).toBe('partial')
    expect(conversion.steps.find(({ name }) => name === 'rows')).toMatchObject({
      state: 'failed',
      refusal: { message: 'Quantity must be positive' },
    })
  })
})

test('a second quote is an alternative: all rows are chosen, whatever the first one holds', async () => {
  const portal = await openPortal()
  const deal = addDeal(portal, [{ productName: 'Tile', price: 2.5, quantity: 100, taxRate: 19 }])
  await make(portal, deal, 'quote')
  expect(await look(portal, deal, 'quote')).toMatchObject({ earlier: 1, exhausted: false, rows: [{ quantity: '100' }] })
  expect((await make(portal, deal, 'quote')).values.opportunity).toBe(250)
})

describe('where nothing is left', () => {
  const rows = [{ productName: 'Tile', price: 2.5, quantity: 100 }]

  test('it is told which records hold the rows', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows)
    const invoice = await make(portal, deal, 'invoice')
    portal.add('invoice', { title: 'Holds nothing', currencyId: 'EUR', parentId2: deal.id })
    expect(await look(portal, deal, 'invoice')).toMatchObject({
      exhausted: true,
      holders: [{ id: invoice.id, title: 'Roof', path: `/crm/type/31/details/${invoice.id}/` }],
    })
  })

  test('no empty record is made before a person has said what it shall carry', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows)
    await make(portal, deal, 'invoice')
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    const before = portal.state.items.invoice.size
    expect(await page.refuse(['invoice'])).toMatchObject({ code: 'nothing_left', details: { targets: ['invoice'] } })
    expect(portal.state.items.invoice.size).toBe(before)
  })

  test('all rows are carried once more, or none', async () => {
    const portal = await openPortal()
    const deal = addDeal(portal, rows)
    await make(portal, deal, 'invoice')
    expect(await make(portal, deal, 'invoice', { again: ['invoice'] })).toMatchObject({
      values: { opportunity: 250 },
      rows: [{ quantity: 100 }],
    })
    expect((await make(portal, deal, 'invoice', { rows: { invoice: [] } })).rows).toEqual([])
  })
})
