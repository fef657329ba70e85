import { describe, expect, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { countRecords, letTimePass, newest, openCard, openPortal, salesperson, useApp, type Page } from './door.ts'

useApp()

const denied = { error: 'ACCESS_DENIED', description: 'Access denied.' }
const tiles = { productName: 'Tile', price: 250, quantity: 10 }
const gutter = { productName: 'Gutter', price: 480, quantity: 4 }

interface Scene {
  portal: Simulator
  deal: Item
  page: Page
}

async function openDeal(): Promise<Scene> {
  const portal = await openPortal({ seed: 'empty' })
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson, currencyId: 'EUR' })
  portal.setProductRows('deal', deal.id, [tiles, gutter])
  return { portal, deal, page: await openCard(portal, salesperson, 'deal', deal.id) }
}

/** An invoice that was made, while the portal refused its rows. */
async function halfInvoice({ portal, deal }: Scene): Promise<{ requestId: string; invoice: Item }> {
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  portal.faults.refuse('crm.item.productrow.set', denied)
  const { requestId, outcome } = await page.convert(['invoice'])
  portal.faults.clear()
  expect(outcome).toBe('partial')
  return { requestId, invoice: newest(portal, 'invoice') }
}

const quantitiesOf = ({ rows }: Item): [string, number][] =>
  rows.map(({ productName, quantity }) => [productName, Number(quantity)])

describe('two half invoices of one deal', () => {
  test('both stand on its card, the newest first', async () => {
    const scene = await openDeal()
    const ids = [(await halfInvoice(scene)).requestId, (await halfInvoice(scene)).requestId]
    const { unfinished } = await scene.page.previewAgain()
    expect(unfinished.map(({ conversion }) => conversion.requestId)).toEqual(ids.toReversed())
  })

  test('never bill its products twice: the second one asks, names the first, and takes what is left', async () => {
    const scene = await openDeal()
    const { portal, page } = scene
    const one = await halfInvoice(scene)
    const two = await halfInvoice(scene)
    expect(await page.resume(one.requestId)).toMatchObject({ outcome: 'done', differences: [] })
    const before = countRecords(portal)
    expect(await page.refuseResume(two.requestId)).toMatchObject({
      code: 'rows_taken',
      details: {
        taken: [
          {
            target: 'invoice',
            isAll: true,
            rows: [
              { name: 'Tile', planned: '10', left: '0' },
              { name: 'Gutter', planned: '4', left: '0' },
            ],
            holders: [{ type: 'invoice', id: one.invoice.id, path: `/crm/type/31/details/${one.invoice.id}/` }],
          },
        ],
        conversion: { requestId: two.requestId, outcome: 'partial' },
      },
    })
    expect(two.invoice.rows).toEqual([])
    expect((await page.previewAgain()).unfinished).toMatchObject([{ conversion: { requestId: two.requestId } }])

    const ended = await page.resume(two.requestId, {}, 'rest')
    expect(ended).toMatchObject({ outcome: 'done', differences: [], planned: [{ rows: 0, amount: { value: '0.00' } }] })
    expect(ended.steps).toContainEqual(
      expect.objectContaining({
        name: 'rows',
        state: 'leftAlone',
        refusal: { code: 'ROWS_TAKEN', message: one.invoice.values.title, method: '' },
      }),
    )
    expect(countRecords(portal)).toEqual(before)
    expect(two.invoice.rows).toEqual([])
    // An invoice without products asks for no money either.
    expect(Number(two.invoice.values.opportunity)).toBe(0)
    expect((await page.previewAgain()).unfinished).toEqual([])
  })

  test('both bill everything where the person wants it so', async () => {
    const scene = await openDeal()
    const one = await halfInvoice(scene)
    const two = await halfInvoice(scene)
    await scene.page.resume(one.requestId)
    expect(await scene.page.resume(two.requestId, {}, 'all')).toMatchObject({ outcome: 'done', differences: [] })
    expect(quantitiesOf(two.invoice)).toEqual(quantitiesOf(one.invoice))
  })
})

