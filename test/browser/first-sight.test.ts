import type { Locator } from '@playwright/test'
import { describe, test } from 'vitest'
import { openSlowly } from './held-app.ts'
import { chooseItem, expect, expectAccessible, picture, useBrowser, visit } from './visit.ts'

useBrowser()

/** What is written somewhere, line by line as it is read. */
async function linesOf(place: Locator): Promise<string[]> {
  const text = await place.evaluate((element) => (element as HTMLElement).innerText)
  return text.split('\n').flatMap((line) => line.trim() || [])
}

describe('while the app is still on its way', () => {
  test.each([
    { language: 'de' as const, width: 1280, dark: false },
    { language: 'de' as const, width: 320, dark: true },
    { language: 'en' as const, width: 1280, dark: true },
    { language: 'en' as const, width: 320, dark: false },
  ])('its page can be read already: $language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit(look)
    const { page, app, demo } = visitor
    demo.portal.state.items.lead.get(1)!.values.title = 'Roof </div><script>alert(1)</script>'
    const come = await openSlowly(visitor)
    const sight = app.locator('#sight')
    await expect(sight.locator('h1')).toHaveText(/Lead · Roof <\/div><script>alert\(1\)<\/script>$/)
    await expect(sight.getByText(/^(Unternehmen|Company)$/)).toBeVisible()
    await expect(sight.getByText(/21 (Felder werden übernommen|fields are carried over)/)).toBeVisible()
    await expect(app.locator('.skeleton')).toBeHidden()
    await picture(page, `sight-${look.language}-${look.width}`)
    await expectAccessible(page)
    // Its contrast too, which nobody looks at in what is hidden from screen readers.
    await sight.evaluate((element) => element.removeAttribute('aria-hidden'))
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    const seen = await linesOf(sight)

    come()
    await expect(app.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(sight).toHaveCount(0)
    await expect(app.locator('h1')).toHaveCount(1)
    await expect(app.getByRole('combobox')).toBeVisible() // the list of pipelines comes by itself a moment later
    const shown = await linesOf(app.locator('#app'))
    expect(seen.filter((line) => !shown.includes(line))).toEqual([])
    await picture(page, `sight-${look.language}-${look.width}-app`)
    expect(visitor.complaints).toEqual([])
  })

  test('nothing moves when it comes, wherever the page was scrolled to', async () => {
    const visitor = await visit({ height: 500 })
    const { page, app } = visitor
    const come = await openSlowly(visitor)
    const placeOf = (words: string): Promise<number> =>
      app
        .getByText(words)
        .last()
        .evaluate((element) => element.getBoundingClientRect().top)
    await expect(app.locator('#sight')).toBeVisible()
    await app.locator('html').evaluate(() => scrollTo({ top: 200 }))
    const before = await placeOf('21 Felder werden übernommen')
    come()
    await expect(app.getByRole('button', { name: 'Weiter' })).toBeVisible()
    await expect(app.getByRole('combobox')).toBeVisible() // the list of pipelines comes by itself a moment later
    expect(Math.abs((await placeOf('21 Felder werden übernommen')) - before)).toBeLessThan(2)
    await picture(page, 'sight-scrolled')
  })

  test('whoever clicks too early has done nothing', async () => {
    const visitor = await visit()
    const { page, app, demo } = visitor
    const { invoice } = demo.portal.state.items
    const before = invoice.size
    const come = await openSlowly(visitor, '/crm/deal/details/1/')
    const tile = app.locator('#sight').getByText('Rechnung')
    await tile.click()
    await page.keyboard.press('Enter')
    await expect(tile).toHaveCSS('cursor', 'progress')
    come()
    await expect(app.getByRole('radio', { name: 'Rechnung' })).not.toBeChecked()
    expect(invoice.size).toBe(before)
    // And the app takes the keyboard as it always does.
    await expect(app.getByRole('radio', { name: 'Angebot' })).toBeFocused()
  })

  test('an app that cannot be fetched says so instead of leaving a picture of it', async () => {
    const visitor = await visit()
    const { page, app } = visitor
    await page.route(/\/assets\/de-.*\.js$/, (route) => route.abort())
    await chooseItem(visitor, '/crm/lead/details/1/')
    await expect(app.getByText('Die App ließ sich nicht laden.')).toBeVisible()
    await expect(app.locator('#sight')).toHaveCount(0)
  })
})
