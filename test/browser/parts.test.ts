import { test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

test('a deal is invoiced twice: 60 % of one row first, then the rest by itself', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const deal = portal.add('deal', { title: 'Neues Dach', currencyId: 'EUR', assignedById: 2 }, { userId: 2 })
  portal.setProductRows('deal', deal.id, [
    { productName: 'Ziegel', price: 2.5, quantity: 100, measureName: 'Stk' },
    { productName: 'Montage', price: 60, quantity: 8, measureName: 'h' },
  ])
  const invoices = () => [...portal.state.items.invoice.values()].filter(({ values }) => values.parentId2 === deal.id)
  const goOn = async (count: number): Promise<void> => {
    await app.getByRole('button', { name: 'Weiter' }).click()
    await expect.poll(() => invoices().length, { timeout: 20_000 }).toBe(count)
    await expect(
      page.frameLocator('iframe[src*="/crm/type/31/details/"]').getByRole('heading', { level: 1 }),
    ).toBeVisible()
  }

  await openApp(visitor, `/crm/deal/details/${deal.id}/`)
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.locator('summary').first().click()
  await app.getByRole('textbox', { name: /Ziegel/ }).fill('60')
  await app.getByRole('textbox', { name: /Montage/ }).fill('4,8')
  await expect(app.getByText('438,00 €').first()).toBeVisible()
  await picture(page, 'parts-first')
  await expectAccessible(page)
  await goOn(1)

  await openApp(visitor, `/crm/deal/details/${deal.id}/`)
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.locator('summary').first().click()
  await expect(app.getByRole('textbox', { name: /Ziegel/ })).toHaveValue('40')
  await picture(page, 'parts-second')
  await expectAccessible(page)
  await goOn(2)

  expect(invoices().map(({ rows }) => rows.map(({ quantity }) => quantity))).toEqual([
    [60, 4.8],
    [40, 3.2],
  ])
  expect(invoices().map(({ values }) => values.opportunity)).toEqual([438, 292])
  expect(complaints).toEqual([])
})
