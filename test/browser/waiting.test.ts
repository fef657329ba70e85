import { describe, test } from 'vitest'
import { expect, expectAccessible, openApp, picture, useBrowser, visit } from './visit.ts'

useBrowser()

describe('a click at a moment when too much comes at once', () => {
  test.each([
    { language: 'de' as const, width: 1280, dark: false },
    { language: 'en' as const, width: 320, dark: true },
  ])(
    'waits, says so, and goes on by itself: $language, $width wide',
    async (look) => {
      const visitor = await visit(look)
      const { page, app, demo } = visitor
      const { invoice } = demo.portal.state.items
      const before = invoice.size
      await openApp(visitor, '/crm/deal/details/1/')
      let turnedAway = 0
      await page.route('**/api/convert', async (route) => {
        if (turnedAway++ > 0) return route.continue()
        const body = { error: { code: 'too_many_requests', message: '' } }
        return route.fulfill({ status: 429, headers: { 'retry-after': '4' }, json: body })
      })
      await app
        .getByText(/^(Rechnung|Invoice)$/)
        .first()
        .click()
      await app.getByRole('button', { name: /Weiter|Continue/ }).click()
      await expect(
        app.getByText(/Es geht in etwa 4 Sekunden|This continues automatically in about 4 seconds/),
      ).toBeVisible()
      await expect(app.getByText(/Die Arbeit geht weiter|The work continues/)).toBeHidden()
      await picture(page, `waiting-${look.language}-${look.width}`)
      await expectAccessible(page)
      expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
      await expect.poll(() => invoice.size, { timeout: 30_000 }).toBe(before + 1)
      expect(turnedAway).toBe(2)
    },
    90_000,
  )
})
