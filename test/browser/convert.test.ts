import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

const newest = <T extends { id: number }>(items: Map<number, T>): T =>
  [...items.values()].reduce((last, item) => (item.id > last.id ? item : last))

test('an administrator installs the app, and its item appears in the cards', async () => {
  const { page, demo, app, complaints } = await visit({ installed: false })
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await expect(app.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => [...demo.portal.state.apps.values()][0]!.installed, { timeout: 20_000 }).toBe(true)
  const placements = [...demo.portal.state.apps.values()][0]!.placements.map(({ placement }) => placement).sort()
  expect(placements).toEqual([
    'CRM_DEAL_DETAIL_TOOLBAR',
    'CRM_LEAD_DETAIL_TOOLBAR',
    'CRM_QUOTE_DETAIL_TOOLBAR',
    'IMMOBILE_CONTEXT_MENU',
    'REST_APP_URI',
  ])
  await page.waitForURL(/install_finished=Y/)
  await page.goto(`${demo.portalUrl}/crm/deal/details/1/`)
  await page.locator('main summary').first().click()
  await expect(page.getByText('Erstellen aus…').first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('a deal becomes an invoice with a missing list field, opens by itself, and is found again through the timeline', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  await openApp(visitor, '/crm/deal/details/1/')
  await app.getByText('Rechnung', { exact: true }).first().click()
  await expect(app.getByRole('checkbox', { name: /^Dachtyp/ })).toBeChecked()
  await app.getByRole('checkbox', { name: /^Interne Notiz/ }).uncheck()
  await picture(page, 'create-invoice')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Weiter' }).click()

  const card = page.frameLocator('iframe[src*="/crm/type/31/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText('Dachsanierung Rathaus Nord', { timeout: 20_000 })
  await expect(card.getByText('Walmdach')).toBeVisible()
  await picture(page, 'invoice-card')
  const invoice = newest(demo.portal.state.items.invoice)
  expect(invoice.values.parentId2).toBe(1)
  const fields = [...demo.portal.state.userFields.values()].filter(({ type }) => type === 'invoice')
  expect(fields.map(({ labels }) => labels.editFormLabel.de)).toContain('Dachtyp')
  expect(fields.map(({ labels }) => labels.editFormLabel.de)).not.toContain('Interne Notiz')

  await page.keyboard.press('Escape')
  await expect(app.getByText(/stimmen/).first()).toBeVisible()
  await picture(page, 'result')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  const link = page.locator('main').getByRole('link', { name: 'Dachsanierung Rathaus Nord' }).first()
  await expect(link).toBeVisible()
  await picture(page, 'timeline')
  await link.click()
  await expect(card.getByText(`Rechnung #${invoice.id}`)).toBeVisible()
  expect(complaints).toEqual([])
})

test('a lead becomes deal, contact and company: the deal opens, the others wait on the result page', async () => {
  const visitor = await visit({ user: 2, language: 'en' })
  const { page, app, demo, complaints } = visitor
  const lead = [...demo.portal.state.items.lead.values()].find(
    ({ rows, values }) => rows.length > 0 && values.companyTitle,
  )!
  await openApp(visitor, `/crm/lead/details/${lead.id}/`)
  await expect(app.getByRole('checkbox', { name: 'Deal' })).toBeChecked()
  await expect(app.getByRole('checkbox', { name: 'Contact' })).toBeChecked()
  await app.getByText('Company', { exact: true }).first().click()
  await app.getByRole('combobox', { name: 'Pipeline' }).click()
  await app.getByRole('option').first().click()
  await picture(page, 'create-from-lead')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Continue' }).click()

  const card = page.frameLocator('iframe[src*="/crm/deal/details/"]')
  await expect(card.getByRole('heading', { level: 1 })).toHaveText(String(lead.values.title), { timeout: 20_000 })
  await page.keyboard.press('Escape')
  await expect(app.getByRole('link')).toHaveCount(3)
  expect(lead.values.stageId).toBe('CONVERTED')
  expect(newest(demo.portal.state.items.deal).values).toMatchObject({
    leadId: lead.id,
    companyId: newest(demo.portal.state.items.company).id,
    contactIds: [newest(demo.portal.state.items.contact).id],
  })
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 320],
  ['dark', 320],
] as const)('in %s colours, %d px wide', (colours, width) => {
  test.each(['de', 'en'] as const)('nothing is cut off and nothing is inaccessible (%s)', async (language) => {
    const visitor = await visit({ dark: colours === 'dark', width, language })
    const { page, app } = visitor
    await openApp(visitor, '/crm/deal/details/1/')
    await app
      .getByText(language === 'de' ? 'Rechnung' : 'Invoice', { exact: true })
      .first()
      .click()
    for (const part of await app.locator('summary').all()) await part.click()
    await picture(page, `convert-${colours}-${width}-${language}`)
    await expectAccessible(page)
    const overflow = await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(overflow).toBe(0)
  })
})

test('a person who may not edit the source reads what to do', async () => {
  const visitor = await visit({ user: 3 })
  await openApp(visitor, '/crm/deal/details/1/')
  await expect(visitor.app.getByText(/Bitten Sie/).first()).toBeVisible()
  await picture(visitor.page, 'not-editable')
  await expectAccessible(visitor.page)
})

test('opened outside a portal the page says so, and does not wait for ever', async () => {
  const { page, demo } = await visit()
  await page.goto(`${demo.appUrl}/app`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText('Bitrix24').first()).toBeVisible()
  await expectAccessible(page)
})
