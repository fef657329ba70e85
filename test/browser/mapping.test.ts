import type { FrameLocator, Locator } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { describe, test } from 'vitest'
import { conversions, mappings, settings } from '../../server/storage/schema.ts'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

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
    await app.getByRole('option', { name: /Nicht übernehmen|Do not carry over/ }).click()
    await app
      .getByRole('button', { name: /: fester Wert$|: fixed value$/ })
      .first()
      .click()
    await picture(page, `mapping-changed-${name}`)
    await app
      .getByRole('heading', { name: /nicht automatisch gefüllt|not filled automatically/ })
      .scrollIntoViewIfNeeded()
    await picture(page, `mapping-fixed-${name}`)
    await expectAccessible(page)
    expect(await wide()).toBe(0)
    expect(complaints).toEqual([])
  })
})

/** Somebody else sits down in front of the same browser. */
async function become({ page, demo }: Visit, person: number): Promise<void> {
  demo.portal.state.users.get(person)!.language = 'de'
  await page.context().addCookies([{ name: 'simulated_portal', value: `${person}.de.auto`, url: demo.portalUrl }])
}

/** An administrator removes the app in the portal's list, with its data or without; the card offers it no longer. */
async function removeApp({ page, demo }: Visit, { clean }: { clean: boolean }, card: string): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/`)
  await page.getByRole('button', { name: /^Entfernen/ }).click()
  const dialog = page.getByRole('dialog', { name: 'App entfernen' })
  if (clean) await dialog.getByRole('checkbox', { name: 'Einstellungen und Daten der App löschen' }).check()
  await dialog.getByRole('button', { name: 'Entfernen' }).click()
  await expect(page.getByText('Entfernt', { exact: true })).toBeVisible()
  await page.goto(demo.portalUrl + card)
  await expect(page.getByText('Erstellen aus…')).toHaveCount(0)
}

/** It is installed again from the same list, and its installer ends by itself. */
async function installAgain({ page, demo }: Visit): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/`)
  await page.getByRole('button', { name: /^Installieren/ }).click()
  await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
}

/** The settings, with the check box of one target. */
async function openSettings({ page, app, demo }: Visit, from: string, target: string): Promise<Locator> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name: 'Einstellungen' }).click({ timeout: 20_000 })
  const section = app.locator('section').filter({ has: page.getByRole('heading', { name: from }) })
  const box = section.last().getByRole('checkbox', { name: target })
  await expect(box).toBeVisible({ timeout: 20_000 })
  return box
}

/** How many decisions, mappings and conversions of a portal the app remembers. */
async function remembered({ database, demo }: Visit): Promise<number[]> {
  const { memberId } = demo.portal.state
  return Promise.all(
    [settings, mappings, conversions].map((table) => database.orm.$count(table, eq(table.memberId, memberId))),
  )
}

test('a portal’s whole way: installed, set up, mapped, converted that way, undone, removed and installed anew', async () => {
  const visitor = await visit({ installed: false })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo

  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
  await (await openSettings(visitor, 'Aus einem Auftrag', 'Angebot')).click()
  await app.getByRole('button', { name: 'Speichern' }).click()
  await expect(app.getByText('Gespeichert.', { exact: true })).toBeVisible()

  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await expect(app.getByText('Noch nichts geändert: Alle Felder werden automatisch zugeordnet.')).toBeVisible()
  await send(app, 'Kommentar', 'Quelleninformation')
  await expect(app.getByRole('tab', { name: 'Feldzuordnung (nicht gespeichert)' })).toBeVisible()
  await app.getByRole('button', { name: 'Beginndatum: fester Wert' }).click()
  await app.getByLabel('Beginndatum: fester Wert').fill('2027-03-01')
  await app.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(app.getByText('Gespeichert. Die Zuordnung gilt ab sofort.')).toBeVisible()
  await expect(app.getByText(/^Version 1 · Anna Weiß · /)).toBeVisible()
  await picture(page, 'mapping-saved')

  await become(visitor, 2)
  const deal = portal.add('deal', {
    title: 'Kirchturm',
    comments: 'Vorsicht, Tauben',
    sourceDescription: 'Messe',
    assignedById: 2,
  })
  const before = portal.state.items.invoice.size
  const card = `/crm/deal/details/${deal.id}/`
  await openApp(visitor, card)
  await expect(app.getByText('Von Ihrem Administrator ausgeschaltet.')).toBeVisible()
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

  await become(visitor, 1)
  expect(await remembered(visitor)).toEqual([1, 1, 1])
  await removeApp(visitor, { clean: true }, card)
  await expect.poll(() => remembered(visitor)).toEqual([0, 0, 0])

  await installAgain(visitor)
  await expect(await openSettings(visitor, 'Aus einem Auftrag', 'Angebot')).toBeChecked()
  await expect(app.getByText('Bisher hat niemand etwas festgelegt')).toBeVisible()
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await expect(app.getByText('Noch nichts geändert: Alle Felder werden automatisch zugeordnet.')).toBeVisible()
  await app.getByRole('tab', { name: 'Verlauf' }).click()
  await expect(app.getByText('Noch ist es nichts.')).toBeVisible()

  await become(visitor, 2)
  await openApp(visitor, card)
  await app.getByText('Rechnung', { exact: true }).first().click()
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  expect([...portal.state.items.invoice.values()].at(-1)!.values).toMatchObject({
    comments: 'Vorsicht, Tauben',
    sourceDescription: 'Messe',
  })
  expect(complaints).toEqual([])
}, 180_000)

