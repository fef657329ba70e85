import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const salesperson = 2

/** Somebody else sits down in front of the same browser. */
async function signIn({ page, demo }: Visit, person: number): Promise<void> {
  demo.portal.state.users.get(person)!.language = 'de'
  await page.context().addCookies([{ name: 'simulated_portal', value: `${person}.de.auto`, url: demo.portalUrl }])
}

async function openSettings({ page, app, demo }: Visit, name: RegExp | string = 'Einstellungen'): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name }).click({ timeout: 20_000 })
  await expect(app.getByRole('checkbox', { name: /^(Rechnung|Invoice)$/ }).first()).toBeVisible({ timeout: 20_000 })
}

test('what an administrator decides is what a salesperson sees', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const stages = [
    { code: 'NEW', name: 'Anfrage' },
    { code: 'PLAN', name: 'Planung' },
  ]
  const pipeline = portal.addPipeline('deal', { name: 'Großprojekte', stages })
  const quote = portal.add('quote', { title: 'Neues Dach', assignedById: salesperson })

  await openSettings(visitor)
  await expect(app.getByRole('button', { name: 'Speichern' })).toBeDisabled()
  const fromQuote = app
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Aus einem Angebot' }) })
    .last()
  await fromQuote.getByRole('checkbox', { name: 'Rechnung' }).click()
  await expect(fromQuote.getByText('Ausgeschaltet')).toBeVisible()
  await fromQuote.getByText('Wie üblich').click()
  await fromQuote.getByRole('combobox', { name: 'Pipeline, die vorgeschlagen wird' }).click()
  await app.getByRole('option', { name: 'Großprojekte' }).click()
  await fromQuote.getByRole('combobox', { name: 'Startphase' }).click()
  await app.getByRole('option', { name: 'Planung' }).click()
  await fromQuote.getByRole('combobox', { name: 'Verantwortlich' }).click()
  await app.getByRole('option', { name: 'Wer erstellt' }).click()
  await expect(app.getByRole('tab', { name: 'Einstellungen (nicht gespeichert)' })).toBeVisible()
  await picture(page, 'settings')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Speichern' }).click()
  await expect(app.getByText('Gespeichert.', { exact: true })).toBeVisible()

  await signIn(visitor, salesperson)
  await openApp(visitor, `/crm/type/7/details/${quote.id}/`)
  await expect(app.getByText('Von Ihrem Administrator ausgeschaltet.')).toBeVisible()
  await expect(app.getByText('Startet in Phase „Planung“')).toBeVisible()
  await picture(page, 'settings-seen')
  await app.getByRole('button', { name: 'Weiter' }).click()
  const newest = () => [...portal.state.items.deal.values()].at(-1)!.values
  await expect.poll(() => newest().title, { timeout: 20_000 }).toBe('Neues Dach')
  expect(newest()).toMatchObject({
    categoryId: pipeline.id,
    stageId: `C${pipeline.id}:PLAN`,
    assignedById: salesperson,
  })
  expect(complaints).toEqual([])
}, 90_000)

