import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../browser.ts'
import { appFrame, installOn, openStage } from './framed-app.ts'
import type { Stage } from './framed-app.ts'

let browser: Browser
let stage: Stage
beforeAll(async () => {
  browser = await launchBrowser()
  stage = await openStage({ seed: 'demo' })
  installOn(stage)
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** One page of each kind. */
const paths = [
  '/crm/lead/',
  '/crm/lead/details/1/',
  '/crm/type/7/details/1/',
  '/crm/deal/details/1/?tab=products',
  '/crm/deal/details/1/?tab=dependencies',
  '/crm/deal/details/1/?tab=history',
  '/crm/deal/details/9999/',
  '/marketplace/',
  '/marketplace/app/1/',
  '/company/personal/user/2/',
  '/mobile/',
  '/mobile/im/dialog/chat1/',
  '/mobile/marketplace/?id=1',
]

/** What a browser on a desk and one on a phone meet. */
const looks = [
  { as: '1.de.light', width: 1280, height: 860 },
  { as: '2.en.dark', width: 320, height: 640 },
]

async function problems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).exclude('.app-frame').analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
  const overflows = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  return overflows ? [...found, 'scrolls sideways'] : found
}

describe.each(looks)('the portal seen as $as, $width pixels wide', ({ as, ...viewport }) => {
  it('has no barriers and never scrolls sideways', async () => {
    const page = await stage.open(browser, '/', { as })
    await page.setViewportSize(viewport)
    for (const path of paths) {
      await page.goto(stage.portal.origin + path)
      expect(await problems(page), path).toEqual([])
    }
    await page.context().close()
  })

  it('has none in its menu, its sliders and its dialogs either', async () => {
    const page = await stage.open(browser, '/crm/deal/details/1/', { as })
    await page.setViewportSize(viewport)
    await page.locator('.bar summary').click()
    expect(await problems(page), 'trouble').toEqual([])
    await page.locator('.bar summary').click()
    await page.locator('main summary').click()
    expect(await problems(page), 'menu').toEqual([])
    await page.locator('main details button').click()
    const frame = await appFrame(page)
    expect(await problems(page), 'slider').toEqual([])
    void frame.evaluate(() => void window.b24.dialog.selectUser())
    await page.locator('dialog.choice').waitFor()
    expect(await problems(page), 'dialog').toEqual([])
    await page.context().close()
  })
})
