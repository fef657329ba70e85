import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openAuthServer, type AuthServer } from '../../server/bitrix/auth-server.ts'
import { openOutgoing } from '../../server/bitrix/outgoing.ts'

const network = setupServer()
beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())

const reach = { allowLoopback: false }
const seconds = Math.floor(Date.now() / 1000) + 3600

test.each([
  ['unix seconds', seconds],
  ['unix seconds as text', String(seconds)],
  ['an ISO date', new Date(seconds * 1000).toISOString()],
  [
    'an ISO date with an offset',
    new Date((seconds + 7200) * 1000)
      .toISOString()
      .replace('.000Z', '+02:00')
      .replace(/\.\d+Z$/, '+02:00'),
  ],
])('the end of a token is understood as %s', async (_, expires) => {
  const install = { domain: 'portal.test', client_endpoint: 'https://portal.test/rest/', member_id: 'm1' }
  const result = { client_id: 'app', scope: 'crm', expires, user_id: 7, install }
  network.use(http.get('https://oauth.test/rest/app.info', () => HttpResponse.json({ result })))
  const auth = openAuthServer({
    servers: ['https://oauth.test'],
    clientId: 'app',
    outgoing: openOutgoing(reach),
    reach,
  })
  expect(await auth.verify(`token-${String(expires).replace(/\W/g, '')}`)).toMatchObject({
    userId: 7,
    expires: seconds,
  })
})

describe('a proven token', () => {
  const token = 'token-of-a-person'
  const minuteMs = 60_000
  let asked: number
  let answers: 'proven' | 'dismissed' | 'silent'
  let time: number
  let auth: AuthServer

  beforeEach(() => {
    asked = 0
    answers = 'proven'
    time = Date.now()
    const install = { domain: 'portal.test', client_endpoint: 'https://portal.test/rest/', member_id: 'm1' }
    const result = { client_id: 'app', scope: 'crm', expires: seconds, user_id: 7, install }
    network.use(
      http.get('https://oauth.test/rest/app.info', async () => {
        asked += 1
        await new Promise((resolve) => setTimeout(resolve, 20))
        if (answers === 'silent') return HttpResponse.error()
        if (answers === 'proven') return HttpResponse.json({ result })
        return HttpResponse.json({ error: 'authorization_error' }, { status: 401 })
      }),
    )
    auth = openAuthServer({
      servers: ['https://oauth.test'],
      clientId: 'app',
      outgoing: openOutgoing(reach),
      reach,
      now: () => time,
    })
  })

  test('is believed for five minutes and no longer', async () => {
    await auth.verify(token)
    answers = 'dismissed'
    time += 5 * minuteMs - 1
    expect(await auth.verify(token)).toMatchObject({ userId: 7 })
    expect(asked).toBe(1)
    time += 1
    await expect(auth.verify(token)).rejects.toMatchObject({ code: 'not_verified' })
  })

  test('is asked about again where the proof has to be fresh, and then nobody believes the old one', async () => {
    await auth.verify(token)
    answers = 'dismissed'
    await expect(auth.verify(token, { fresh: true })).rejects.toMatchObject({ code: 'not_verified' })
    await expect(auth.verify(token)).rejects.toMatchObject({ code: 'not_verified' })
    expect(asked).toBe(3)
  })

  test('is asked about once by all who ask at the same moment', async () => {
    await Promise.all([auth.verify(token), auth.verify(token), auth.verify(token, { fresh: true })])
    expect(asked).toBe(1)
    await Promise.all([auth.verify(token, { fresh: true }), auth.verify(token, { fresh: true })])
    expect(asked).toBe(2)
  })

  test('is not believed afresh while the auth server is silent, and no longer than before otherwise', async () => {
    await auth.verify(token)
    answers = 'silent'
    await expect(auth.verify(token, { fresh: true })).rejects.toMatchObject({ code: 'portal_unreachable' })
    expect(await auth.verify(token)).toMatchObject({ userId: 7 })
    time += 5 * minuteMs
    await expect(auth.verify(token)).rejects.toMatchObject({ code: 'portal_unreachable' })
  })
})
