import { test } from 'vitest'
import { itemsOf } from '../simulator/state.ts'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

test('a deal becomes a building site, a smart process of this portal, and its card opens', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  const sites = itemsOf(demo.portal.state, 'dynamic_1030')
  const before = sites.size
  await openApp(visitor, '/crm/deal/details/2/')
  await app.getByText('Baustelle', { exact: true }).first().click()
  await expect(app.getByText('Felder, die es in „Baustelle“ noch nicht gibt')).toBeVisible()
  await picture(page, 'create-smart-process')
  await expectAccessible(page)
  await app.getByRole('button', { name: 'Weiter' }).click()

  const card = page.frameLocator('iframe[src*="/crm/type/1030/details/"]')
  const title = String(demo.portal.state.items.deal.get(2)!.values.title)
  await expect(card.getByRole('heading', { level: 1 })).toHaveText(title, { timeout: 20_000 })
  await picture(page, 'smart-process-card')
  expect(sites.size).toBe(before + 1)
  const site = [...sites.values()].at(-1)!
  expect(site.values.parentId2).toBe(2)

  await page.keyboard.press('Escape')
  await expect(app.getByText('Baustelle', { exact: true }).first()).toBeVisible()
  await picture(page, 'smart-process-result')
  await page.keyboard.press('Escape')
  await expect(page.locator('main').getByRole('link', { name: title }).first()).toBeVisible()
  await picture(page, 'smart-process-timeline')
  expect(complaints).toEqual([])
})
