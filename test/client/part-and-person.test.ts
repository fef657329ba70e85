// @vitest-environment happy-dom
import { http, HttpResponse } from 'msw'
import { describe, expect, test } from 'vitest'
import type { ConversionState } from '../../client/composables/useConversion.ts'
import { readQuantity } from '../../client/read-quantity.ts'
import { at, conversion, onConvert, open, useNetwork } from './our-server.ts'
import { dealPreview, leadPreview, row, target } from './previews.ts'

const network = useNetwork()

describe('part of the products', () => {
  const rows = [row(2, 'Tile', { converted: '40', quantity: '60', sum: '600.00' }), row(7, 'Nail')]
  const invoice = target('invoice', { rows, total: { amount: '1600.00', currency: 'EUR', manual: false } })

  /** What the server is asked for after these choices. */
  async function asked(act: (page: ConversionState) => void): Promise<{ page: ConversionState; rows: unknown }> {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(dealPreview([invoice]))
    act(page)
    await page.continue()
    return { page, rows: requests[0]?.rows }
  }

  test('is sent only when the person changed something', async () => {
    expect((await asked(() => {})).rows).toEqual({})
    expect((await asked((page) => page.chooseRows('invoice', { 2: { on: true, typed: null } }))).rows).toEqual({})
  })

  test('is sent with every row that stays', async () => {
    const typed = readQuantity('de', '12,5')
    const { rows: sent } = await asked((page) => page.chooseRows('invoice', { 2: { on: true, typed } }))
    expect(sent).toEqual({
      invoice: [
        { index: 2, quantity: '12.5' },
        { index: 7, quantity: '100' },
      ],
    })
  })

  test('that is no quantity keeps the person from continuing, until it is mended or left out', async () => {
    const typed = readQuantity('de', '0')
    const { page, rows: sent } = await asked((one) => one.chooseRows('invoice', { 7: { on: true, typed } }))
    expect(sent).toBeUndefined()
    expect(page.obstacle.value).toEqual({ what: 'quantity', target: 'invoice', index: 7 })
    page.chooseRows('invoice', { 7: { on: false, typed } })
    expect(page.obstacle.value).toBeNull()
  })

  describe('of which nothing is left', () => {
    const gone = [row(2, 'Tile', { converted: '100', quantity: '0', sum: '0.00' })]
    const holders = [{ id: 3, title: 'Roof', path: '/crm/type/31/details/3/' }]
    const exhausted = target('invoice', { rows: gone, holders, exhausted: true })

    async function sentAfter(act: (page: ConversionState) => void) {
      const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
      network.use(handler)
      const page = open(dealPreview([exhausted]))
      act(page)
      const obstacle = page.obstacle.value
      await page.continue()
      return { obstacle, sent: requests[0] }
    }

    test('nothing is sent before the person has decided', async () => {
      const { obstacle, sent } = await sentAfter(() => {})
      expect(obstacle).toEqual({ what: 'nothingLeft', target: 'invoice' })
      expect(sent).toBeUndefined()
    })
    test('all of it is sent where it shall be carried once more', async () => {
      const { sent } = await sentAfter((page) => page.chooseOnceMore('invoice', 'all'))
      expect(sent).toMatchObject({ again: ['invoice'], rows: { invoice: [{ index: 2, quantity: '100' }] } })
    })
    test('it is said that no row shall be carried', async () => {
      const { sent } = await sentAfter((page) => page.chooseOnceMore('invoice', 'none'))
      expect(sent).toMatchObject({ rows: { invoice: [] } })
      expect(sent).not.toHaveProperty('again')
    })
    test('what was decided about all rows may be changed for each of them', async () => {
      const { sent } = await sentAfter((page) => {
        page.chooseOnceMore('invoice', 'all')
        page.chooseRows('invoice', { 2: { on: false, typed: null } })
      })
      expect(sent).toMatchObject({ rows: { invoice: [] } })
    })
    test('a row ticked by hand is a decision, too', async () => {
      const { sent } = await sentAfter((page) => page.chooseRows('invoice', { 2: { on: true, typed: null } }))
      expect(sent).toMatchObject({ rows: { invoice: [{ index: 2, quantity: '100' }] } })
    })
  })

  test('is chosen again only where the record has changed', async () => {
    const typed = readQuantity('de', '5')
    const choice = { on: true, typed }
    const next = dealPreview([target('invoice', { ...invoice, rows: [rows[0]!, row(7, 'Nail', { quantity: '90' })] })])
    network.use(http.post(at('/api/preview'), () => HttpResponse.json(next)))
    const page = open(dealPreview([invoice]))
    page.chooseRows('invoice', { 2: choice, 7: choice })
    await page.reload()
    expect(page.rows.value.invoice).toEqual({ 2: choice })
  })
})

describe('the person in charge', () => {
  const source = { ...leadPreview().source, responsible: { id: 5, name: 'Anna Weiß' } }
  const eva = { id: 12, name: 'Eva Müller' }

  test('is sent when it is somebody else than in the source', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(leadPreview({ source }))
    page.chooseResponsible(eva)
    await page.continue()
    expect(requests[0]!.responsibleId).toBe(12)
  })

  test('is the source’s again after a reset, and when that person is chosen', async () => {
    const { handler, requests } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(leadPreview({ source }))
    page.chooseResponsible(eva)
    page.chooseResponsible({ id: 5, name: 'Anna Weiß' })
    expect(page.responsible.value).toBeNull()
    page.chooseResponsible(eva)
    page.chooseResponsible(null)
    await page.continue()
    expect(requests[0]).not.toHaveProperty('responsibleId')
  })

  test('does not change any more while it is being written', async () => {
    const { handler } = onConvert(({ requestId }) => HttpResponse.json(conversion(requestId, 'done')))
    network.use(handler)
    const page = open(leadPreview({ source }))
    const finished = page.continue()
    page.chooseResponsible(eva)
    expect(page.responsible.value).toBeNull()
    await finished
  })
})
