import { expect, test, vi } from 'vitest'
import { usualSettings } from '../../server/conversion/settings.ts'
import { openSettings } from '../../server/storage/settings.ts'
import { administrator, openPortal, theDatabase, useApp } from './door.ts'
import { decide, openMainPage } from './main-page.ts'

useApp()

test('a portal with a new version that dropped what was bound is bound anew, as its administrator decided', async () => {
  const portal = await openPortal()
  await decide(portal, { ...usualSettings, menu: 'perTarget' })
  const [app] = portal.state.apps.values()
  const bound = () => app!.placements.map(({ placement, handler }) => `${placement} ${handler}`).toSorted()
  const before = bound()
  // Such an event reaches apps without an installer, and may find nothing bound but itself.
  Object.assign(app!, { installerUrl: null, placements: [] })
  portal.updateApp()
  await portal.eventsDelivered()
  await vi.waitFor(() => expect(bound()).toEqual(before), 5000)
  const { app: described, checks } = await (await openMainPage(portal, administrator)).health()
  expect(described).toMatchObject({ version: 2, installed: true })
  expect(checks.every(({ state }) => state === 'done')).toBe(true)

  // The application token is another one since; only by it the portal can have everything deleted.
  const settings = openSettings(theDatabase().orm, portal.state.memberId)
  expect((await settings.find()).version).toBe(1)
  portal.uninstallApp({ clean: true })
  await portal.eventsDelivered()
  await vi.waitFor(async () => expect((await settings.find()).version).toBe(0), 5000)
})
