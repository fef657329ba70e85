import type { Locator } from '@playwright/test'
import { test } from 'vitest'
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
  const part = '{"step":{"name":"scopes","state":"done","missing":[],"leftover":[]}}\n{"step":{"name":"meth'
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
