import { test } from 'vitest'
import { portalLanguages } from '../../server/texts.ts'
import { catalogues } from '../client/catalogue-reader.ts'
import type { Language } from '../simulator/state.ts'
import { expect, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** German and English have tests of their own, and readers of Kazakh get Russian. */
const codes = [...portalLanguages].filter(([code]) => !['de', 'en', 'kz'].includes(code))

/** Whatever words stand there: nothing reaches beyond the screen, nor beyond the box that frames it. */
async function expectNothingCutOff({ app }: Visit, where: string): Promise<void> {
  const beside = await app.locator('html').evaluate((html) =>
    [...html.querySelectorAll<HTMLElement>('*')]
      .filter((box) => box.checkVisibility() && getComputedStyle(box).overflowX === 'visible')
      // Narrower ones are hidden texts for screen readers; the kit's switches reach 4 pixels into the margin.
      .filter((box) => box.clientWidth > 60 && box.scrollWidth > box.clientWidth + 4)
      .map((box) => `${box.outerHTML.slice(0, 80)} ${box.innerText.slice(0, 40)} ${box.scrollWidth - box.clientWidth}`),
  )
  expect({ where, beside }).toEqual({ where, beside: [] })
}

test('in every language the pages speak it, and on the narrowest screen no word is cut off', async () => {
  const visitor = await visit({ width: 320 })
  const { page, app, demo, complaints } = visitor
  for (const [code, language] of codes) {
    const say = (key: string): string => catalogues[language][key]!
    demo.portal.state.users.get(1)!.language = code as Language
    await page.context().addCookies([{ name: 'simulated_portal', value: `1.${code}.auto`, url: demo.portalUrl }])
    await openApp(visitor, '/crm/deal/details/1/', new RegExp(say('menu.title').replace('…', '')))
    await expect(app.locator('html')).toHaveAttribute('lang', language)
    await expect(app.getByText(say('choice.question'))).toBeVisible()
    await app.getByText(say('type.invoice'), { exact: true }).first().click()
    for (const part of await app.locator('summary').all()) await part.click()
    await expectNothingCutOff(visitor, `${language}: choice`)
    await picture(page, `${language}-choice`)

    await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
    await expect(app.getByRole('tab').first()).toBeVisible()
    for (const tab of ['create', 'journal', 'settings', 'mapping', 'health', 'guide']) {
      await app.getByRole('tab', { name: say(`home.tab.${tab}`), exact: true }).click()
      await expect(app.getByRole('tabpanel').filter({ visible: true })).toContainText(/\p{L}/u)
      await expectNothingCutOff(visitor, `${language}: ${tab}`)
      await picture(page, `${language}-${tab}`)
    }
  }
  expect(complaints).toEqual([])
}, 180_000)
