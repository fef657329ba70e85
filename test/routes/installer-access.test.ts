import { http, HttpResponse } from 'msw'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { keepHouse } from '../../server/housekeeping.ts'
import { asInstaller } from '../../server/portal.ts'
import type { Services } from '../../server/services.ts'
import { installerTokens, portals } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  installOn,
  logLines,
  network,
  openFrame,
  openOtherProcess,
  openPortal,
  publicUrl,
  theDatabase,
  useApp,
} from './door.ts'

useApp()

/** Housekeeping looks after every portal there is, so each story begins without any. */
beforeEach(async () => {
  await theDatabase().orm.delete(portals)
  await theDatabase().orm.delete(installerTokens)
})

let moves = 0

/** The app at an address that no portal has bound yet, in several processes on the same database. */
async function movedApp(
  processes = 1,
  environment: Record<string, string> = {},
): Promise<{ url: string; services: Services[]; keepHouse(): Promise<void> }> {
  moves += 1
  const url = `https://moved-${moves}.create-from.test`
  const opened = Array.from({ length: processes }, () => openOtherProcess({ PUBLIC_URL: url, ...environment }))
  const services = await Promise.all(opened)
  return { url, services, keepHouse: async () => void (await Promise.all(services.map(keepHouse))) }
}

const handlersOf = (portal: Simulator): string[] => [
  ...new Set([...portal.state.apps.values()].flatMap(({ placements }) => placements.map(({ handler }) => handler))),
]
const renewalsOf = (portal: Simulator): number =>
  portal.authRequests.filter(({ path }) => path.startsWith('/oauth/token')).length
const tokenRows = () => theDatabase().orm.select().from(installerTokens)

/** Everything the portal and the auth server gave out ends at once, but refresh tokens go on. */
async function anHourPasses(portal: Simulator): Promise<void> {
  portal.faults.expireTokens()
  await theDatabase().orm.update(installerTokens).set({ expiresAt: new Date() })
}
function refuseRenewals(error: string, status: number): { count(): number } {
  let count = 0
  network.use(
    http.post('https://oauth.bitrix.info/oauth/token/', () => {
      count += 1
      return HttpResponse.json({ error }, { status })
    }),
  )
  return { count: () => count }
}

describe('an app that moved to another address', () => {
  it('binds itself there on every portal that installed it, in the name of the administrator, and once', async () => {
    const portal = openPortal('moves')
    await installOn(portal)
    portal.requests.length = 0
    const app = await movedApp(2)
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
    expect(portal.requests.map(({ method, userId }) => [method, userId])).toEqual([
      ['batch', 1],
      ['batch', 1],
    ])
    await app.keepHouse()
    expect(portal.requests).toHaveLength(2)
  })

  it('renews tokens that have ended, with the pair it kept', async () => {
    const portal = openPortal('renews')
    await installOn(portal)
    await anHourPasses(portal)
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
    expect(renewalsOf(portal)).toBe(1)
  })

  it('renews tokens that the portal refuses before their time', async () => {
    const portal = openPortal('early')
    await installOn(portal)
    portal.faults.after('placement.list', 'expireTokens')
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
    expect(renewalsOf(portal)).toBe(1)
  })

  it('renews once for all processes that want it at the same moment', async () => {
    const portal = openPortal('together')
    await installOn(portal)
    await anHourPasses(portal)
    const { services } = await movedApp(4)
    const asked = services.map((process) =>
      asInstaller(process, portal.state.memberId, ({ rest }) => rest.call({ method: 'user.admin', params: {} })),
    )
    for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ ok: true, result: true })
    expect(renewalsOf(portal)).toBe(1)
  })

  it('keeps what it renewed: the next hour renews that pair', async () => {
    const portal = openPortal('hours')
    await installOn(portal)
    for (const hour of [1, 2, 3]) {
      await anHourPasses(portal)
      const app = await movedApp()
      await app.keepHouse()
      expect(handlersOf(portal)).toEqual([`${app.url}/app`])
      expect(renewalsOf(portal)).toBe(hour)
    }
  })

  it('leaves a portal alone that takes its tokens no longer, until an administrator opens the app', async () => {
    const portal = openPortal('loses')
    await installOn(portal)
    await anHourPasses(portal)
    const dead = refuseRenewals('invalid_grant', 400)
    for (let hour = 0; hour < 3; hour++) await (await movedApp()).keepHouse()
    expect(dead.count()).toBe(1)
    network.use(...portal.handlers())

    await openFrame(portal, { userId: 2 })
    await vi.waitFor(() => expect(portal.requests.at(-1)?.method).toBe('user.admin'), 20_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await (await movedApp()).keepHouse()
    expect(handlersOf(portal)).toEqual([`${publicUrl}/app`])

    await openFrame(portal, { userId: 1 })
    await vi.waitFor(async () => expect((await tokenRows()).every(({ lostAt }) => lostAt === null)).toBe(true), 20_000)
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
  })

  it('tries again later when the auth server did not answer', async () => {
    const portal = openPortal('silent')
    await installOn(portal)
    await anHourPasses(portal)
    refuseRenewals('internal', 500)
    await (await movedApp()).keepHouse()
    network.use(...portal.handlers())
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
  })
})