test('an item per target makes it at once, and loading its frame again makes no second one', async () => {
  const visitor = await visit()
  const { page, app, demo } = visitor
  const { portal } = demo
  await openSettings(visitor)
  await app.getByRole('radio', { name: 'Ein Eintrag je Ziel' }).click()
  await app.getByRole('checkbox', { name: 'Ohne weiteren Klick erstellen' }).click()
  await app.getByRole('button', { name: 'Speichern' }).click()
  await expect(app.getByText('Gespeichert.', { exact: true })).toBeVisible()

  await signIn(visitor, salesperson)
  const deal = portal.add('deal', {
    title: 'Neues Dach',
    currencyId: 'EUR',
    opportunity: 500,
    assignedById: salesperson,
  })
  const before = portal.state.items.invoice.size
  await page.goto(`${demo.portalUrl}/crm/deal/details/${deal.id}/`)
  await page.locator('main summary').first().click()
  await picture(page, 'settings-menu')
  await page.getByRole('button', { name: 'Rechnung aus diesem Auftrag…' }).click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  const card = page.frameLocator('iframe[src*="/crm/type/31/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Neues Dach', { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(app.getByRole('heading', { name: 'Rechnung erstellt' })).toBeVisible()

  // A frame that is loaded again posts the same form again.
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form[target*="|"]')!.submit())
  await expect(card.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(app.getByRole('heading', { name: 'Rechnung erstellt' })).toBeVisible()
  await expect(app.getByRole('button', { name: 'Rückgängig machen' })).toBeVisible()
  expect(portal.state.items.invoice.size).toBe(before + 1)

  // Another click is another wish; now there is one already, so the person decides.
  await page.goto(`${demo.portalUrl}/crm/deal/details/${deal.id}/`)
  await page.locator('main summary').first().click()
  await page.getByRole('button', { name: 'Rechnung aus diesem Auftrag…' }).click()
  await expect(app.getByRole('radio', { name: 'Rechnung' })).toBeChecked({ timeout: 20_000 })
  await expect(app.getByRole('button', { name: 'Weiter' })).toBeVisible()
  expect(portal.state.items.invoice.size).toBe(before + 1)
}, 90_000)

test('the only item makes it at once where only one thing is possible', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  await openSettings(visitor)
  const fromQuote = app
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Aus einem Angebot' }) })
    .last()
  await fromQuote.getByRole('checkbox', { name: 'Auftrag' }).click()
  await app.getByRole('checkbox', { name: 'Ohne weiteren Klick erstellen' }).click()
  await app.getByRole('button', { name: 'Speichern' }).click()
  await expect(app.getByText('Gespeichert.', { exact: true })).toBeVisible()

  await signIn(visitor, salesperson)
  const quote = portal.add('quote', { title: 'Neues Dach', assignedById: salesperson })
  const before = portal.state.items.invoice.size
  await page.goto(`${demo.portalUrl}/crm/type/7/details/${quote.id}/`)
  await page.locator('main summary').first().click()
  await page.getByRole('button', { name: 'Erstellen aus…' }).click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  await page.keyboard.press('Escape')
  await expect(app.getByRole('heading', { name: 'Rechnung erstellt' })).toBeVisible()
  expect(complaints).toEqual([])
}, 90_000)

test.each([
  { dark: false, width: 1280, language: 'de' as const },
  { dark: true, width: 320, language: 'en' as const },
])(
  'places the portal refuses are named in words, and the settings count: $language, $width wide',
  async (look) => {
    const visitor = await visit({ ...look, height: 900 })
    const { page, app, demo, complaints } = visitor
    demo.portal.faults.refuse('placement.bind', {
      error: 'ERROR_PLACEMENT_MAX_COUNT',
      description: 'Placement max count: 1',
      when: ({ PLACEMENT }) => PLACEMENT === 'CRM_DEAL_DETAIL_TOOLBAR',
    })
    await openSettings(visitor, /^(Einstellungen|Settings)$/)
    await app.getByRole('radio', { name: /je Ziel|per target/ }).click()
    await app.getByRole('button', { name: /^(Speichern|Save)$/ }).click()
    await expect(app.getByText(/Das hat Bitrix24 nicht übernommen|Bitrix24 did not accept this/)).toBeInViewport()
    await expect(app.getByText(/Menü in der Karte des Auftrags|Menu in the card of a deal/)).toBeInViewport()
    await expect(app.getByText(/^(Zuletzt gespeichert von|Last saved by) Anna Weiß/)).toBeVisible()
    await picture(page, `settings-refused-${look.language}-${look.width}`)
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    await openSettings(visitor, /^(Einstellungen|Settings)$/)
    await expect(app.getByRole('radio', { name: /je Ziel|per target/ })).toBeChecked()
    expect(complaints).toEqual([])
  },
  60_000,
)

describe('the settings can be read by everybody', () => {
  test.each([
    { dark: true, width: 1280, language: 'en' as const },
    { dark: false, width: 320, language: 'de' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit(look)
    const { page, app } = visitor
    await openSettings(visitor, /^(Einstellungen|Settings)$/)
    await app
      .getByText(/^(Wie üblich|As usual)$/)
      .first()
      .click()
    await app.getByRole('radio', { name: /Alle, die erstellen|Everybody who may/ }).click()
    await app.getByRole('radio', { name: /je Ziel|per target/ }).click()
    const name = `settings-${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`
    await picture(page, name)
    await page.setViewportSize({ width: look.width, height: 3200 })
    await picture(page, `${name}-whole`)
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
  })
})
