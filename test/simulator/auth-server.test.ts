import { describe, expect, test } from 'vitest'
import { createSimulator } from './create-simulator.ts'

const app = {
  handlerUrl: 'https://app.example.test/app',
  installerUrl: 'https://app.example.test/install',
  scopes: ['crm', 'placement'],
}

describe('the auth server', () => {
  const simulator = createSimulator({ seed: 'empty' })
  const { clientId, clientSecret } = simulator.installApp(app)
  const ask = async (path: string, init?: RequestInit) => {
    const response = await simulator.handle(new Request(`${simulator.authOrigin}${path}`, init))
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const refresh = (token: string, secret = clientSecret) =>
    ask(`/oauth/token/?grant_type=refresh_token&client_id=${clientId}&client_secret=${secret}&refresh_token=${token}`)

  test('a refresh gives new tokens, once', async () => {
    const old = simulator.tokens(2)
    const { status, body } = await refresh(old.refreshToken)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      expires_in: 3600,
      expires: expect.any(Number),
      user_id: 2,
      member_id: simulator.state.memberId,
      scope: 'crm,placement',
      status: 'L',
      domain: 'oauth.bitrix.info',
      client_endpoint: 'https://portal.bitrix24.test/rest/',
      server_endpoint: 'https://oauth.bitrix.info/rest/',
    })
    expect(body.access_token).not.toBe(old.accessToken)
    expect(await refresh(old.refreshToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
  })

  test('takes a form as well, and refuses strangers', async () => {
    const { refreshToken } = simulator.tokens(2)
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    })
    expect(await ask('/oauth/token/', { method: 'POST', body })).toMatchObject({ status: 200 })
    expect(await refresh('nonsense')).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(await refresh(simulator.tokens(2).refreshToken, 'wrong')).toMatchObject({
      status: 400,
      body: { error: 'invalid_client' },
    })
  })

  test('app.info says whose token this is, unless that person was dismissed', async () => {
    const { accessToken } = simulator.tokens(3)
    expect((await ask(`/rest/app.info?auth=${accessToken}`)).body).toMatchObject({
      result: {
        client_id: clientId,
        scope: 'crm,placement',
        user_id: 3,
        expires: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:]{8}\+02:00$/),
        install: {
          installed: false,
          domain: 'portal.bitrix24.test',
          uri: 'https://portal.bitrix24.test',
          client_endpoint: 'https://portal.bitrix24.test/rest/',
          member_id: simulator.state.memberId,
        },
      },
    })
    simulator.state.users.get(3)!.active = false
    expect(await ask(`/rest/app.info?auth=${accessToken}`)).toMatchObject({
      status: 401,
      body: { error: 'authorization_error' },
    })
    simulator.state.users.get(3)!.active = true
    expect(await ask('/rest/app.info?auth=forged')).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } })
    expect(await ask(`/rest/app.info?auth=${'0'.repeat(70)}`)).toMatchObject({
      status: 400,
      body: { error: 'invalid_client' },
    })
  })
})
