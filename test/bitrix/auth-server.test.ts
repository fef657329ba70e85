import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthServer } from '../../server/bitrix/auth-server.ts'
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
