import type { Locator } from '@playwright/test'
import { describe, test } from 'vitest'
import { expect, expectAccessible, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const appOf = ({ demo }: Visit) => [...demo.portal.state.apps.values()][0]!
const openInstaller = ({ page, demo }: Visit) => page.goto(`${demo.portalUrl}/marketplace/app/1/`)
/** A line of the checklist, and what it says of itself to those who do not see its sign. */
const line = ({ app }: Visit, name: string): Locator => app.getByRole('listitem').filter({ hasText: name })

test('the checklist fills itself while the portal works, and the installer ends by itself', async () => {
  const visitor = await visit({ installed: false })
  const { page, demo, complaints } = visitor
  demo.portal.faults.pause('placement.bind', 'before')
  await openInstaller(visitor)
  await expect(line(visitor, 'Berechtigungen')).toContainText('erledigt', { timeout: 20_000 })
  await expect(line(visitor, 'Menüpunkt in Leads')).toContainText('läuft')
  await expect(line(visitor, 'Account eingetragen')).toContainText('steht noch aus')
  expect(appOf(visitor).placements).toEqual([])
  await picture(page, 'install-under-way')
  await expectAccessible(page)
  demo.portal.faults.release()
  await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
  expect(appOf(visitor)).toMatchObject({ installed: true })
  expect(complaints).toEqual([])
}, 90_000)

test('an answer that breaks off says what happened, and a click does the rest', async () => {
  const visitor = await visit({ installed: false })
  const { page, app, complaints } = visitor
  const part =
    '{"step":{"name":"scopes","state":"done","missing":[],"leftover":[],"mendable":false}}\n{"step":{"name":"meth'
  await page.route('**/api/install', (route) => route.fulfill({ contentType: 'application/x-ndjson', body: part }))
  await openInstaller(visitor)
  await expect(app.getByText('Die Verbindung ist während der Einrichtung abgebrochen.')).toBeVisible({
    timeout: 20_000,
  })
  await expect(line(visitor, 'Berechtigungen')).toContainText('erledigt')
  await expect(line(visitor, 'Menüpunkt in Leads')).toContainText('steht noch aus')
  await picture(page, 'install-interrupted')
  await expectAccessible(page)
  await page.unroute('**/api/install')
  await app.getByRole('button', { name: 'Erneut versuchen' }).click()
  await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
  expect(appOf(visitor)).toMatchObject({ installed: true })
  expect(complaints).toEqual([])
}, 90_000)

describe('an incomplete portal', () => {
  /** Older, with fewer permissions, without a place for apps in quotes, and with a full menu in deals. */
  async function openIncomplete(look: Parameters<typeof visit>[0]): Promise<Visit> {
    const visitor = await visit({ ...look, installed: false })
    const { portal } = visitor.demo
    const app = appOf(visitor)
    app.scopes = app.scopes.filter((scope) => scope !== 'userfieldconfig')
    portal.state.missingMethods.add('crm.item.productrow.set')
    portal.state.placementsLacking.add('CRM_QUOTE_DETAIL_TOOLBAR')
    portal.faults.refuse('placement.bind', {
      error: 'ERROR_PLACEMENT_MAX_COUNT',
      description: 'Placement max count: 1',
      when: ({ PLACEMENT }) => PLACEMENT === 'CRM_DEAL_DETAIL_TOOLBAR',
    })
    await openInstaller(visitor)
    return visitor
  }

  test('is told in words what is missing and who can mend it, and goes on without', async () => {
    const visitor = await openIncomplete({})
    const { page, app, demo, complaints } = visitor
    await expect(app.getByText('Die Einrichtung ist nicht vollständig.')).toBeVisible({ timeout: 20_000 })
    await expect(line(visitor, 'Berechtigungen').first()).toContainText(
      /Benutzerdefinierte Felder.*nur ein Administrator/s,
    )
    await expect(line(visitor, 'Funktionen von Bitrix24').first()).toContainText(/Produkte eintragen.*Server/s)
    await expect(app.getByText('Menü in der Karte des Angebots')).toBeVisible()
    await expect(app.getByText('Menü in der Karte des Auftrags')).toBeVisible()
    await expect(app.getByText('Bitrix24 sagt dazu: „Placement max count: 1“')).toBeVisible()
    await app.getByRole('button', { name: 'Weiter', exact: true }).click()
    await page.waitForURL(/install_finished=Y/, { timeout: 30_000 })
    const { placements, installed } = appOf(visitor)
    expect(installed).toBe(true)
    expect(placements.map(({ placement }) => placement)).toContain('CRM_LEAD_DETAIL_TOOLBAR')
    const lead = demo.portal.add('lead', { title: 'Kirchturm', assignedById: 1 })
    await page.goto(`${demo.portalUrl}/crm/lead/details/${lead.id}/`)
    await expect(page.getByText('Erstellen aus…')).toHaveCount(1)
    expect(complaints).toEqual([])
  }, 90_000)

  test.each([
    { dark: false, width: 1280, language: 'de' as const },
    { dark: true, width: 1280, language: 'en' as const },
    { dark: true, width: 320, language: 'de' as const },
    { dark: false, width: 320, language: 'en' as const },
  ])(
    'can be read by everybody: $language, $width wide, dark: $dark',
    async (look) => {
      const { page, app } = await openIncomplete({ ...look, height: 1100 })
      await expect(app.getByText(/nicht vollständig|not complete/)).toBeVisible({ timeout: 20_000 })
      await picture(page, `install-incomplete-${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`)
      await expectAccessible(page)
      expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    },
    60_000,
  )
})
