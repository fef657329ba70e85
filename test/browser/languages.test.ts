import { test } from 'vitest'
import { catalogues } from '../client/catalogue-reader.ts'
import { portalLanguages } from '../../server/texts.ts'
import { expect, openApp, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

/** Nothing reaches beyond a narrow screen, whatever words stand there. */
async function expectNothingCutOff({ app }: Visit): Promise<void> {
  const beside = await app.locator('html').evaluate((html) => {
    const reaching = [...html.querySelectorAll('*')].filter(
      (element) => element.checkVisibility() && element.getBoundingClientRect().right > html.clientWidth + 1,
    )
    return html.scrollWidth > html.clientWidth ? reaching.map(({ outerHTML }) => outerHTML.slice(0, 120)) : []
  })
  expect(beside).toEqual([])
}

/** Kazakh is read in Russian, which is there anyway. */
const codes = [...portalLanguages].filter(([code]) => code !== 'kz')

test.each(codes)('a portal in %s shows its words on the narrowest screen, and none is cut off', async (code, language) => {
  const words = catalogues[language]
  const say = (key: string): string => words[key]!
  const visitor = await visit({ width: 320, language: code as 'de' })
  const { page, app, demo, complaints } = visitor
  await openApp(visitor, '/crm/deal/details/1/', new RegExp(say('menu.title').replace('…', '')))
  await expect(app.locator('html')).toHaveAttribute('lang', language)
  await expect(app.getByText(say('choice.question'))).toBeVisible()
  await app.getByText(say('type.invoice'), { exact: true }).first().click()
  for (const part of await app.locator('summary').all()) await part.click()
  await expectNothingCutOff(visitor)
  await picture(page, `${language}-choose`)
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await expect(app.getByRole('tab', { name: say('home.tab.create') })).toBeVisible()
  for (const tab of await app.getByRole('tab').all()) {
    await tab.click()
    await expect(app.getByRole('tabpanel').filter({ visible: true })).not.toBeEmpty()
    await page.waitForLoadState('networkidle')
    await expectNothingCutOff(visitor)
    await picture(page, `${language}-${(await tab.getAttribute('id')) ?? ''}`.replace(/[^\w-]/g, ''))
  }
  expect(complaints).toEqual([])
})
