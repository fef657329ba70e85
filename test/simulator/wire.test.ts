import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator()
const { anna, julia } = openPortal(simulator)
const token = simulator.tokens(1).accessToken
const { origin } = simulator

async function send(path: string, init: RequestInit = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await simulator.handle(new Request(`${origin}${path}`, init))
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('every spelling of a call reaches its method', () => {
  const calls: [string, string, RequestInit?][] = [
    [
      'json body',
      '/rest/crm.item.get',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ entityTypeId: 2, id: 1, auth: token }),
      },
    ],
    ['double slash', `/rest//crm.item.get?entityTypeId=2&id=1&auth=${token}`],
    ['suffix', `/rest/crm.item.get.json?entityTypeId=2&id=1&auth=${token}`],
    ['closing slash', `/rest/crm.item.get/?entityTypeId=2&id=1&auth=${token}`],
    ['any case', `/rest/CRM.Item.Get?entityTypeId=2&id=1&auth=${token}`],
    ['form body', '/rest/crm.item.get', { method: 'POST', headers: form, body: `entityTypeId=2&id=1&auth=${token}` }],
    [
      'form as plain text',
      '/rest/crm.item.get',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: `entityTypeId=2&id=1&access_token=${token}` },
    ],
    ['bearer', '/rest/crm.item.get?entityTypeId=2&id=1', { headers: { authorization: `Bearer ${token}` } }],
    ['webhook', `${simulator.webhook(1).slice(origin.length)}crm.item.get?entityTypeId=2&id=1`],
  ]
  test.each(calls)('%s', async (_name, path, init) => {
    const { status, body } = await send(path, init)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      result: { item: { id: 1, entityTypeId: 2 } },
      time: { operating: expect.any(Number) },
    })
  })

  test('bracketed queries nest as PHP reads them', async () => {
    const query = `filter[@id][]=1&filter[@id][]=3&select[0]=id&select[1]=title&order[id]=DESC&auth=${token}`
    const { body } = await send(`/rest/crm.item.list?entityTypeId=2&${query}`)
    expect(body).toMatchObject({ result: { items: [{ id: 3 }, { id: 1 }] }, total: 2 })
  })
})

test('a success carries the documented time block', async () => {
  const { body } = await anna('server.time')
  expect(Object.keys(body.time ?? {}).toSorted()).toEqual(
    [
      'start',
      'finish',
      'duration',
      'processing',
      'date_start',
      'date_finish',
      'operating_reset_at',
      'operating',
    ].toSorted(),
  )
  expect(body.result).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00$/)
})

test('frames on other origins may call, after asking', async () => {
  const preflight = await simulator.handle(new Request(`${origin}/rest/profile`, { method: 'OPTIONS' }))
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
  expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type')
  const refused = await simulator.handle(new Request(`${origin}/rest/profile`))
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
})

describe('refusals', () => {
  test.each([
    ['nobody', '/rest/profile', 401, 'NO_AUTH_FOUND'],
    ['an unknown token', '/rest/profile?auth=nonsense', 401, 'invalid_token'],
    ['a wrong webhook secret', '/rest/1/nonsense/profile', 401, 'INVALID_CREDENTIALS'],
    ['an unknown method', `/rest/crm.item.fly?auth=${token}`, 404, 'ERROR_METHOD_NOT_FOUND'],
    ['an unknown method, whoever asks', '/rest/1/nonsense/crm.item.fly', 404, 'ERROR_METHOD_NOT_FOUND'],
    ['a missing parameter', `/rest/crm.item.get?auth=${token}`, 400, '100'],
    ['an unknown type', `/rest/crm.item.get?entityTypeId=999&id=1&auth=${token}`, 400, 'NOT_FOUND'],
    ['an old invoice', `/rest/crm.item.get?entityTypeId=5&id=1&auth=${token}`, 400, 'ENTITY_TYPE_NOT_SUPPORTED'],
    ['an unknown record', `/rest/crm.item.get?entityTypeId=2&id=4711&auth=${token}`, 400, 'NOT_FOUND'],
  ])('%s', async (_name, path, status, error) => {
    expect(await send(path)).toMatchObject({ status, body: { error, error_description: expect.any(String) } })
  })

  test('a scope that was not granted', async () => {
    const { pathname } = new URL(simulator.webhook(1, ['user']))
    expect(await send(`${pathname}crm.item.get`)).toMatchObject({ status: 401, body: { error: 'insufficient_scope' } })
  })

  test('an expired token', async () => {
    simulator.tokens(3)
    simulator.faults.expireTokens(3)
    expect(await julia('profile')).toMatchObject({ status: 401, body: { error: 'expired_token' } })
  })
})

describe('batch', () => {
  test('answers per command, named or listed, empty maps as lists', async () => {
    const named = await anna('batch', { cmd: { who: 'profile', deals: 'crm.item.list?entityTypeId=2' } })
    expect(named.body.result).toMatchObject({
      result: { who: { ID: '1' }, deals: { items: expect.any(Array) } },
      result_error: [],
      result_total: { deals: 7 },
      result_next: [],
      result_time: { who: { operating: expect.any(Number) } },
    })
    const listed = await anna('batch', { cmd: ['profile', 'user.admin'] })
    expect(listed.body.result).toMatchObject({ result: [{ ID: '1' }, true] })
  })

  test('times every command that was carried out, and counts and pages each by itself', async () => {
    const cmd = {
      list: 'crm.enum.ownertype',
      bad: 'crm.item.get?entityTypeId=2&id=4711',
      deals: 'crm.item.list?entityTypeId=2',
    }
    const { body } = await anna('batch', { cmd })
    const { result_time: times, result_total: totals } = body.result as Record<string, Record<string, object>>
    expect(Object.keys(times ?? {})).toEqual(['list', 'deals'])
    for (const time of Object.values(times ?? {}))
      expect(Object.keys(time).toSorted()).toEqual(Object.keys(body.time ?? {}).toSorted())
    expect(totals).toEqual({ deals: 7 })
  })

  test('goes on after a refusal unless told to halt', async () => {
    const cmd = { bad: 'crm.item.get?entityTypeId=2&id=4711', good: 'user.admin' }
    expect((await anna('batch', { cmd })).body.result).toMatchObject({
      result: { good: true },
      result_error: { bad: { error: 'NOT_FOUND', error_description: 'Element not found' } },
    })
    expect((await anna('batch', { cmd, halt: 1 })).body.result).toMatchObject({ result: [], result_error: { bad: {} } })
  })

  test('carries out fifty commands and no nested batch', async () => {
    const cmd = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`c${index}`, 'user.admin']))
    const { result, result_error } = (await anna('batch', { cmd })).body.result as Record<string, object>
    expect(Object.keys(result ?? {})).toHaveLength(50)
    expect(result_error).toMatchObject({ c50: { error: 'ERROR_BATCH_LENGTH_EXCEEDED' } })
    expect((await anna('batch', { cmd: { inner: 'batch?cmd[a]=profile' } })).body.result).toMatchObject({
      result_error: { inner: { error: 'ERROR_BATCH_METHOD_NOT_ALLOWED' } },
    })
  })

  test('a failed step leaves the whole result map behind, which PHP casts to the id 1', async () => {
    const cmd = {
      company: 'crm.item.add?entityTypeId=999&fields[title]=x',
      other: 'user.admin',
      deal: 'crm.item.add?entityTypeId=2&fields[title]=y&fields[companyId]=$result[company][item][id]',
    }
    expect((await anna('batch', { cmd })).body.result).toMatchObject({ result: { deal: { item: { companyId: 1 } } } })
  })
})
