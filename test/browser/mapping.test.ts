import { expect, type FrameLocator } from '@playwright/test'
import { describe, test } from 'vitest'
import { expectAccessible, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const tab = /^(Feldzuordnung|Field mapping)$/

async function openMapping({ page, demo, app }: Visit, pair: RegExp): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name: tab }).click({ timeout: 20_000 })
  await app.getByRole('combobox', { name: /Von – nach|From – to/ }).click()
  await app.getByRole('option', { name: pair }).click()
  await expect(app.getByText(/Feld im Auftrag|Field of the deal/).first()).toBeAttached({ timeout: 20_000 })
}

/** Sends a field elsewhere, by the select of its row. */
async function send(app: FrameLocator, field: string, to: string): Promise<void> {
  await app.getByLabel(`Wohin geht „${field}“?`).click()
  await app.getByRole('option', { name: to }).first().click()
}

describe('the field mapping can be read by everybody', () => {
  test.each([
    { dark: false, width: 1280, language: 'de' as const },
    { dark: true, width: 1280, language: 'en' as const },
    { dark: false, width: 320, language: 'de' as const },
    { dark: true, width: 320, language: 'en' as const },
  ])('$language, $width wide, dark: $dark', async (look) => {
    const visitor = await visit(look)
    const { page, app, complaints } = visitor
    await openMapping(visitor, /^(Auftrag → Rechnung|Deal → Invoice)$/)
    const name = `${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`
    await picture(page, `mapping-${name}`)
    await expectAccessible(page)
    const wide = (): Promise<number> => app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)
    expect(await wide()).toBe(0)
    const comment = app.getByLabel(/(Kommentar|Comment)[“”]/)
    await comment.click()
    await picture(page, `mapping-open-${name}`)
    await app.getByRole('option', { name: /Nicht übernehmen|Do not take over/ }).click()
    await app
      .getByRole('button', { name: /: fester Wert$|: fixed value$/ })
      .first()
      .click()
    await picture(page, `mapping-changed-${name}`)
    await app
      .getByRole('heading', { name: /in die nichts von selbst|nothing goes into/ })
      .scrollIntoViewIfNeeded()
    await picture(page, `mapping-fixed-${name}`)
    await expectAccessible(page)
    expect(await wide()).toBe(0)
    expect(complaints).toEqual([])
  })
})
