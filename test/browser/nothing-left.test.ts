import { test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

test.each([
  ['light', 1280],
  ['dark', 320],
] as const)(
  'where everything is invoiced, a person is asked before an empty invoice is made (%s, %i px)',
  async (scheme, width) => {
    const visitor = await visit({ user: 2, width, dark: scheme === 'dark' })
    const { page, app, demo, complaints } = visitor
    const { portal } = demo
    const deal = portal.add('deal', { title: 'Neues Dach', currencyId: 'EUR', assignedById: 2 }, { userId: 2 })
    const rows = [{ productName: 'Ziegel', price: 2.5, quantity: 100, measureName: 'Stk' }]
    portal.setProductRows('deal', deal.id, rows)
    const values = { title: 'Rechnung Dach', currencyId: 'EUR', parentId2: deal.id, assignedById: 2 }
    const invoice = portal.add('invoice', values, { userId: 2 })
    portal.setProductRows('invoice', invoice.id, rows)
    const invoices = () =>
      [...portal.state.items.invoice.values()].filter(({ values: own }) => own.parentId2 === deal.id)

    await openApp(visitor, `/crm/deal/details/${deal.id}/`)
    await app.getByText('Rechnung', { exact: true }).first().click()
    await expect(app.getByText('Nichts mehr übrig: Alle Positionen sind schon übernommen.')).toBeVisible()
    const look = app.getByRole('link', { name: `Rechnung #${invoice.id} ansehen` })
    await expect(look).toHaveAttribute('href', new RegExp(`/crm/type/31/details/${invoice.id}/`))
    await picture(page, `nothing-left-${scheme}-${width}`)
    await expectAccessible(page)

    await app.getByRole('button', { name: 'Weiter' }).click()
    await expect(app.getByRole('alert')).toHaveText('Bitte wählen Sie, wie es weitergehen soll.')
    expect(invoices()).toHaveLength(1)
    await picture(page, `nothing-left-asked-${scheme}-${width}`)

    await app.getByRole('button', { name: 'Trotzdem alle Positionen' }).click()
    await expect(app.getByRole('button', { name: 'Trotzdem alle Positionen' })).toHaveAttribute('aria-pressed', 'true')
    await expect(app.getByText('250,00 €').first()).toBeVisible()
    await picture(page, `nothing-left-again-${scheme}-${width}`)
    await expectAccessible(page)
    await app.getByRole('button', { name: 'Ohne Positionen' }).click()
    await expect(app.getByText('Keine Position ist angekreuzt.')).toBeVisible()
    await app.getByRole('button', { name: 'Trotzdem alle Positionen' }).click()
    await app.getByRole('button', { name: 'Weiter' }).click()
    await expect.poll(() => invoices().length, { timeout: 20_000 }).toBe(2)
    await expect.poll(() => invoices()[1]!.rows.map(({ quantity }) => quantity), { timeout: 20_000 }).toEqual([100])
    expect(complaints).toEqual([])
  },
)
