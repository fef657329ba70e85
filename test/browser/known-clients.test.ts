import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** The demo's lead whose phone belongs to the contact Klaus Weber. */
function dormerLead({ demo }: Visit) {
  return [...demo.portal.state.items.lead.values()].find(({ values }) => values.title === 'Gaube für das Pförtnerhaus')!
}

function klausWeber({ demo }: Visit) {
  return [...demo.portal.state.items.contact.values()].find(({ values }) => values.lastName === 'Weber')!
}

test('a lead whose phone is known links the contact, fills what it lacks, and gives it back when it is undone', async () => {
  const visitor = await visit({ user: 2 })
  const { page, app, demo, complaints } = visitor
  const { contact, deal } = demo.portal.state.items
  const lead = dormerLead(visitor)
  const weber = klausWeber(visitor)
  const before = { contacts: contact.size, deals: deal.size, fm: structuredClone(weber.fm) }
  await openApp(visitor, `/crm/lead/details/${lead.id}/`)
  await expect(app.getByRole('heading', { name: 'Vielleicht schon bekannt' })).toBeVisible()
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect(app.getByRole('alert').first()).toContainText('Bitte wählen Sie')
  await picture(page, 'known-missing')
  await app.getByRole('radio', { name: 'Klaus Weber verwenden' }).check()
  await expect(app.getByText(/Ergänzt wird nur, was dort noch fehlt: Geburtsdatum/)).toBeVisible()
  await app.getByRole('combobox', { name: 'Pipeline' }).click()
  await app.getByRole('option').first().click()
  await picture(page, 'known-chosen')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Weiter' }).click()

  const card = page.frameLocator('iframe[src*="/crm/deal/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText(String(lead.values.title), { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(app.getByText('Kontakt · verknüpft')).toBeVisible()
  await picture(page, 'known-result')
  const made = [...deal.values()].at(-1)!
  expect(made.values.contactIds).toEqual([weber.id])
  expect(contact.size).toBe(before.contacts)
  expect(weber.values.birthdate).toMatch(/^1975-09-21/)

  await app.getByRole('button', { name: 'Rückgängig machen' }).click()
  await expect(app.getByText('Wirklich rückgängig machen?')).toBeVisible()
  await picture(page, 'undo-question')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Ja, löschen' }).click()
  await expect(app.getByRole('heading', { level: 1 })).toHaveText('Rückgängig gemacht', { timeout: 20_000 })
  await picture(page, 'undone')
  await expectAccessible(page)
  expect(deal.size).toBe(before.deals)
  expect(weber.fm).toEqual(before.fm)
  expect(weber.values.birthdate || '').toBe('')
  expect(lead.values.stageId).not.toBe('CONVERTED')
  expect(complaints).toEqual([])
})

describe.each([
  { language: 'de', width: 1280, dark: false },
  { language: 'en', width: 320, dark: true },
  { language: 'de', width: 320, dark: false },
  { language: 'en', width: 1280, dark: true },
] as const)('$language, $width wide, dark: $dark: everybody can read', (look) => {
  const words =
    look.language === 'de'
      ? { undo: 'Rückgängig machen', next: 'Weiter', invoice: 'Rechnung' }
      : { undo: 'Undo', next: 'Continue', invoice: 'Invoice' }
  const name = `${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`

  async function readable({ page, app }: Visit, what: string): Promise<void> {
    await picture(page, `${what}-${name}`)
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
  }

  test('known clients and the choice of the history', async () => {
    const visitor = await visit({ user: 2, ...look })
    const lead = dormerLead(visitor)
    visitor.demo.portal.add('contact', {
      name: 'Petra',
      lastName: 'Weber',
      assignedById: 1,
      fm: lead.fm.map((entry) => ({ ...entry })),
    })
    await openApp(visitor, `/crm/lead/details/${lead.id}/`)
    await visitor.app
      .getByRole('radio', { name: /Klaus Weber/ })
      .first()
      .check()
    await visitor.app
      .getByRole('radio', { name: /Klaus Weber/ })
      .first()
      .scrollIntoViewIfNeeded()
    await readable(visitor, 'known')
  })

  test('legal details, the question before an undo, and what is undone', async () => {
    const visitor = await visit({ user: 2, ...look })
    const { app, page } = visitor
    await openApp(visitor, '/crm/deal/details/2/')
    await app.getByText(words.invoice, { exact: true }).first().click()
    const details = app.getByText('Lindenhof Rechnungsstelle')
    await details.scrollIntoViewIfNeeded()
    await readable(visitor, 'legal')
    await app.getByRole('button', { name: words.next }).click()
    const card = page.frameLocator('iframe[src*="/crm/type/31/details/"]')
    await expect(card.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
    await page.keyboard.press('Escape')
    await app.getByRole('button', { name: words.undo }).click()
    await readable(visitor, 'undo-question')
    await app.getByRole('button', { name: /^(Ja, löschen|Yes, delete)$/ }).click()
    await expect(app.getByRole('heading', { level: 1 })).toHaveText(/Rückgängig gemacht|Undone/, { timeout: 20_000 })
    await readable(visitor, 'undone')
  })
})
