import { eq } from 'drizzle-orm'
import { describe, test } from 'vitest'
import { saveJournalSize } from '../../server/storage/journal-size.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import { startOf } from '../storage/samples.ts'
import { expect, expectAccessible, picture, useBrowser, visit, type Visit } from './visit.ts'

useBrowser()

const appOf = ({ demo }: Visit) => [...demo.portal.state.apps.values()][0]!
const boundIn = (visitor: Visit): string[] => appOf(visitor).placements.map(({ placement }) => placement)

async function keptTokens({ database, demo }: Visit) {
  const ofPortal = eq(installerTokens.memberId, demo.portal.state.memberId)
  return (await database.orm.select().from(installerTokens).where(ofPortal))[0]!
}

/** The access token that the app keeps has ended. */
async function anHourPasses({ database, demo }: Visit): Promise<void> {
  const ofPortal = eq(installerTokens.memberId, demo.portal.state.memberId)
  await database.orm.update(installerTokens).set({ expiresAt: new Date() }).where(ofPortal)
}

/** Whoever installed the app has been dismissed, say: nobody takes their refresh token any more. */
async function theAccessDies(visitor: Visit): Promise<void> {
  visitor.demo.portal.state.refreshes.clear()
  await anHourPasses(visitor)
}

function unbind(visitor: Visit, place: string): void {
  const app = appOf(visitor)
  app.placements = app.placements.filter(({ placement }) => placement !== place)
}

async function openHealth({ page, app, demo }: Visit): Promise<void> {
  await page.goto(`${demo.portalUrl}/marketplace/app/1/`)
  await app.getByRole('tab', { name: /^(Zustand|Health)$/ }).click({ timeout: 20_000 })
  await expect(app.getByRole('button', { name: /^(Reparieren|Repair)$/ })).toBeEnabled({ timeout: 20_000 })
}

test('an administrator repairs a portal whose access died and whose menu somebody unbound', async () => {
  const visitor = await visit()
  const { page, app, demo, complaints } = visitor
  await theAccessDies(visitor)
  unbind(visitor, 'CRM_DEAL_DETAIL_TOOLBAR')
  await openHealth(visitor)
  await expect(app.getByText('„Reparieren“ richtet es neu ein, ohne Daten zu löschen.')).toBeVisible()
  await expect(app.getByText('Menü in der Karte des Auftrags')).toBeVisible()
  await expect(app.getByText(/^verloren seit .*„Reparieren“ holt ihn wieder\.$/)).toBeVisible()
  expect((await keptTokens(visitor)).lostAt).not.toBeNull()
  await picture(page, 'health-broken')
  await expectAccessible(page)

  await app.getByRole('button', { name: 'Reparieren' }).click()
  await expect(app.getByText('Alles ist neu eingerichtet.')).toBeVisible({ timeout: 20_000 })
  await expect(app.getByText('hinterlegt', { exact: true })).toBeVisible()
  expect(boundIn(visitor)).toContain('CRM_DEAL_DETAIL_TOOLBAR')
  const { version, lostAt } = await keptTokens(visitor)
  expect(lostAt).toBeNull()
  await picture(page, 'health-repaired')

  await anHourPasses(visitor)
  await app.getByRole('button', { name: 'Erneut prüfen' }).click()
  await expect(app.getByText('Alles in Ordnung.')).toBeVisible({ timeout: 20_000 })
  expect(await keptTokens(visitor)).toMatchObject({ version: version + 1, lostAt: null })
  await page.goto(`${demo.portalUrl}/crm/deal/details/1/`)
  await expect(page.getByText('Erstellen aus…')).toHaveCount(1)
  expect(complaints).toEqual([])
}, 90_000)

describe('what no repair can mend', () => {
  test.each([
    { dark: false, width: 1280, language: 'de' as const },
    { dark: true, width: 320, language: 'en' as const },
  ])(
    'is named with who can, and no repair is promised: $language, $width wide, dark: $dark',
    async (look) => {
      const visitor = await visit({ ...look, height: 1100 })
      const { page, app, complaints } = visitor
      appOf(visitor).scopes = appOf(visitor).scopes.filter((scope) => scope !== 'userfieldconfig')
      await openHealth(visitor)
      await expect(app.getByText(/nicht selbst beheben kann|cannot mend by itself/)).toBeVisible()
      await expect(app.getByText(/nur ein Administrator|Only an administrator/)).toBeVisible()
      await expect(app.getByText(/„Reparieren“|“Repair”/)).toHaveCount(0)
      await picture(page, `health-lacking-${look.language}-${look.width}`)
      await expectAccessible(page)
      expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)

      await app.getByRole('button', { name: /^(Reparieren|Repair)$/ }).click()
      await expect(app.getByText(/nicht selbst beheben kann|cannot mend by itself/)).toBeVisible({ timeout: 20_000 })
      await expect(app.getByText(/neu eingerichtet|has been set up again/)).toHaveCount(0)
      expect(complaints).toEqual([])
    },
    60_000,
  )
})

test.each([
  { dark: false, width: 1280, language: 'de' as const },
  { dark: true, width: 1280, language: 'de' as const },
  { dark: true, width: 320, language: 'en' as const },
])(
  'how full the journal is, and what is missing of it, is told: $language, $width wide, dark: $dark',
  async (look) => {
    const visitor = await visit({ ...look, height: 1400 })
    const { page, app, demo, database, complaints } = visitor
    const { memberId } = demo.portal.state
    const journal = openJournal(database.orm, memberId, { patienceMs: 0, now: () => new Date('2026-03-14T12:00:00Z') })
    const { conversion, run } = await journal.begin(startOf())
    await run!.save({ ...conversion, outcome: 'done' })
    await saveJournalSize(database.orm, memberId, { bytes: 1, missingUntil: new Date('2026-03-10T12:00:00Z') })
    await openHealth(visitor)
    await expect(app.getByText(/0,1 von 500 MB, 1 Vorgang vom 14\.03\.2026|0\.1 of 500 MB, 1 conversion/)).toBeVisible()
    await expect(app.getByText(/Einträge vor dem 10\.03\.2026|Entries before Mar 10, 2026/)).toBeVisible()
    await app.getByText(/Version der App|Version of the app|App version/).scrollIntoViewIfNeeded()
    await picture(page, `health-journal-${look.language}-${look.width}-${look.dark ? 'dark' : 'light'}`)
    await expectAccessible(page)
    expect(await app.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
    expect(complaints).toEqual([])
  },
  60_000,
)
