import { describe, test } from 'vitest'
import type { Simulator } from '../simulator/create-simulator.ts'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

type Row = [code: string, type: string, label: { de: string; en: string }, more: object]

/** An invoice that asks for one field of most kinds, and a portal that checks them. */
function requireFields(portal: Simulator): void {
  portal.state.checksRequiredFields = true
  const fields: Row[] = [
    ['SHAPE', 'enumeration', { de: 'Dachform', en: 'Roof shape' }, { options: ['Satteldach', 'Flachdach'] }],
    ['AREA', 'double', { de: 'Fläche', en: 'Area' }, { settings: { PRECISION: 2 } }],
    ['BUDGET', 'money', { de: 'Budget', en: 'Budget' }, {}],
    ['DAY', 'date', { de: 'Abnahme am', en: 'Approved on' }, {}],
    ['INSURED', 'boolean', { de: 'Versichert', en: 'Insured' }, {}],
    ['EXTRAS', 'enumeration', { de: 'Extras', en: 'Extras' }, { options: ['Gaube', 'Kamin'], multiple: true }],
    ['SITE', 'url', { de: 'Internetseite', en: 'Web page' }, {}],
    ['MANAGER', 'employee', { de: 'Leitung', en: 'Manager' }, {}],
  ]
  for (const [code, userTypeId, label, more] of fields)
    portal.addUserField('invoice', { fieldName: `UF_CRM_${code}`, userTypeId, label, mandatory: true, ...more })
}

test('an invoice asks for its required fields first, says which one is missing, and carries all of them', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  requireFields(portal)
  const deal = portal.add('deal', { title: 'Neues Dach', currencyId: 'EUR', opportunity: 500, assignedById: 2 })
  const before = portal.state.items.invoice.size
  await openApp(visitor, `/crm/deal/details/${deal.id}/`)
  await app.getByText('Rechnung', { exact: true }).first().click()
  const carryOn = app.getByRole('button', { name: 'Weiter' })
  await carryOn.click()
  await expect(app.getByRole('alert').first()).toHaveText('Bitte füllen Sie dieses Feld aus.')
  await expect(app.getByRole('combobox', { name: 'Dachform' })).toBeFocused()
  await picture(page, 'required-missing')
  expect(portal.state.items.invoice.size).toBe(before)

  const choose = async (label: string, ...options: string[]): Promise<void> => {
    await app.getByRole('combobox', { name: label }).click()
    for (const option of options) await app.getByRole('option', { name: option }).click()
    if (options.length > 1) await page.keyboard.press('Escape')
  }
  await choose('Dachform', 'Flachdach')
  await choose('Versichert', 'Nein')
  await choose('Extras', 'Gaube', 'Kamin')
  await app.getByRole('textbox', { name: 'Fläche' }).fill('1.234,5')
  await app.getByRole('textbox', { name: 'Budget', exact: true }).fill('99,90')
  await app.getByLabel('Abnahme am').fill('2026-12-24')
  await app.getByRole('textbox', { name: 'Internetseite' }).fill('www.beispiel.de')
  await app.getByRole('button', { name: /^Leitung/ }).click()
  const people = page.getByRole('dialog').filter({ hasText: 'Julia Kern' })
  await people.getByText('Max Berger').click()
  await people.getByRole('button', { name: 'Auswählen' }).click()
  await expect(app.getByRole('button', { name: 'Leitung: Max Berger – Person auswählen' })).toBeVisible()
  await picture(page, 'required-filled')
  await expectAccessible(page)
  await carryOn.click()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  const { values } = [...portal.state.items.invoice.values()].at(-1)!
  expect(values).toMatchObject({
    UF_CRM_AREA: 1234.5,
    UF_CRM_BUDGET: '99.9|EUR',
    UF_CRM_INSURED: 'N',
    UF_CRM_SITE: 'https://www.beispiel.de/',
    UF_CRM_MANAGER: 2,
  })
  expect(values.UF_CRM_EXTRAS).toHaveLength(2)
  expect(complaints).toEqual([])
})

test('a deal that only the card finds incomplete is asked about after company and contact, and made once', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  portal.state.checksRequiredFields = true
  portal.requireField({ type: 'deal', field: 'sourceDescription', stageIds: null })
  const lead = portal.add('lead', { title: 'Neues Dach', lastName: 'Müller', assignedById: 2 })
  const count = (): number[] => [portal.state.items.deal.size, portal.state.items.contact.size]
  const [deals = 0, contacts = 0] = count()
  await openApp(visitor, `/crm/lead/details/${lead.id}/`)
  await app.getByRole('combobox', { name: 'Pipeline' }).click()
  await app.getByRole('option').first().click()
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect(app.getByRole('heading', { name: 'Nur zum Teil erstellt' })).toBeVisible({ timeout: 20_000 })
  expect(count()).toEqual([deals, contacts + 1])
  const carryOn = app.getByRole('button', { name: 'Fortsetzen' })
  await carryOn.click()
  await expect(app.getByRole('textbox', { name: 'Quelleninformation' })).toBeFocused()
  await picture(page, 'required-refused')
  await expectAccessible(page)
  await app.getByRole('textbox', { name: 'Quelleninformation' }).fill('Messe')
  await carryOn.click()
  await expect.poll(count, { timeout: 20_000 }).toEqual([deals + 1, contacts + 1])
  expect([...portal.state.items.deal.values()].at(-1)!.values.sourceDescription).toBe('Messe')
  expect(complaints).toEqual([])
})

describe('the form can be read by everybody', () => {
  test.each([
    { dark: true, width: 1280, language: 'en' as const },
    { dark: false, width: 320, language: 'de' as const },
    { dark: true, width: 320, language: 'en' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit({ user: 2, ...look })
    const { page, app, demo } = visitor
    requireFields(demo.portal)
    demo.portal.addUserField('invoice', {
      fieldName: 'UF_CRM_PLAN',
      userTypeId: 'file',
      label: { de: 'Bauplan', en: 'Plan' },
      mandatory: true,
    })
    const deal = demo.portal.add('deal', { title: 'Neues Dach', currencyId: 'EUR', opportunity: 500, assignedById: 2 })
    await openApp(visitor, `/crm/deal/details/${deal.id}/`)
    await app
      .getByText(/^(Rechnung|Invoice)$/)
      .first()
      .click()
    await app.getByRole('button', { name: /Weiter|Continue/ }).click()
    await expect(app.getByRole('alert').first()).toBeVisible()
    await expectAccessible(page)
    const wide = await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(wide).toBe(0)
    await picture(page, `required-${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`)
  })
})
