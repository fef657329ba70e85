import { test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** A lead without known clients, of which a deal and a contact will be made. */
function addLead({ demo }: Visit) {
  return demo.portal.add('lead', {
    title: 'Neues Vordach',
    lastName: 'Sommer',
    stageId: 'IN_PROCESS',
    assignedById: 2,
  })
}

async function choosePipeline({ app }: Visit): Promise<void> {
  await app.getByRole('combobox', { name: 'Pipeline' }).click()
  await app.getByRole('option').first().click()
}

test('an answer that got lost is waited for: the page says so, and ends with everything made once', async () => {
  const visitor = await visit({ user: 2, portalTimeout: 4 })
  const { page, app, demo } = visitor
  const { deal, contact } = demo.portal.state.items
  const lead = addLead(visitor)
  const before = { deals: deal.size, contacts: contact.size }
  await openApp(visitor, `/crm/lead/details/${lead.id}/`)
  await choosePipeline(visitor)
  demo.portal.faults.dropAnswer('crm.item.add')
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect(app.getByText(/prüfen/).first()).toBeVisible({ timeout: 20_000 })
  await picture(page, 'lost-answer')
  const card = page.frameLocator('iframe[src*="/crm/deal/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Neues Vordach', { timeout: 45_000 })
  await page.keyboard.press('Escape')
  await expect(app.getByRole('heading', { level: 1 })).toHaveText('2 Datensätze erstellt')
  await expectAccessible(page)
  expect([deal.size, contact.size]).toEqual([before.deals + 1, before.contacts + 1])
  expect(lead.values.stageId).toBe('CONVERTED')
})

test.each([
  { language: 'de', width: 1280, dark: false },
  { language: 'en', width: 320, dark: true },
] as const)(
  'what was left half done is told when the card is opened again, and carried on ($language)',
  async (look) => {
    const visitor = await visit({ user: 2, ...look })
    const { page, app, demo, complaints } = visitor
    const { deal, contact } = demo.portal.state.items
    const lead = addLead(visitor)
    const before = { deals: deal.size, contacts: contact.size }
    await openApp(visitor, `/crm/lead/details/${lead.id}/`)
    await choosePipeline(visitor)
    const dealOnly = { entityTypeId: 2 }
    const error = { error: 'ACCESS_DENIED', description: 'Access denied.' }
    demo.portal.faults.refuse('crm.item.add', { ...error, params: dealOnly })
    await app.getByRole('button', { name: /^(Weiter|Continue)$/ }).click()
    await expect(app.getByRole('heading', { level: 1 })).toHaveText(/^(Nur zum Teil erstellt|Only partly created)$/, {
      timeout: 20_000,
    })
    await picture(page, `partial-${look.language}`)
    await expectAccessible(page)

    demo.portal.faults.clear()
    await openApp(visitor, `/crm/lead/details/${lead.id}/`)
    const carryOn = app.getByRole('button', { name: /^(Fortsetzen|Carry on)$/ })
    await expect(carryOn).toBeVisible()
    await picture(page, `unfinished-${look.language}-${look.width}`)
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    await carryOn.click()
    const card = page.frameLocator('iframe[src*="/crm/deal/details/"]')
    await expect(card.getByRole('heading', { level: 1 })).toHaveText('Neues Vordach', { timeout: 20_000 })
    expect([deal.size, contact.size]).toEqual([before.deals + 1, before.contacts + 1])
    expect(lead.values.stageId).toBe('CONVERTED')
    expect(complaints).toEqual([])
  },
)

test('what changed before anything was made is chosen anew from the history', async () => {
  const visitor = await visit({ user: 2, portalTimeout: 4 })
  const { page, app, demo, complaints } = visitor
  const lead = addLead(visitor)
  const before = demo.portal.state.items.deal.size
  await openApp(visitor, `/crm/lead/details/${lead.id}/`)
  await choosePipeline(visitor)
  demo.portal.faults.loseRequest('crm.item.add')
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect(app.getByText(/prüfen/).first()).toBeVisible()
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  const updatedTime = new Date(Date.now() + 60_000).toISOString()
  Object.assign(lead.values, { title: 'Vordach mit Rinne', updatedTime })

  await app.getByRole('tab', { name: 'Verlauf' }).click()
  await app.getByRole('button', { name: 'Fortsetzen' }).click()
  const anew = app.getByRole('button', { name: 'Neuen Stand zeigen' })
  await expect(anew).toBeVisible({ timeout: 30_000 })
  const entry = app.getByRole('listitem').filter({ has: anew })
  // It reads as it stands now: nothing was made, and it is not uncertain any more.
  await expect(entry.getByText('abgelehnt', { exact: true })).toBeVisible()
  await expect(entry.getByText('ungewiss', { exact: true })).toHaveCount(0)
  await picture(page, 'journal-outdated')
  await expectAccessible(page)
  await anew.click()
  await expect(app.getByRole('heading', { level: 1 })).toContainText('Vordach mit Rinne')
  await picture(page, 'journal-chosen-anew')
  await choosePipeline(visitor)
  await app.getByRole('button', { name: 'Weiter' }).click()
  await expect.poll(() => demo.portal.state.items.deal.size).toBe(before + 1)
  expect(lead.values.stageId).toBe('CONVERTED')
  expect(complaints.filter((text) => !text.includes('409'))).toEqual([])
})
