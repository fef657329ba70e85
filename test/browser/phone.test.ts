import { describe, test } from 'vitest'
import type { SettingsAnswer } from '../../server/contract.ts'
import { expect, expectAccessible, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser({ touch: true })

const newest = <T extends { id: number }>(items: Map<number, T>): T =>
  [...items.values()].reduce((last, item) => (item.id > last.id ? item : last))

/** The app's main page in the mobile client. */
async function openOnPhone({ page, demo, app }: Visit): Promise<void> {
  await page.goto(`${demo.portalUrl}/mobile/marketplace/?id=1`)
  await expect(app.getByRole('list').first()).toBeVisible({ timeout: 20_000 })
}

/** An administrator wants entries with buttons in timelines. */
async function wishForEntries({ demo }: Visit): Promise<void> {
  const { action, fields } = demo.portal.frameForm({ userId: 1 })
  const form = await (await fetch(action, { method: 'POST', body: new URLSearchParams(fields) })).text()
  const [, start = '{}'] = /id="start">([^<]*)</.exec(form) ?? []
  const { session } = JSON.parse(start) as { session: string }
  const headers = { 'content-type': 'application/json', 'x-session': session, 'x-portal-token': fields.AUTH_ID! }
  const url = `${demo.appUrl}/api/settings`
  const { settings, version } = (await (await fetch(url, { headers })).json()) as SettingsAnswer
  const body = JSON.stringify({ settings: { ...settings, timeline: true }, version })
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200)
}

/**
 * What a thumb shall hit takes it 21 pixels from its middle in every direction, also in what is folded; no field makes a
 * phone enlarge the page, and nothing reaches beyond the screen.
 */
async function expectThumbSized({ app }: Visit): Promise<void> {
  const tooSmall = await app.locator('html').evaluate((html) => {
    const missed: string[] = []
    for (const details of html.querySelectorAll('details')) details.open = true
    const places =
      'a, button, summary, textarea, [role=tab], [role=checkbox], [role=radio], [role=switch], input:not(.sr-only)'
    for (const element of html.querySelectorAll<HTMLElement>(places)) {
      if (!element.checkVisibility() || element.matches(':disabled, [inert] *')) continue
      element.scrollIntoView({ block: 'center', inline: 'center' })
      const { x, y, width, height } = element.getBoundingClientRect()
      if (width < 2) continue
      const isIt = (hit: Element | null): boolean => element.contains(hit) || hit?.closest('label')?.control === element
      const name = element.outerHTML.replace(/ (class|style|data-[\w-]+)="[^"]*"/g, '').slice(0, 90)
      for (const [right, down] of [
        [0, -21],
        [0, 21],
        [-21, 0],
        [21, 0],
      ] as const) {
        const hit = document.elementFromPoint(x + width / 2 + right, y + height / 2 + down)
        if (!isIt(hit)) missed.push(`${name} by ${right}, ${down}: ${hit?.outerHTML.slice(0, 60)}`)
      }
      const isText = element.matches('textarea, input:not([type=checkbox], [type=radio])')
      if (isText && parseFloat(getComputedStyle(element).fontSize) < 16) missed.push(`${name} in small letters`)
    }
    return missed
  })
  expect(tooSmall).toEqual([])
  expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
}

