import { describe, expect, test } from 'vitest'
import type { MovableClock } from '../simulator/clock.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Item } from '../simulator/state.ts'
import { administrator, countRecords, letTimePass, newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const rows = [{ productName: 'Tile', price: 5, quantity: 2 }]
const byHand = [{ productName: 'By hand', price: 1, quantity: 1 }]
const namesIn = (quote: Item): string[] => quote.rows.map(({ productName }) => productName)

/** The click whose request never arrived. */
async function clickInVain(portal: Simulator) {
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
  portal.setProductRows('deal', deal.id, rows)
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  const before = countRecords(portal).quote
  portal.faults.loseRequest('crm.item.add')
  const { requestId, outcome } = await page.convert(['quote'])
  expect(outcome).toBe('unknown')
  return { deal, page, requestId, made: () => countRecords(portal).quote - before }
}

function makeByHand(portal: Simulator, deal: Item, userId: number, more: typeof rows | [] = []): Item {
  const quote = portal.add('quote', { title: 'Roof', dealId: deal.id, assignedById: userId }, { userId })
  if (more.length > 0) portal.setProductRows('quote', quote.id, more)
  return quote
}

describe('a quote that somebody made by hand after a click in vain', () => {
  test('after the request can no longer have been at work: it is left alone, and ours is made', async () => {
    const portal = await openPortal()
    const { deal, page, requestId, made } = await clickInVain(portal)
    const own = makeByHand(portal, deal, salesperson)
    own.values.createdTime = new Date(Date.now() + 5 * 60_000).toISOString()
    await letTimePass()
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect([made(), namesIn(own), namesIn(newest(portal, 'quote'))]).toEqual([2, [], ['Tile']])
    expect((await page.undo(requestId)).outcome).toBe('undone')
    expect([made(), portal.state.items.quote.has(own.id)]).toEqual([1, true])
  })

  test('by whoever carries on: what they made before is not taken for ours', async () => {
    const portal = await openPortal()
    const { deal, requestId, made } = await clickInVain(portal)
    const own = makeByHand(portal, deal, administrator)
    await letTimePass()
    const boss = await openCard(portal, administrator, 'deal', deal.id)
    expect((await boss.resume(requestId)).outcome).toBe('done')
    expect([made(), namesIn(own)]).toEqual([2, []])
  })

  test('with rows of its own: nothing is written, the person is told, and no undo deletes it', async () => {
    const portal = await openPortal()
    const { deal, page, requestId, made } = await clickInVain(portal)
    const own = makeByHand(portal, deal, salesperson, byHand)
    await letTimePass()
    const told = await page.resume(requestId)
    expect(told).toMatchObject({ outcome: 'partial', created: [] })
    const refusal = { code: 'UNCERTAIN_RECORD', message: `Roof (#${own.id})` }
    expect(told.steps[0]).toMatchObject({ name: 'create', target: 'quote', state: 'unknown', refusal })
    expect([made(), namesIn(own)]).toEqual([1, ['By hand']])
    const undone = await page.undo(requestId)
    expect(undone).toMatchObject({
      outcome: 'partial',
      undo: { records: [{ record: { id: own.id }, state: 'uncertain' }], comment: null },
    })
    expect(portal.state.items.quote.has(own.id)).toBe(true)

    portal.state.items.quote.delete(own.id)
    expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
    expect(made()).toBe(1)
  })

  test('twice alike: none of them is taken for ours', async () => {
    const portal = await openPortal()
    const { deal, page, requestId, made } = await clickInVain(portal)
    const own = [makeByHand(portal, deal, salesperson, rows), makeByHand(portal, deal, salesperson, rows)]
    await letTimePass()
    const told = await page.resume(requestId)
    expect(told).toMatchObject({ outcome: 'partial', created: [] })
    for (const { id } of own) expect(told.steps[0]!.refusal!.message).toContain(`#${id}`)
    expect(made()).toBe(2)
  })
})

test('our own quote is found also where the clock of the portal is wrong', async () => {
  const portal = await openPortal()
  ;(portal.state.clock as MovableClock).advance(20 * 60_000)
  const deal = portal.add('deal', { title: 'Roof', assignedById: salesperson })
  portal.setProductRows('deal', deal.id, rows)
  const page = await openCard(portal, salesperson, 'deal', deal.id)
  const before = countRecords(portal).quote
  portal.faults.dropAnswer('crm.item.add')
  const { requestId } = await page.convert(['quote'])
  await letTimePass()
  expect(await page.resume(requestId)).toMatchObject({ outcome: 'done', differences: [] })
  expect(countRecords(portal).quote).toBe(before + 1)
})
