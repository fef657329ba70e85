import { readFile } from 'node:fs/promises'
import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** Opens the app from the portal's menu of apps, and there the history. */
async function openJournal({ page, demo, app }: Visit): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name: /^(Verlauf|History)$/ }).click()
}

test('what somebody created stands on the main page and is undone from there', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const deal = portal.add('deal', { title: 'Neues Dach', currencyId: 'EUR', opportunity: 500, assignedById: 1 })
  const before = portal.state.items.invoice.size
  await openApp(visitor, `/crm/deal/details/${deal.id}/`)
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)

  const journal = app.getByRole('list', { name: 'Was erstellt wurde' })
  await expect(async () => {
    await openJournal(visitor)
    await expect(journal.getByText('erstellt', { exact: true })).toBeVisible({ timeout: 10_000 })
  }).toPass()
  await expect(journal.getByRole('link', { name: 'Neues Dach' })).toHaveCount(2)
  await journal.getByText('Einzelheiten').click()
  await picture(page, 'journal')
  await expectAccessible(page)

  const download = page.waitForEvent('download')
  await app.getByRole('button', { name: 'Als CSV-Datei speichern' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('Verlauf.csv')
  expect(await readFile(await file.path(), 'utf8')).toContain('"Auftrag";"Neues Dach"')

  await journal.getByRole('button', { name: 'Rückgängig machen' }).click()
  await expect(app.getByText('Wirklich rückgängig machen?')).toBeVisible()
  await app.getByRole('button', { name: 'Ja, löschen' }).click()
  await expect(journal.getByText('rückgängig gemacht', { exact: true })).toBeVisible({ timeout: 20_000 })
  expect(portal.state.items.invoice.size).toBe(before)
  await picture(page, 'journal-undone')

  await app.getByRole('combobox', { name: 'Ergebnis' }).click()
  await app.getByRole('option', { name: 'erstellt', exact: true }).click()
  await expect(app.getByText('Dazu gibt es keinen Eintrag.')).toBeVisible()
  await app.getByRole('button', { name: 'Alles zeigen' }).click()
  await expect(journal.getByRole('listitem').first()).toBeVisible()

  await app.getByRole('tab', { name: 'Zustand' }).click()
  await expect(app.getByText('Alles in Ordnung.')).toBeVisible({ timeout: 20_000 })
  await picture(page, 'health')
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

test('somebody without administration sees the history and no health', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app } = visitor
  await openJournal(visitor)
  await expect(app.getByText('Noch ist es nichts.')).toBeVisible({ timeout: 20_000 })
  await expect(app.getByRole('tab')).toHaveText(['Erstellen aus', 'Verlauf', 'So geht’s'])
  await picture(page, 'journal-empty')
})

describe('the main page can be read by everybody', () => {
  test.each([
    { dark: true, width: 1280, language: 'en' as const },
    { dark: false, width: 320, language: 'de' as const },
    { dark: true, width: 320, language: 'en' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit(look)
    const { page, app, demo } = visitor
    const { portal } = demo
    const deal = portal.add('deal', {
      title: 'Dachsanierung und Photovoltaikanlage Grundschule Nord',
      assignedById: 1,
    })
    const before = portal.state.items.invoice.size
    await openApp(visitor, `/crm/deal/details/${deal.id}/`)
    await app
      .getByText(/^(Rechnung|Invoice)$/)
      .first()
      .click()
    await app.getByRole('button', { name: /Weiter|Continue/ }).click()
    await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
    const journal = app.getByRole('list', { name: /Was erstellt wurde|What was created/ })
    await expect(async () => {
      await openJournal(visitor)
      await expect(journal.getByText(/^\s*(erstellt|created)\s*$/)).toBeVisible({ timeout: 10_000 })
    }).toPass()
    await journal.getByText(/^(Einzelheiten|Details)$/).click()
    await journal.getByRole('button', { name: /Rückgängig machen|Undo/ }).click()
    await expect(app.getByRole('button', { name: /Ja, löschen|Yes, delete/ })).toBeVisible()
    const name = `${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`
    await picture(page, `journal-${name}`)
    await expectAccessible(page)
    const wide = (): Promise<number> => app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(await wide()).toBe(0)
    await app.getByRole('tab', { name: /Zustand|Health/ }).click()
    await expect(app.getByText(/Alles in Ordnung|Everything is in order/)).toBeVisible({ timeout: 20_000 })
    await picture(page, `health-${name}`)
    await expectAccessible(page)
    expect(await wide()).toBe(0)
  })
})