test('from the plus a deal becomes an invoice with a missing field, and its card is one touch away', async () => {
  const visitor = await visit({ phone: true })
  const { page, app, demo, complaints } = visitor
  await openOnPhone(visitor)
  await picture(page, 'phone/start')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' }).tap()
  await expect(app.getByRole('searchbox')).toBeFocused()
  await app.getByRole('searchbox').fill('Rathaus')
  await app.getByRole('button', { name: /^Dachsanierung Rathaus Nord/ }).tap()
  await app.getByText('Rechnung', { exact: true }).first().tap()
  await expect(app.getByRole('switch', { name: /^Dachtyp/ })).toBeChecked()
  await expect(app.locator(':focus-visible')).toHaveCount(0)
  await app.getByRole('switch', { name: /^Interne Notiz/ }).tap()
  await expect(app.getByRole('switch', { name: /^Interne Notiz/ })).not.toBeChecked()
  await picture(page, 'phone/choice')
  await expectAccessible(page)
  await expectThumbSized(visitor)
  const before = demo.portal.state.items.invoice.size
  await app.getByRole('button', { name: 'Weiter' }).tap()

  const link = app.getByRole('link', { name: 'Rechnung öffnen' })
  await expect(link).toBeVisible({ timeout: 20_000 })
  await picture(page, 'phone/result')
  await expectAccessible(page)
  expect(demo.portal.state.items.invoice.size).toBe(before + 1)
  const invoice = newest(demo.portal.state.items.invoice)
  expect(invoice.values).toMatchObject({ title: 'Dachsanierung Rathaus Nord', parentId2: 1 })
  const fields = [...demo.portal.state.userFields.values()].filter(({ type }) => type === 'invoice')
  expect(fields.map(({ labels }) => labels.editFormLabel.de)).toContain('Dachtyp')
  expect(fields.map(({ labels }) => labels.editFormLabel.de)).not.toContain('Interne Notiz')
  const opened = page.context().waitForEvent('page')
  await link.tap()
  expect(new URL((await opened).url()).pathname).toBe(`/crm/type/31/details/${invoice.id}/`)

  await expectThumbSized(visitor)
  await app.getByRole('button', { name: 'Noch etwas erstellen' }).tap()
  await expect(app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' })).toBeVisible()
  await expect(app.getByRole('heading', { name: 'Zuletzt geändert' })).toBeVisible()

  await app.getByRole('tab', { name: 'Verlauf' }).tap()
  await expect(app.getByRole('link', { name: 'Dachsanierung Rathaus Nord' }).first()).toBeVisible()
  await expectThumbSized(visitor)
  for (const [tab, sign] of [
    ['Einstellungen', 'Felder anlegen'],
    ['Feldzuordnung', 'Nur Probleme'],
    ['Zustand', 'Erneut prüfen'],
    ['So geht’s', 'Tippen Sie auf das Plus'],
  ] as const) {
    await app.getByRole('tab', { name: tab }).tap()
    await expect(app.getByRole('tabpanel').getByText(sign).first()).toBeVisible()
    await expectThumbSized(visitor)
  }
  expect(complaints).toEqual([])
}, 180_000)

test('a lead found by its phone number becomes a contact and a company', async () => {
  const visitor = await visit({ phone: true, user: 2 })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const lead = portal.add('lead', {
    title: 'Anruf am Abend',
    name: 'Eva',
    lastName: 'Brandt',
    companyTitle: 'Brandt Holzbau',
    assignedById: 1,
    fm: [{ typeId: 'PHONE', valueType: 'MOBILE', value: '+49 171 9988776' }],
  })
  await openOnPhone(visitor)
  await app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' }).tap()
  await app.getByRole('searchbox').fill('+49 (171) 998 87 76')
  await expect(app.getByText('Gefunden')).toBeVisible()
  await expectAccessible(page)
  await expectThumbSized(visitor)
  await app.getByRole('button', { name: /^Anruf am Abend/ }).tap()
  await app.getByText('Auftrag', { exact: true }).first().tap()
  await app.getByText('Unternehmen', { exact: true }).first().tap()
  await picture(page, 'phone/lead')
  await expectAccessible(page)
  await expectThumbSized(visitor)
  await app.getByRole('button', { name: 'Weiter' }).tap()
  await expect(app.getByRole('heading', { name: /erstellt/ }).first()).toBeVisible({ timeout: 20_000 })
  await picture(page, 'phone/lead-result')
  await expectAccessible(page)
  expect(newest(portal.state.items.contact).values).toMatchObject({ name: 'Eva', lastName: 'Brandt', leadId: lead.id })
  expect(newest(portal.state.items.company).values).toMatchObject({ title: 'Brandt Holzbau', leadId: lead.id })
  expect(lead.values.stageId).toBe('CONVERTED')
  expect(complaints).toEqual([])
}, 90_000)

test('a contact who is known already is taken by a touch anywhere on its tile', async () => {
  const visitor = await visit({ phone: true, user: 2 })
  const { page, app, demo, complaints } = visitor
  const { portal } = demo
  const phone = { typeId: 'PHONE', valueType: 'MOBILE', value: '+49 171 5544332' }
  const known = portal.add('contact', { name: 'Jonas', lastName: 'Albers', assignedById: 1, fm: [{ ...phone }] })
  const lead = portal.add('lead', { title: 'Carport', name: 'J.', lastName: 'Albers', assignedById: 2, fm: [phone] })
  const before = portal.state.items.contact.size
  await openOnPhone(visitor)
  await app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' }).tap()
  await app.getByRole('searchbox').fill('Carport')
  await app.getByRole('button', { name: /^Carport/ }).tap()
  await app.getByText('Auftrag', { exact: true }).first().tap()
  const tile = app.getByRole('listitem').filter({ hasText: 'Neu anlegen' })
  await tile.tap({ position: { x: 200, y: 10 } })
  await expect(tile.getByRole('radio')).toBeChecked()
  await app
    .getByRole('listitem')
    .filter({ hasText: 'Jonas Albers' })
    .tap({ position: { x: 200, y: 45 } })
  await expect(app.getByRole('radio', { name: /Jonas Albers/ })).toBeChecked()
  await expectAccessible(page)
  await expectThumbSized(visitor)
  await app.getByRole('button', { name: 'Weiter' }).tap()
  await expect.poll(() => lead.values.stageId, { timeout: 20_000 }).toBe('CONVERTED')
  expect(portal.state.items.contact.size).toBe(before)
  expect(lead.values.contactId).toBe(known.id)
  await expect(app.getByRole('link', { name: /Jonas Albers/ }).first()).toBeVisible()
  expect(complaints).toEqual([])
}, 90_000)

test('from the chat about a deal the way leads straight to what can be created from it', async () => {
  const visitor = await visit({ phone: true })
  const { page, app, demo, complaints } = visitor
  await page.goto(`${demo.portalUrl}/mobile/`)
  await page.getByRole('link', { name: 'Auftrag: Dachsanierung Rathaus Nord' }).tap()
  await page.locator('#main summary').tap()
  await page.getByRole('link', { name: 'Erstellen aus…' }).tap()
  await expect(app.getByRole('heading', { level: 1 })).toContainText('Dachsanierung Rathaus Nord', { timeout: 20_000 })
  await picture(page, 'phone/chat')
  await expectAccessible(page)
  const before = demo.portal.state.items.quote.size
  await app.getByText('Angebot', { exact: true }).first().tap()
  await app.getByRole('button', { name: 'Weiter' }).tap()
  await expect(app.getByRole('link', { name: 'Angebot öffnen' })).toBeVisible({ timeout: 20_000 })
  await expectAccessible(page)
  expect(demo.portal.state.items.quote.size).toBe(before + 1)
  expect(newest(demo.portal.state.items.quote).values.dealId).toBe(1)
  expect(complaints).toEqual([])
}, 90_000)

test('a button in the deal’s timeline creates the invoice for whoever presses it, and the entry leads to it', async () => {
  const visitor = await visit({ phone: true, user: 2 })
  const { page, demo } = visitor
  const { portal } = demo
  await wishForEntries(visitor)
  // A field that invoices lack would be something to decide.
  for (const [id, { type }] of portal.state.userFields) if (type === 'deal') portal.state.userFields.delete(id)
  const deal = portal.add('deal', { title: 'Vordach', opportunity: 900, currencyId: 'EUR', assignedById: 2 })
  const before = portal.state.items.invoice.size
  const entry = page.locator('li.activity', { hasText: 'Erstellen aus: Auftrag' })
  await expect(async () => {
    await page.goto(`${demo.portalUrl}/crm/deal/details/${deal.id}/`)
    await expect(entry.getByRole('button', { name: 'Rechnung' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  await entry.scrollIntoViewIfNeeded()
  await picture(page, 'phone/timeline')
  await expectAccessible(page)
  await entry.getByRole('button', { name: 'Rechnung' }).tap()
  await expect.poll(() => portal.state.items.invoice.size, { timeout: 20_000 }).toBe(before + 1)
  await expect(async () => {
    await page.reload()
    await expect(entry.getByRole('link', { name: 'Rechnung: Vordach' })).toBeVisible({ timeout: 2000 })
  }).toPass()
  expect(newest(portal.state.items.invoice).values).toMatchObject({ parentId2: deal.id, createdBy: 2 })
  await entry.scrollIntoViewIfNeeded()
  await picture(page, 'phone/timeline-made')
  await expectAccessible(page)
  await entry.getByRole('link', { name: 'Auswählen und ansehen' }).tap()
  await expect(visitor.app.getByRole('heading', { level: 1 })).toContainText('Vordach', { timeout: 20_000 })
}, 90_000)

test('on a slow line every wait gives a sign of life within a second', async () => {
  const visitor = await visit({ phone: true })
  const { page, app, demo } = visitor
  const soon = { timeout: 1000 }
  const line = { offline: false, latency: 400, downloadThroughput: 15_000, uploadThroughput: 15_000 }
  const browser = await page.context().newCDPSession(page)
  await browser.send('Network.emulateNetworkConditions', line)
  await page.goto(`${demo.portalUrl}/mobile/marketplace/?id=1`, { waitUntil: 'commit' })
  await expect(app.getByRole('list').first()).toBeVisible({ timeout: 60_000 })
  // What is in the document need not be on the screen: the browser itself tells when it painted first.
  const { painted, styled } = await page
    .frames()
    .find((frame) => frame.name().includes('|'))!
    .evaluate(() => {
      const styles = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.css'))
      return {
        painted: performance.getEntriesByName('first-paint')[0]?.startTime,
        styled: Math.min(...styles.map((style) => (style as PerformanceResourceTiming).responseEnd)),
      }
    })
  expect(painted).toBeLessThan(styled)
  await browser.send('Network.emulateNetworkConditions', { ...line, latency: 2500 })

  await app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' }).tap()
  await app.getByRole('searchbox').fill('Rathaus')
  await expect(app.getByText('Einen Moment …')).toBeVisible(soon)
  await app.getByRole('button', { name: /^Dachsanierung Rathaus Nord/ }).tap()
  await expect(app.getByText('Dachsanierung Rathaus Nord wird gelesen …')).toBeVisible(soon)
  await app.getByText('Rechnung', { exact: true }).first().tap()
  await app.getByRole('button', { name: 'Weiter' }).tap()
  await expect(app.getByRole('progressbar')).toBeVisible(soon)
  await expect(app.getByRole('link', { name: 'Rechnung öffnen' })).toBeVisible({ timeout: 30_000 })
}, 150_000)

test('with the keyboard out something found is still on the screen, and Enter puts the keyboard away', async () => {
  const visitor = await visit({ phone: true, width: 375, height: 400 })
  const { app } = visitor
  await openOnPhone(visitor)
  const rowsOf = (part: string): Promise<number> =>
    app.getByRole(part === 'tab' ? 'tablist' : 'group').evaluate((list) => {
      const tops = [...list.querySelectorAll('button')].map((button) => button.getBoundingClientRect().top)
      return new Set(tops).size
    })
  await app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' }).tap()
  await app.getByRole('searchbox').fill('Rathaus')
  const found = app.getByRole('button', { name: /^Dachsanierung Rathaus Nord/ })
  await expect(found).toBeVisible()
  await expect(found).toBeInViewport({ ratio: 0.9 })
  expect([await rowsOf('tab'), await rowsOf('chip')]).toEqual([1, 1])
  await app.getByRole('searchbox').press('Enter')
  await expect(app.getByRole('searchbox')).not.toBeFocused()
}, 90_000)

/** Answers for the portal's window, in a page that has no window around it. */
function answerForPortal([host, token]: [string, string]): void {
  window.name = `${host}|0|sid`
  const data = JSON.stringify({ DOMAIN: host, PROTOCOL: 0, LANG: 'de', AUTH_ID: token, AUTH_EXPIRES: 3600 })
  window.postMessage = (command: string) => {
    const [key] = command.split(':').slice(-2)
    window.dispatchEvent(new MessageEvent('message', { origin: `http://${host}`, data: `${key}:${data}` }))
  }
}

test('nothing lies under what a phone draws at its edges', async () => {
  const { page, demo } = await visit({ phone: true, width: 780, height: 390 })
  const browser = await page.context().newCDPSession(page)
  const insets = { top: 30, left: 50, bottom: 20, right: 40 }
  await browser.send('Emulation.setSafeAreaInsetsOverride', { insets })
  // The app has the window to itself: what a browser tells its frames of these edges is its own affair.
  const { action, fields } = demo.portal.frameForm({
    userId: 1,
    placement: 'CRM_DEAL_DETAIL_TOOLBAR',
    placementOptions: { ID: '1' },
  })
  await page.addInitScript(answerForPortal, [new URL(demo.portalUrl).host, fields.AUTH_ID!] as [string, string])
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value='${value}'>`)
  await page.setContent(`<form method="post" action="${action}">${inputs.join('')}<button>Open</button></form>`)
  await page.getByRole('button').tap()
  await expect(page.getByText('Was soll erstellt werden?')).toBeVisible()
  const edges = await page.locator('html').evaluate((html) => {
    const padding = (selector: string): string[] => {
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(html.querySelector(selector)!)
      return [paddingLeft, paddingRight, paddingTop, paddingBottom]
    }
    return { page: padding('main'), row: padding('footer > div').slice(0, 2), bar: padding('footer')[3] }
  })
  expect(edges).toEqual({ page: ['50px', '40px', '54px', '24px'], row: ['50px', '40px'], bar: '34px' })

  const body = { error: { code: 'too_many_requests', message: '' } }
  await page.route('**/api/convert', (route) =>
    route.fulfill({ status: 429, headers: { 'retry-after': '30' }, json: body }),
  )
  await page.getByText('Rechnung', { exact: true }).first().tap()
  await page.getByRole('button', { name: 'Weiter' }).tap()
  const notice = page.getByRole('status').filter({ hasText: 'Es geht in etwa 30 Sekunden' })
  await expect(notice).toBeVisible()
  expect(await notice.boundingBox()).toMatchObject({ x: 50, y: 46, width: 780 - 50 - 40 })
}, 90_000)

describe('the picker can be read and reached by everybody', () => {
  test.each([
    { width: 320, dark: true, language: 'en' as const },
    { width: 430, dark: false, language: 'de' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit({ phone: true, ...look })
    const { page, app } = visitor
    await openOnPhone(visitor)
    await app.getByRole('button', { name: /^(Erstellen aus: Datensatz|Create from: search)/ }).tap()
    await app.getByRole('searchbox').fill('a')
    await expect(app.getByText(/^(Gefunden|Found)$/)).toBeVisible()
    await expectAccessible(page)
    await expectThumbSized(visitor)
  })
})

test('on a wide screen the search stands ready beside history and settings, without a plus', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await expect(app.getByRole('searchbox')).toBeVisible({ timeout: 20_000 })
  await expect(app.getByRole('button', { name: 'Erstellen aus: Datensatz suchen' })).toBeHidden()
  await expect(app.getByRole('tab', { name: 'Verlauf' })).toBeVisible()
  await expect(app.getByRole('tab', { name: 'Einstellungen' })).toBeVisible()
  await expectAccessible(page)
  await app.getByRole('list').first().getByRole('button').first().click()
  await expect(app.getByText('Was soll erstellt werden?')).toBeVisible()
  await app.getByRole('button', { name: 'Abbrechen' }).click()
  await expect(app.getByRole('searchbox')).toBeVisible()
  expect(complaints).toEqual([])

  // What cannot be fetched leaves no empty place, and is one click away when the line is back.
  await page.route('**/assets/SettingsForm*', (route) => route.abort())
  await app.getByRole('tab', { name: 'Einstellungen' }).click()
  await expect(app.getByRole('alert')).toContainText('nicht erreichbar')
  await page.unroute('**/assets/SettingsForm*')
  await app.getByRole('button', { name: 'Erneut versuchen' }).click()
  await expect(app.getByText('Felder anlegen').first()).toBeVisible()
}, 90_000)
