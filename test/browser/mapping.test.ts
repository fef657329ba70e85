import { expect, type FrameLocator } from '@playwright/test'
import { describe, test } from 'vitest'
import { expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const tab = /^(Feldzuordnung|Field mapping)$/

async function openMapping({ page, demo, app }: Visit, pair: RegExp): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name: tab }).click({ timeout: 20_000 })
  await app.getByRole('combobox', { name: /Von – nach|From – to/ }).click()
  await app.getByRole('option', { name: pair }).click()
  await expect(app.getByText(/Feld im Auftrag|Field of the deal/).first()).toBeAttached({ timeout: 20_000 })
}

/** Sends a field elsewhere, by the select of its row. */
async function send(app: FrameLocator, field: string, to: string): Promise<void> {
  await app.getByLabel(`Wohin geht „${field}“?`).click()
  await app.getByRole('option', { name: to }).first().click()
}

describe('the field mapping can be read by everybody', () => {
  test.each([
    { dark: false, width: 1280, language: 'de' as const },
    { dark: true, width: 1280, language: 'en' as const },
    { dark: false, width: 320, language: 'de' as const },
    { dark: true, width: 320, language: 'en' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit(look)
    const { page, app, complaints } = visitor
    await openMapping(visitor, /^(Auftrag → Rechnung|Deal → Invoice)$/)
    const name = `${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`
    await picture(page, `mapping-${name}`)
    await expectAccessible(page)
    const wide = (): Promise<number> => app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(await wide()).toBe(0)
    const comment = app.getByLabel(/(Kommentar|Comment)[“”]/)
    await comment.click()
    await picture(page, `mapping-open-${name}`)
    await app.getByRole('option', { name: /Nicht übernehmen|Do not take over/ }).click()
    await app
      .getByRole('button', { name: /: fester Wert$|: fixed value$/ })
      .first()
      .click()
    await picture(page, `mapping-changed-${name}`)
    await app.getByRole('heading', { name: /in die nichts von selbst|nothing goes into/ }).scrollIntoViewIfNeeded()
    await picture(page, `mapping-fixed-${name}`)
    await expectAccessible(page)
    expect(await wide()).toBe(0)
    expect(complaints).toEqual([])
  })
})

test('a portal’s whole way: installed, mapped, converted that way, undone, removed and installed anew', async () => {
  const visitor = await visit({ installed: false })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const become = (person: number): Promise<void> =>
    page.context().addCookies([{ name: 'simulated_portal', value: `${person}.de.auto`, url: demo.portalUrl }])
  async function install(): Promise<void> {
    await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
    await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
  }
  portal.state.users.get(2)!.language = 'de'

  await install()
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await expect(app.getByText('Noch nichts geändert: Alle Felder werden automatisch zugeordnet.')).toBeVisible()
  await send(app, 'Kommentar', 'Quelleninformation')
  await app.getByRole('button', { name: 'Beginndatum: fester Wert' }).click()
  await app.getByLabel('Beginndatum: fester Wert').fill('2027-03-01')
  await app.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(app.getByText('Gespeichert. Die Zuordnung gilt ab sofort.')).toBeVisible()
  await expect(app.getByText(/^Version 1 · Anna Weiß · /)).toBeVisible()
  await picture(page, 'mapping-saved')

  await become(2)
  const deal = portal.add('deal', {
    title: 'Kirchturm',
    comments: 'Vorsicht, Tauben',
    sourceDescription: 'Messe',
    assignedById: 2,
  })
  const before = portal.state.items.invoice.size
  await openApp(visitor, `/crm/deal/details/${deal.id}/`)
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.getByRole('heading', { name: 'Felder', exact: true }).click()
  await expect(app.getByText('nach Feldzuordnung').first()).toBeVisible()
  await expect(app.getByText('„Quelleninformation“ wird laut Feldzuordnung anders gefüllt.')).toBeVisible()
  await picture(page, 'mapping-preview')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  const invoice = [...portal.state.items.invoice.values()].at(-1)!
  expect(invoice.values).toMatchObject({ sourceDescription: 'Vorsicht, Tauben', begindate: '2027-03-01' })
  expect(invoice.values.comments || null).toBeNull()

  const journal = app.getByRole('list', { name: 'Was erstellt wurde' })
  await expect(async () => {
    await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
    await app.getByRole('tab', { name: 'Verlauf' }).click()
    await expect(journal.getByText('erstellt', { exact: true })).toBeVisible({ timeout: 10_000 })
  }).toPass()
  await expect(app.getByRole('tab', { name: tab })).toHaveCount(0)
  await journal.getByText('Einzelheiten').click()
  await journal.getByRole('button', { name: 'Rückgängig machen' }).click()
  await app.getByRole('button', { name: 'Ja, löschen' }).click()
  await expect(journal.getByText('rückgängig gemacht', { exact: true })).toBeVisible({ timeout: 20_000 })
  expect(portal.state.items.invoice.size).toBe(before)

  portal.uninstallApp({ clean: true })
  await portal.eventsDelivered()
  await page.goto(`${demo.portalUrl}/crm/deal/details/${deal.id}/`)
  await expect(page.getByText('Erstellen aus…')).toHaveCount(0)

  await become(1)
  Object.assign([...portal.state.apps.values()][0]!, { active: true })
  await install()
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await expect(app.getByText('Noch nichts geändert: Alle Felder werden automatisch zugeordnet.')).toBeVisible()
  expect(complaints).toEqual([])
}, 120_000)
