import { test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const denied = { error: 'ACCESS_DENIED', description: 'Access denied.' }

function addDeal({ demo }: Visit) {
  const deal = demo.portal.add('deal', { title: 'Dachsanierung', assignedById: 2, currencyId: 'EUR' })
  demo.portal.setProductRows('deal', deal.id, [
    { productName: 'Biberschwanz-Ziegel', price: 250, quantity: 10 },
    { productName: 'Dachrinne', price: 490.625, quantity: 4 },
  ])
  return deal
}

/** An invoice that was made on the page, while the portal refused its products. */
async function halfInvoice(visitor: Visit, path: string): Promise<void> {
  const { app, demo } = visitor
  demo.portal.faults.refuse('crm.item.productrow.set', denied)
  await openApp(visitor, path)
  const anew = app.getByRole('button', { name: 'So lassen und etwas Neues erstellen' })
  await expect(anew.or(app.getByRole('button', { name: 'Weiter' }))).toBeVisible()
  if (await anew.isVisible()) await anew.click()
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect(app.getByRole('heading', { level: 1 })).toHaveText('Nur zum Teil erstellt')
  demo.portal.faults.clear()
}

/** What was left as it is counts as unfinished again, as if three people had begun at the same time. */
async function forgetKept({ database }: Visit): Promise<void> {
  const { conversions } = await import('../../server/storage/schema.ts')
  await database.orm.update(conversions).set({ kept: false })
}

test('a half invoice comes first: nothing new is offered beside carrying on', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo, complaints } = visitor
  const deal = addDeal(visitor)
  const path = `/crm/deal/details/${deal.id}/`
  const before = demo.portal.state.items.invoice.size
  await halfInvoice(visitor, path)

  await openApp(visitor, path)
  await expect(app.getByText('Die letzte Rechnung ist unvollständig: Die Produkte fehlen noch.')).toBeVisible()
  await expect(app.getByRole('button', { name: 'Weiter' })).toHaveCount(0)
  await expect(app.getByRole('radio')).toHaveCount(0)
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await app.getByRole('button', { name: 'Fortsetzen' }).click()
  const card = page.frameLocator('iframe[src*="/crm/type/31/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Dachsanierung')
  await page.keyboard.press('Escape')
  await expect(app.getByText(/^Geprüft: Betrag, Steuer und Währung stimmen: 4\.462,50/)).toBeVisible()
  // The rows just written are no part of what stayed behind.
  await expect(app.getByText('Biberschwanz-Ziegel')).toHaveCount(0)
  await expect(app.getByText(/geblieben/)).toHaveCount(0)
  expect(demo.portal.state.items.invoice.size).toBe(before + 1)
  expect(complaints).toEqual([])
})

test('two half invoices end as one full one: the second asks and names the first', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo } = visitor
  const deal = addDeal(visitor)
  const path = `/crm/deal/details/${deal.id}/`
  await halfInvoice(visitor, path)
  await halfInvoice(visitor, path)
  await forgetKept(visitor)
  const [first, second] = [...demo.portal.state.items.invoice.values()].slice(-2)

  await openApp(visitor, path)
  await expect(app.getByRole('button', { name: 'Fortsetzen' })).toHaveCount(2)
  await app.getByRole('button', { name: 'Fortsetzen' }).first().click()
  await expect.poll(() => second!.rows.length).toBe(2)
  await openApp(visitor, path)
  await app.getByRole('button', { name: 'Fortsetzen' }).click()
  await expect(app.getByText('Diese Produkte stehen inzwischen auch woanders.')).toBeVisible()
  await expect(app.getByText('Biberschwanz-Ziegel: noch 0 von 10')).toBeVisible()
  await expect(app.getByRole('button', { name: 'Fortsetzen' })).toHaveCount(0)
  await picture(page, 'rows-taken-de')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Ohne diese Produkte' }).click()
  await expect(app.getByText('Diese Produkte stehen schon in', { exact: false })).toBeVisible()
  expect([first!.rows.length, second!.rows.length]).toEqual([0, 2])
  expect(Number(first!.values.opportunity)).toBe(0)
})

test('an answer that got lost is counted down on the card opened again, and looked into by itself', async () => {
  const visitor = await visit({ user: 2, portalTimeout: 8 })
  const { page, app, demo } = visitor
  const deal = addDeal(visitor)
  const path = `/crm/deal/details/${deal.id}/`
  const before = demo.portal.state.items.invoice.size
  await openApp(visitor, path)
  await app.getByText('Rechnung', { exact: true }).first().click()
  demo.portal.faults.dropAnswer('crm.item.productrow.set')
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect.poll(() => demo.portal.state.items.invoice.size).toBe(before + 1)

  await openApp(visitor, path)
  await expect(app.getByText(/hat noch nicht geantwortet|wird gerade etwas erstellt/)).toBeVisible()
  await expect(app.getByRole('button', { name: /Weiter|Neues/ })).toHaveCount(0)
  await picture(page, 'lost-countdown-de')
  await expect(app.getByText(/^Geprüft: Betrag/)).toBeVisible({ timeout: 40_000 })
  expect(demo.portal.state.items.invoice.size).toBe(before + 1)
})

test.each([1, 3])('%i unfinished ones fit every width, light and dark', async (count) => {
  const visitor = await visit({ user: 2 })
  const { page, app } = visitor
  const deal = addDeal(visitor)
  const path = `/crm/deal/details/${deal.id}/`
  for (let made = 0; made < count; made++) await halfInvoice(visitor, path)
  await forgetKept(visitor)
  for (const [width, colorScheme] of [
    [320, 'light'],
    [640, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await openApp(visitor, path)
    await expect(app.getByRole('button', { name: 'Fortsetzen' })).toHaveCount(count)
    await expect(app.getByText(/ist unvollständig/)).toHaveCount(count)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    await picture(page, `unfinished-${count}-${width}-${colorScheme}`)
  }
  await expectAccessible(page)
})
