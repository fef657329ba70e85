import { describe, expect, test } from 'vitest'
import { stillClock } from './clock.ts'
import { createSimulator } from './create-simulator.ts'

const day = 86_400_000

function open() {
  const clock = stillClock()
  const simulator = createSimulator({ seed: 'empty', clock })
  const app = simulator.installApp({ handlerUrl: 'https://app.example.test/start?lang=de', scopes: ['crm', 'im'] })
  const credentials = { client_id: app.clientId, client_secret: app.clientSecret }
  const buy = async (params: Record<string, string>, by: 'GET' | 'POST' = 'GET') => {
    const query = new URLSearchParams({ ...credentials, ...params })
    const address = `${simulator.authOrigin}/oauth/token/`
    const request =
      by === 'GET' ? new Request(`${address}?${query}`) : new Request(address, { method: 'POST', body: query })
    const response = await simulator.handle(request)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const authorize = (params: Record<string, string>, person = 2) =>
    simulator.handle(
      new Request(`${simulator.origin}/oauth/authorize/?${new URLSearchParams(params)}`, {
        headers: { cookie: `simulated_portal=${person}.de.light` },
      }),
    )
  const code = async (person = 2) => {
    const answer = await authorize({ client_id: app.clientId }, person)
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }
  const profile = async (token: unknown) => {
    const response = await simulator.handle(new Request(`${simulator.origin}/rest/profile?auth=${String(token)}`))
    return { status: response.status, body: (await response.json()) as { result?: { ID: string }; error?: string } }
  }
  return { clock, simulator, app, buy, authorize, code, profile }
}

describe('the complete protocol (settings/oauth/index)', () => {
  test('the signed-in person comes back to the registered address with a code', async () => {
    const { simulator, app, authorize } = open()
    const asked = { client_id: app.clientId, state: 'JJHgsdgfkdaslg7lbadsfg', redirect_uri: 'https://evil.test/' }
    const answer = await authorize(asked)
    expect(answer.status).toBe(302)
    const back = new URL(answer.headers.get('location') ?? '')
    expect(back.origin + back.pathname).toBe('https://app.example.test/start')
    expect(Object.fromEntries(back.searchParams)).toEqual({
      lang: 'de',
      code: expect.stringMatching(/^[0-9a-f]{70}$/),
      state: 'JJHgsdgfkdaslg7lbadsfg',
      domain: 'portal.bitrix24.test',
      member_id: simulator.state.memberId,
      scope: 'crm,im',
      server_domain: 'oauth.bitrix.info',
    })
    expect(back.search).toContain('scope=crm%2Cim')
  })

  test('a failure is a page of the portal, never a redirect', async () => {
    const { simulator, app, authorize } = open()
    expect((await authorize({ client_id: 'local.unknown' })).headers.get('location')).toBeNull()
    simulator.uninstallApp()
    const answer = await authorize({ client_id: app.clientId })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
  })

  test.each(['GET', 'POST'] as const)('a code buys tokens once, by %s', async (by) => {
    const { simulator, buy, code, profile } = open()
    const bought = await buy({ grant_type: 'authorization_code', code: await code(3) }, by)
    expect(bought).toMatchObject({
      status: 200,
      body: {
        access_token: expect.any(String),
        client_endpoint: 'https://portal.bitrix24.test/rest/',
        domain: 'oauth.bitrix.info',
        expires_in: 3600,
        member_id: simulator.state.memberId,
        refresh_token: expect.any(String),
        scope: 'crm,im',
        server_endpoint: 'https://oauth.bitrix.info/rest/',
        status: 'L',
      },
    })
    expect((await profile(bought.body.access_token)).body.result?.ID).toBe('3')
    const once = await code()
    await buy({ grant_type: 'authorization_code', code: once }, by)
    expect(await buy({ grant_type: 'authorization_code', code: once }, by)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    })
  })

  test('a code lives thirty seconds', async () => {
    const { clock, buy, code } = open()
    const [early, late] = [await code(), await code()]
    clock.advance(29_999)
    expect((await buy({ grant_type: 'authorization_code', code: early })).status).toBe(200)
    clock.advance(1)
    expect((await buy({ grant_type: 'authorization_code', code: late })).body.error).toBe('invalid_grant')
  })
})