test('whoever removes the app without its data finds settings and mapping again', async () => {
  const visitor = await visit()
  const { app, complaints } = visitor
  await (await openSettings(visitor, 'Aus einem Auftrag', 'Angebot')).click()
  await app.getByRole('button', { name: 'Speichern' }).click()
  await expect(app.getByText('Gespeichert.', { exact: true })).toBeVisible()
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await send(app, 'Kommentar', 'Quelleninformation')
  await app.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(app.getByText('Gespeichert. Die Zuordnung gilt ab sofort.')).toBeVisible()

  await removeApp(visitor, { clean: false }, '/crm/deal/details/1/')
  await visitor.demo.portal.eventsDelivered()
  await installAgain(visitor)
  await expect(await openSettings(visitor, 'Aus einem Auftrag', 'Angebot')).not.toBeChecked()
  await expect(app.getByText(/^Zuletzt gespeichert von Anna Weiß/)).toBeVisible()
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await expect(app.getByText(/^Version 1 · Anna Weiß · /)).toBeVisible()
  await expect(app.getByLabel('Wohin geht „Kommentar“?')).toContainText('Quelleninformation')
  await openApp(visitor, '/crm/deal/details/1/')
  await expect(app.getByText('Von Ihrem Administrator ausgeschaltet.')).toBeVisible()
  expect(complaints).toEqual([])
}, 120_000)

test('what no longer works is red, found by a filter and in the health, and a file names what is not here', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const note = portal.addUserField('invoice', {
    fieldName: 'UF_CRM_SMART_INVOICE_NOTE',
    userTypeId: 'string',
    label: 'Vermerk',
  })
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  await send(app, 'Kommentar', 'Vermerk')
  await send(app, 'Quelleninformation', 'Nicht übernehmen')
  await app.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(app.getByText(/^Version 1 · /)).toBeVisible()
  const download = page.waitForEvent('download')
  await app.getByRole('button', { name: 'Als Datei speichern' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('Feldzuordnung Auftrag Rechnung.json')

  portal.state.userFields.delete(note.id)
  await openMapping(visitor, /^Auftrag → Rechnung$/)
  const problem = app.getByText('Das Zielfeld „Vermerk“ gibt es nicht mehr. Der Wert bleibt zurück.')
  await expect(app.getByText('1 Problem', { exact: true })).toBeVisible()
  await app.getByRole('switch', { name: 'Nur Probleme' }).click()
  await expect(app.getByLabel(/^Wohin geht/)).toHaveCount(1)
  await expect(problem).toBeVisible()
  await picture(page, 'mapping-problem')
  await expectAccessible(page)

  await app.getByRole('tab', { name: 'Zustand' }).click()
  await expect(problem).toBeVisible({ timeout: 20_000 })
  await picture(page, 'mapping-health')
  await expectAccessible(page)

  await app.getByRole('tab', { name: tab }).click()
  await app.getByRole('switch', { name: 'Nur Probleme' }).click()
  await send(app, 'Kommentar', 'Kommentar · automatisch')
  await expect(app.getByText('Keine Probleme: Alle Zuordnungen funktionieren.')).toBeVisible()
  await app.getByRole('button', { name: 'Speichern', exact: true }).click()
  await app.getByText('Frühere Versionen').click()
  await app.getByRole('button', { name: 'Version 1 ansehen' }).click()
  await expect(app.getByText('Sie sehen Version 1. Sie gilt erst, wenn Sie speichern.')).toBeVisible()
  await app.getByRole('button', { name: 'Verwerfen' }).click()
  await expect(app.getByText(/^Sie sehen Version/)).toHaveCount(0)

  await app.locator('input[type=file]').setInputFiles(await file.path())
  await expect(app.getByText(/^Sie sehen den Inhalt von/)).toBeVisible()
  await expect(
    app.getByText(/Dieses Feld aus der Datei gibt es hier nicht, es wird weggelassen: Vermerk\./),
  ).toBeVisible()
  await picture(page, 'mapping-file')
  await expectAccessible(page)
  await app.locator('input[type=file]').setInputFiles({
    name: 'kaputt.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"create-from-mapping","formatVersion":1,"source":"deal","target":"invoice"}'),
  })
  await expect(app.getByText('Diese Datei enthält keine lesbare Feldzuordnung.')).toBeVisible()
  await expect(app.getByText('exceptions', { exact: true })).toBeVisible()
  await picture(page, 'mapping-file-refused')
  // The refusal of a file is an answer with an error status, which a browser's console names.
  expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
}, 120_000)
