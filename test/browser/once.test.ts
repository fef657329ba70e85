import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** A deal with one product row, of which an invoice will be made. */
async function openDeal(visitor: Visit) {
  const { portal } = visitor.demo
  const deal = portal.add('deal', { title: 'Neues Vordach', currencyId: 'EUR', assignedById: 2 }, { userId: 2 })
  portal.setProductRows('deal', deal.id, [{ productName: 'Ziegel', price: 2.5, quantity: 100, measureName: 'Stk' }])
  await openApp(visitor, path(deal))
  await visitor.app.getByText('Rechnung', { exact: true }).first().click()
  const invoices = () => [...portal.state.items.invoice.values()].filter(({ values }) => values.parentId2 === deal.id)
  return { deal, invoices }
}

const path = ({ id }: { id: number }): string => `/crm/deal/details/${id}/`
const goOn = ({ app }: Visit) => app.getByRole('button', { name: 'Weiter' })
const invoiceCard = ({ page }: Visit) =>
  page.frameLocator('iframe[src*="/crm/type/31/details/"]').getByRole('heading', { level: 1 })

describe('whoever is impatient', () => {
  test('clicks twice, goes back, comes again and reloads: there is one invoice, and the page says so', async () => {
    const visitor = await visit({ user: 2 })
    const { page, app, complaints } = visitor
    const { deal, invoices } = await openDeal(visitor)
    await goOn(visitor).dblclick()
    await expect(invoiceCard(visitor)).toHaveText('Neues Vordach')
    await page.keyboard.press('Escape')
    await expect(app.getByRole('heading', { level: 1 })).toHaveText('Rechnung erstellt')

    await page.goBack()
    await page.goForward()
    await openApp(visitor, path(deal))
    await app.getByText('Rechnung', { exact: true }).first().click()
    await expect(app.getByText(/bereits/).first()).toBeVisible()
    await picture(page, 'opened-again')
    await page.reload()
    await expect(page.locator('main').getByRole('link', { name: 'Neues Vordach' }).first()).toBeVisible()
    expect(invoices()).toHaveLength(1)
    expect(complaints).toEqual([])
  })

  test('reloads while it is being written: the page tells of it, waits with them, and one invoice comes of it', async () => {
    const visitor = await visit({ user: 2 })
    const { page, app, demo, complaints } = visitor
    const { deal, invoices } = await openDeal(visitor)
    demo.portal.faults.pause('crm.item.productrow.set', 'before')
    await goOn(visitor).click()
    await expect.poll(() => demo.portal.faults.held().length).toBe(1)
    await page.reload()
    await openApp(visitor, path(deal))
    await expect(app.getByText('Aus diesem Datensatz wird gerade etwas erstellt.')).toBeVisible()
    await picture(page, 'reloaded-while-writing')
    await expectAccessible(page)
    await app.getByRole('button', { name: 'Noch einmal nachsehen' }).click()
    await expect(app.getByText('Wir prüfen, was angekommen ist …')).toBeVisible()
    demo.portal.faults.release()
    await expect(invoiceCard(visitor)).toHaveText('Neues Vordach')
    expect(invoices()).toHaveLength(1)
    expect(invoices()[0]!.rows).toHaveLength(1)
    expect(complaints).toEqual([])
  })
})

test('a portal that is busy is waited for, and the page says why', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo } = visitor
  const { invoices } = await openDeal(visitor)
  demo.portal.faults.busy(2)
  await goOn(visitor).click()
  await expect(app.getByText('Bitrix24 ist gerade ausgelastet. Es geht gleich weiter …')).toBeVisible()
  await picture(page, 'waiting')
  await expect(invoiceCard(visitor)).toHaveText('Neues Vordach')
  expect(invoices()).toHaveLength(1)
})

test('what the portal had no time for is told beside the new record, and caught up on', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo } = visitor
  const { deal, invoices } = await openDeal(visitor)
  const refusal = { error: 'OPERATION_TIME_LIMIT', description: 'Method is blocked due to operation time limit.' }
  demo.portal.faults.refuse('crm.timeline.comment.add', { ...refusal, status: 429, times: 1 })
  await goOn(visitor).click()
  await expect(invoiceCard(visitor)).toHaveText('Neues Vordach')
  await page.keyboard.press('Escape')
  const catchUp = app.getByRole('button', { name: 'Rest nachholen' })
  await expect(catchUp).toBeVisible()
  await picture(page, 'catch-up')
  await expectAccessible(page)
  const comments = () => [...demo.portal.state.comments.values()].filter(({ owner }) => owner.id === deal.id)
  expect(comments()).toHaveLength(0)
  await catchUp.click()
  await expect.poll(() => comments().length).toBe(1)
  await expect(app.getByRole('heading', { level: 1 })).toHaveText('Rechnung erstellt')
  await expect(catchUp).toBeHidden()
  expect(invoices()).toHaveLength(1)
})
