import { describe, expect, test } from 'vitest'
import { createSimulator } from './create-simulator.ts'

const portal = createSimulator({ seed: 'empty' })
const webhook = portal.webhook(1).replace('/rest/', '/rest/api/')

async function send(address: string, body?: string): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? {} : { method: 'POST', headers, body }
  const answer = await portal.handle(new Request(address, init))
  return { status: answer.status, body: await answer.json() }
}

const refused = (name: string, message: RegExp, status = 400) => ({
  status,
  body: { error: { code: `BITRIX_REST_V3_EXCEPTION_${name}EXCEPTION`, message: expect.stringMatching(message) } },
})

describe('an address of REST 3.0', () => {
  test('refuses methods that are not moved there in its own form', async () => {
    expect(await send(`${webhook}crm.item.get`, '{"entityTypeId":2,"id":1}')).toEqual(
      refused('METHODNOTFOUND', /crm\.item\.get.*not found/, 404),
    )
  })

  test('knows callers as the old address does', async () => {
    expect(await send(`${portal.origin}/rest/api/documentation`)).toEqual({
      status: 401,
      body: { error: { code: 'NO_AUTH_FOUND', message: 'Wrong authorization data' } },
    })
    portal.installApp({ handlerUrl: 'https://app.example.test/', scopes: [] })
    const auth = JSON.stringify({ auth: portal.tokens(1).accessToken })
    expect(await send(`${portal.origin}/rest/api/documentation`, auth)).toMatchObject({ status: 200 })
  })

  test('takes bodies in JSON alone, and batches as lists', async () => {
    expect(await send(`${webhook}batch`, 'cmd[0]=profile')).toEqual(refused('INVALIDJSON', /not valid JSON/))
    expect(await send(`${webhook}batch`, '{"cmd":["profile"]}')).toEqual(refused('INVALIDSELECT', /list of calls/))
  })

  test('describes itself, without a result around it', async () => {
    const { status, body } = await send(`${webhook}rest.documentation.openapi`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ openapi: '3.0.0', paths: { '/documentation': {} } })
  })
})