describe('what another invoice has taken in the meantime', () => {
  test('in part leaves the rest, with the amount of the rest', async () => {
    const scene = await openDeal()
    const { portal, deal, page } = scene
    const { requestId, invoice } = await halfInvoice(scene)
    const other = await openCard(portal, salesperson, 'deal', deal.id)
    await other.convert(['invoice'], { rows: { invoice: [{ index: 0, quantity: '7' }] } })
    const refusal = await page.refuseResume(requestId)
    expect(refusal.details).toMatchObject({
      taken: [{ isAll: false, rows: [{ name: 'Tile', planned: '10', left: '3' }] }],
    })
    const ended = await page.resume(requestId, {}, 'rest')
    expect(ended).toMatchObject({
      outcome: 'done',
      differences: [],
      planned: [{ type: 'invoice', rows: 2, amount: { value: '2670.00', currency: 'EUR' } }],
    })
    expect(quantitiesOf(invoice)).toEqual([
      ['Tile', 3],
      ['Gutter', 4],
    ])
  })

  test('counts also where it was made by hand', async () => {
    const scene = await openDeal()
    const { portal, deal, page } = scene
    const { requestId } = await halfInvoice(scene)
    const theirs = portal.add('invoice', { title: 'By hand', parentId2: deal.id })
    portal.setProductRows('invoice', theirs.id, [gutter])
    const { details } = await page.refuseResume(requestId)
    expect(details).toMatchObject({ taken: [{ holders: [{ id: theirs.id }], rows: [{ name: 'Gutter', left: '0' }] }] })
  })

  test('is no question where the rows had arrived before their answer was lost', async () => {
    const scene = await openDeal()
    const { portal, deal, page } = scene
    portal.faults.dropAnswer('crm.item.productrow.set')
    const { requestId } = await page.convert(['invoice'])
    const invoice = newest(portal, 'invoice')
    await letTimePass()
    const theirs = portal.add('invoice', { title: 'By hand', parentId2: deal.id })
    portal.setProductRows('invoice', theirs.id, [tiles, gutter])
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(quantitiesOf(invoice)).toHaveLength(2)
  })

  test('is no question about a source whose rows somebody has changed', async () => {
    const scene = await openDeal()
    const { portal, deal, page } = scene
    const { requestId, invoice } = await halfInvoice(scene)
    portal.setProductRows('deal', deal.id, [{ ...tiles, price: 240 }, gutter])
    expect((await page.resume(requestId)).outcome).toBe('done')
    expect(invoice.rows).toHaveLength(2)
  })

  test('is not counted against what the person had chosen beyond the rest knowingly', async () => {
    const scene = await openDeal()
    const { portal, deal } = scene
    await scene.page.convert(['invoice'])
    const page = await openCard(portal, salesperson, 'deal', deal.id)
    portal.faults.refuse('crm.item.productrow.set', denied)
    const { requestId } = await page.convert(['invoice'], { rows: { invoice: [{ index: 1, quantity: '2' }] } })
    portal.faults.clear()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(quantitiesOf(newest(portal, 'invoice'))).toEqual([['Gutter', 2]])
  })

  test('ends a record that was never made, since nothing is left for it', async () => {
    const scene = await openDeal()
    const { portal, deal, page } = scene
    portal.faults.loseRequest('crm.item.add')
    const { requestId, outcome } = await page.convert(['invoice'])
    expect(outcome).toBe('unknown')
    await letTimePass()
    const theirs = portal.add('invoice', { title: 'By hand', parentId2: deal.id })
    portal.setProductRows('invoice', theirs.id, [tiles, gutter])
    const before = countRecords(portal)
    expect(await page.refuseResume(requestId)).toMatchObject({
      code: 'rows_taken',
      details: { conversion: { outcome: 'refused' } },
    })
    expect(await page.resume(requestId, {}, 'rest')).toMatchObject({ outcome: 'done', created: [] })
    expect(countRecords(portal)).toEqual(before)
  })

  test('takes nothing from a quote, since quotes are alternatives', async () => {
    const { portal, deal, page } = await openDeal()
    portal.faults.refuse('crm.item.productrow.set', denied)
    const { requestId } = await page.convert(['quote'])
    portal.faults.clear()
    const theirs = portal.add('quote', { title: 'By hand', dealId: deal.id })
    portal.setProductRows('quote', theirs.id, [tiles, gutter])
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
  })
})