describe('renewal (settings/oauth/auto-renewal)', () => {
  test.each(['GET', 'POST'] as const)(
    'by %s the old refresh token dies, and its access token lives out its hour',
    async (by) => {
      const { clock, simulator, buy, profile } = open()
      const old = simulator.tokens(2)
      const renewed = await buy({ grant_type: 'refresh_token', refresh_token: old.refreshToken }, by)
      expect(renewed.body).toMatchObject({ user_id: 2, expires: Math.floor(simulator.state.clock.now() / 1000) + 3600 })
      expect((await profile(renewed.body.access_token)).status).toBe(200)
      expect(await buy({ grant_type: 'refresh_token', refresh_token: old.refreshToken }, by)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      })
      expect((await profile(old.accessToken)).status).toBe(200)
      clock.advance(3_600_000)
      expect((await profile(old.accessToken)).body.error).toBe('expired_token')
    },
  )

  test('an access token lives an hour, a refresh token 180 days', async () => {
    const { clock, simulator, buy, profile } = open()
    const [first, second] = [simulator.tokens(2), simulator.tokens(2)]
    clock.advance(3_600_000)
    expect(await profile(first.accessToken)).toMatchObject({ status: 401, body: { error: 'expired_token' } })
    clock.advance(180 * day - 3_601_000)
    const late = await buy({ grant_type: 'refresh_token', refresh_token: first.refreshToken })
    expect(late.status).toBe(200)
    clock.advance(1000)
    expect((await buy({ grant_type: 'refresh_token', refresh_token: second.refreshToken })).body.error).toBe(
      'invalid_grant',
    )
  })

  test('the portal of the cloud passes renewals on', async () => {
    const { simulator, app } = open()
    const { refreshToken } = simulator.tokens(2)
    const query = `grant_type=refresh_token&client_id=${app.clientId}&client_secret=${app.clientSecret}`
    const address = `${simulator.origin}/oauth/token/?${query}&refresh_token=${refreshToken}`
    expect((await simulator.handle(new Request(address))).status).toBe(200)
  })

  test('a dismissed person’s tokens stop working', async () => {
    const { simulator, buy, profile } = open()
    const { accessToken, refreshToken } = simulator.tokens(2)
    const max = simulator.state.users.get(2)
    if (max) max.active = false
    expect(await profile(accessToken)).toMatchObject({ status: 401, body: { error: 'authorization_error' } })
    expect((await buy({ grant_type: 'refresh_token', refresh_token: refreshToken })).body.error).toBe('invalid_grant')
  })
})

describe('refusals of the auth server', () => {
  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 400, { error: 'invalid_client' }],
    ['an unknown app', { client_id: 'local.unknown' }, 200, { error: 'wrong_client' }],
    ['a foreign token', { refresh_token: 'f'.repeat(70) }, 400, { error: 'invalid_grant' }],
    ['no token', { refresh_token: '' }, 400, { error: 'invalid_request' }],
    ['no grant type', { grant_type: '' }, 400, { error: 'invalid_request' }],
    ['an unknown grant type', { grant_type: 'password' }, 400, { error: 'invalid_request' }],
  ])('%s', async (_name, change, status, body) => {
    const { simulator, buy } = open()
    const { refreshToken } = simulator.tokens(2)
    const asked = { grant_type: 'refresh_token', refresh_token: refreshToken, ...change }
    expect(await buy(asked)).toMatchObject({ status, body })
  })

  test('a removed app', async () => {
    const { simulator, buy, profile } = open()
    const { accessToken, refreshToken } = simulator.tokens(2)
    simulator.uninstallApp()
    expect(await buy({ grant_type: 'refresh_token', refresh_token: refreshToken })).toEqual({
      status: 200,
      body: { error: 'wrong_client' },
    })
    expect(await profile(accessToken)).toMatchObject({ status: 401, body: { error: 'APPLICATION_NOT_FOUND' } })
    const info = await simulator.handle(new Request(`${simulator.authOrigin}/rest/app.info?auth=${accessToken}`))
    expect([info.status, await info.json()]).toEqual([
      401,
      { error: 'NOT_INSTALLED', error_description: 'Application not installed' },
    ])
  })
})
