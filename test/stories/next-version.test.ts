import { eq } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { usualSettings } from '../../server/conversion/settings.ts'
import { openMappings } from '../../server/storage/mappings.ts'
import { openSettings } from '../../server/storage/settings.ts'
import { installerTokens } from '../../server/storage/schema.ts'
import { installedBy } from '../install-lines.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  administrator,
  countRecords,
  openCard,
  openFrame,
  openPortal,
  salesperson,
  theDatabase,
  useApp,
} from './door.ts'
import { decide, openMainPage } from './main-page.ts'

useApp()

const appOf = ({ state }: Simulator) => [...state.apps.values()][0]!
const boundOn = (portal: Simulator): string[] =>
  [...appOf(portal).placements, ...appOf(portal).eventHandlers]
    .map((one) => `${'placement' in one ? one.placement : one.event} ${one.handler}`)
    .toSorted()

/** An administrator opens the app, which its portal does not count as installed; its installer does the rest. */
async function openAsNotInstalled(portal: Simulator): Promise<void> {
  const frame = await openFrame(portal, { userId: administrator })
  expect(frame.start.page).toBe('install')
  expect(await installedBy(await frame.post('/api/install'))).toMatchObject({ complete: true })
  portal.finishInstall(administrator)
  await portal.eventsDelivered()
}

/** The person who sells makes an invoice of a deal. */
async function sell(portal: Simulator): Promise<void> {
  const deal = portal.add('deal', { title: 'Kirchturm', assignedById: salesperson })
  const { invoice } = countRecords(portal)
  const made = await (await openCard(portal, salesperson, 'deal', deal.id)).convert(['invoice'])
  expect(made.outcome).toBe('done')
  expect(countRecords(portal).invoice).toBe(invoice + 1)
}

/** How many times the auth server renewed the access that is kept, or null where none is. */
async function keptVersion({ state }: Simulator): Promise<number | null> {
  const ofPortal = eq(installerTokens.memberId, state.memberId)
  const [row] = await theDatabase().orm.select().from(installerTokens).where(ofPortal)
  return row && !row.lostAt ? row.version : null
}

test('a new version with an installer is set up when an administrator opens the app, and then everybody works as before', async () => {
  const portal = await openPortal()
  const before = boundOn(portal)
  // Nobody says that a portal keeps what an earlier version bound, nor that it tells of the new one then.
  Object.assign(appOf(portal), { placements: [], eventHandlers: [] })
  portal.updateApp()
  expect(appOf(portal).installed).toBe(false)
  await openAsNotInstalled(portal)
  expect(appOf(portal).installed).toBe(true)
  expect(boundOn(portal)).toEqual(before)
  await sell(portal)
})

test('an app that comes back after a removal that kept its data has its settings, its mapping, and access that can be renewed', async () => {
  const portal = await openPortal()
  const before = boundOn(portal)
  await decide(portal, { ...usualSettings, oneClick: true })
  const mappings = openMappings(theDatabase().orm, portal.state.memberId)
  const pair = { source: 'deal', target: 'invoice' } as const
  await mappings.save(pair, { after: 0, exceptions: [], savedBy: administrator })

  portal.uninstallApp({ clean: false })
  await portal.eventsDelivered()
  await vi.waitFor(async () => expect(await keptVersion(portal)).toBeNull(), 20_000)
  portal.reinstallApp(appOf(portal).id)
  await openAsNotInstalled(portal)
  expect(boundOn(portal)).toEqual(before)
  expect(await keptVersion(portal)).toBe(1)

  const page = await openMainPage(portal, administrator)
  expect((await page.settings()).settings.oneClick).toBe(true)
  expect((await mappings.versions(pair, 5)).map(({ version }) => version)).toEqual([1])
  const ofPortal = eq(installerTokens.memberId, portal.state.memberId)
  await theDatabase().orm.update(installerTokens).set({ expiresAt: new Date() }).where(ofPortal)
  expect((await page.health()).access.state).toBe('kept')
  expect(await keptVersion(portal)).toBe(2)
  await sell(portal)

  // The application token is another one since the return.
  portal.uninstallApp({ clean: true })
  await portal.eventsDelivered()
  await vi.waitFor(async () => expect(await mappings.versions(pair, 5)).toEqual([]), 20_000)
})

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