it('a process that is told to stop begins with no portal any more, and another one goes on', async () => {
  const portal = openPortal('leaving')
  await installOn(portal)
  portal.requests.length = 0
  const leaving = await movedApp()
  for (const { ongoing } of leaving.services) ongoing.leave()
  await leaving.keepHouse()
  expect(portal.requests).toEqual([])
  const app = await movedApp()
  await app.keepHouse()
  expect(handlersOf(portal)).toEqual([`${app.url}/app`])
})

describe('what is wrong with our own configuration', () => {
  it.each([
    ['the client id', { BITRIX_CLIENT_ID: 'app.of.another' }],
    ['the client secret', { BITRIX_CLIENT_SECRET: 'mistyped' }],
    ['the auth server', { BITRIX_AUTH_SERVERS: 'https://oauth.bitrix24.tech' }],
  ])('(%s) costs no portal its access: the next process with the right one goes on', async (_, mistake) => {
    const portal = openPortal(`mistake-${moves}`)
    await installOn(portal)
    await anHourPasses(portal)
    await (await movedApp(1, mistake)).keepHouse()
    expect(await tokenRows()).toMatchObject([{ lostAt: null }])
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
  })

  it('(the auth server) is healed by an administrator who opens the app, where that server does not come back', async () => {
    const portal = openPortal('other-server')
    await installOn(portal)
    await theDatabase().orm.update(installerTokens).set({ authServer: 'https://oauth.closed.test' })
    await openFrame(portal, { userId: 1 })
    await vi.waitFor(
      async () => expect(await tokenRows()).toMatchObject([{ authServer: 'https://oauth.bitrix.info' }]),
      20_000,
    )
  })
})

describe('an access that is lost', () => {
  it('is noticed also where the portal says so only after the tokens were renewed', async () => {
    const portal = openPortal('second-refusal')
    await installOn(portal)
    const refuse = { status: 401, description: 'Refused.', times: 1 }
    portal.faults.refuse('batch', { ...refuse, error: 'expired_token' })
    portal.faults.refuse('batch', { ...refuse, error: 'APPLICATION_NOT_FOUND', skip: 1 })
    await (await movedApp()).keepHouse()
    expect(renewalsOf(portal)).toBe(1)
    expect(await tokenRows()).toMatchObject([{ lostAt: expect.any(Date) as Date }])
  })

  it('is healed by an administrator who opens a card, and by nobody else who does', async () => {
    const portal = openPortal('healed-by-card')
    await installOn(portal)
    await theDatabase().orm.update(installerTokens).set({ lostAt: new Date() })
    const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
    await openFrame(portal, { userId: 2, ...card })
    await vi.waitFor(() => expect(portal.requests.at(-1)?.method).toBe('user.admin'), 20_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await tokenRows()).toMatchObject([{ lostAt: expect.any(Date) as Date }])
    await openFrame(portal, { userId: 1, ...card })
    await vi.waitFor(async () => expect(await tokenRows()).toMatchObject([{ lostAt: null }]), 20_000)
    const app = await movedApp()
    await app.keepHouse()
    expect(handlersOf(portal)).toEqual([`${app.url}/app`])
  })

  it('costs a portal whose access works no question when cards are opened', async () => {
    const portal = openPortal('works')
    await installOn(portal)
    await openFrame(portal, { userId: 1, placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(portal.requests.map(({ method }) => method)).not.toContain('user.admin')
  })
})

describe('the tokens that are kept', () => {
  it('go when the app is removed, also when its data stays', async () => {
    const portal = openPortal('removed')
    await installOn(portal)
    const { memberId } = portal.state
    const kept = async () => (await tokenRows()).some((row) => row.memberId === memberId)
    expect(await kept()).toBe(true)
    portal.uninstallApp({ clean: false })
    await portal.eventsDelivered()
    await vi.waitFor(async () => expect(await kept()).toBe(false), 20_000)
  })

  it('stand neither in the log nor in the page in clear', async () => {
    const portal = openPortal('secret')
    const page = await openFrame(portal, { userId: 1, url: `${publicUrl}/install` })
    const { refreshToken } = [...portal.state.grants.values()].at(-1)!
    expect(page.html).not.toContain(refreshToken)
    expect(Buffer.from(page.session.split('.')[1]!, 'base64url').toString()).not.toContain(refreshToken)
    await installOn(portal)
    await anHourPasses(portal)
    await (await movedApp()).keepHouse()
    const issued = [...portal.state.grants.values()].flatMap((grant) => [grant.accessToken, grant.refreshToken])
    for (const token of [refreshToken, ...issued]) expect(logLines.join('\n')).not.toContain(token)
  })
})
