import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { writePhpQuery } from './wire/php-query.ts'
import { readRestRequest } from './wire/rest-request.ts'

const simulator = createSimulator()
const { anna } = openPortal(simulator)
const token = simulator.tokens(1).accessToken
const webhook = simulator.webhook(1)
const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function send(address: string, init?: RequestInit): Promise<Record<string, unknown>> {
  return (await (await simulator.handle(new Request(address, init))).json()) as Record<string, unknown>
}

describe('every spelling of a batch reaches its commands', () => {
  const inner = (title: string) => `crm.item.list?entityTypeId=2&filter[title]=${encodeURIComponent(title)}&select[]=id`
  const title = 'Müller & Söhne +50 %'
  simulator.add('deal', { title })
  const found = { result: { result: { a: { items: [{ id: 8 }] } }, result_total: { a: 1 } } }

  test('doubly encoded in the address (how to call REST, data encoding)', async () => {
    expect(await send(`${webhook}batch?cmd[a]=${encodeURIComponent(inner(title))}`)).toMatchObject(found)
  })

  test.each(['application/x-www-form-urlencoded', 'text/plain;charset=UTF-8'])(
    'as a form, sent as %s',
    async (type) => {
      const body = `halt=0&cmd%5Ba%5D=${encodeURIComponent(inner(title))}&auth=${token}`
      const init = { method: 'POST', headers: { 'content-type': type }, body }
      expect(await send(`${simulator.origin}/rest/batch`, init)).toMatchObject(found)
    },
  )

  test('as JSON, in any case, with suffix and closing slash', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const init = { method: 'POST', headers, body: JSON.stringify({ halt: false, cmd: { a: inner(title) } }) }
    expect(await send(`${simulator.origin}/rest/BATCH.json/`, init)).toMatchObject(found)
  })

  test('halt may be a truth in any spelling, and the word false is one too', async () => {
    const cmd = { bad: 'crm.item.fly', good: 'user.admin' }
    for (const halt of [1, '1', true, 'true', 'N', 'false'])
      expect((await anna('batch', { cmd, halt })).body.result).toMatchObject({ result: [] })
    for (const halt of [0, '0', false, '', null])
      expect((await anna('batch', { cmd, halt })).body.result).toMatchObject({ result: { good: true } })
  })
})

test('JSON is read only under its own name', async () => {
  const body = JSON.stringify({ entityTypeId: 2, id: 1 })
  const sent = (type: string) =>
    send(`${webhook}crm.item.get`, { method: 'POST', headers: { 'content-type': type }, body })
  expect(await sent('application/json; charset=utf-8')).toMatchObject({ result: { item: { id: 1 } } })
  for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
    expect(await sent(type)).toMatchObject({ error_description: 'Could not find value for parameter {entityTypeId}' })
})

test('a # that is not encoded ends a command', async () => {
  const cmd = { new: 'crm.item.add?entityTypeId=2&fields[title]=Auftrag #5&fields[opportunity]=7' }
  const { item } = ((await anna('batch', { cmd })).body.result as { result: { new: { item: object } } }).result.new
  expect(item).toMatchObject({ title: 'Auftrag ', opportunity: 0 })
})

test('what is no text is no command', async () => {
  const cmd = { who: 'profile', what: { method: 'profile', params: {} } }
  const { result, result_error } = (await anna('batch', { cmd })).body.result as Record<string, object>
  expect([Object.keys(result ?? {}), result_error]).toEqual([['who'], []])
})

describe('webhooks', () => {
  const secret = webhook.split('/').at(-2)
  test.each([`/rest/1/${secret}/PROFILE.JSON/`, `/rest/1/${secret}//profile`, `//rest/1/${secret}/profile.json`])(
    '%s',
    async (path) => {
      expect(await send(`${simulator.origin}${path}`)).toMatchObject({ result: { ID: '1' } })
    },
  )

  test('the secret belongs to one person', async () => {
    expect(await send(`${simulator.origin}/rest/2/${secret}/profile`)).toEqual({
      error: 'INVALID_CREDENTIALS',
      error_description: 'Invalid request credentials',
    })
  })
})

test('.xml behind the name brings the same answer in XML', async () => {
  const ask = async (path: string) => {
    const answer = await simulator.handle(new Request(`${webhook}${path}`))
    return [answer.status, answer.headers.get('content-type'), await answer.text()] as const
  }
  const [status, type, text] = await ask('batch.xml?cmd[who]=profile&cmd[all]=scope')
  expect([status, type]).toEqual([200, 'text/xml; charset=UTF-8'])
  expect(text).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<response><result><result><who><ID>1<\/ID><ADMIN>1<\/ADMIN>/,
  )
  expect(text).toContain('<all><item>crm</item>')
  expect((await ask('crm.item.get.xml?entityTypeId=2'))[2]).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<response><error>100</error><error_description>Could not find value for parameter {id}</error_description></response>',
  )
})

test('however a request is spelled, the portal reads the same', async () => {
  const word = fc.stringMatching(/^[a-zA-Zäöü0-9 &=+%.;/?]{1,12}$/)
  const fields = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{1,8}$/), word, { minKeys: 1, maxKeys: 4 })
  const read = async (path: string, init?: RequestInit) => {
    const { method, params } = await readRestRequest(new Request(`${simulator.origin}/rest/${path}`, init))
    return { method, params }
  }
  const post = (type: string, body: string) => ({ method: 'POST', headers: { 'content-type': type }, body })
  await fc.assert(
    fc.asyncProperty(fields, fc.array(word, { minLength: 1, maxLength: 3 }), async (map, list) => {
      const params = { fields: { ...map }, select: list }
      const query = writePhpQuery(params)
      const expected = { method: 'crm.item.add', params }
      expect(await read(`crm.item.add?${query}`)).toEqual(expected)
      expect(await read('/CRM.Item.Add.json/', post('application/json', JSON.stringify(params)))).toEqual(expected)
      expect(await read('crm.item.add', post('application/x-www-form-urlencoded', query))).toEqual(expected)
      expect(await read('crm.item.add.xml', post('text/plain', query))).toEqual(expected)
    }),
  )
})

test('parameters of the query and of the body come together, the body wins', async () => {
  const address = `${webhook}crm.item.list?entityTypeId=2&filter[id]=3`
  const body = 'filter[id]=2&select[]=id'
  expect(await send(address, { method: 'POST', headers: form, body })).toMatchObject({
    result: { items: [{ id: 2 }] },
  })
})

test('a number in a form and a number in JSON are the same', async () => {
  const asForm = await send(`${webhook}crm.item.get`, { method: 'POST', headers: form, body: 'entityTypeId=2&id=1' })
  expect(asForm.result).toEqual((await anna('crm.item.get', { entityTypeId: 2, id: 1 })).body.result)
})

/** Types of ids as the answers on the pages of these methods show them. */
test.each([
  ['crm.item.list', { entityTypeId: 2 }, ['items', 0, 'id'], 'number'],
  ['crm.item.get', { entityTypeId: 2, id: 1 }, ['item', 'assignedById'], 'number'],
  ['crm.category.list', { entityTypeId: 2 }, ['categories', 0, 'id'], 'number'],
  ['crm.status.list', {}, [0, 'ID'], 'string'],
  ['profile', {}, ['ID'], 'string'],
  ['user.get', {}, [0, 'ID'], 'string'],
  ['crm.deal.userfield.list', {}, [0, 'ID'], 'string'],
] as const)('ids of %s', async (method, params, path, type) => {
  const { body } = await anna(method, params)
  let value: unknown = body.result
  for (const step of path) value = (value as Record<string | number, unknown>)[step]
  expect(typeof value).toBe(type)
})

test('times are numbers, dates carry the portal’s offset', async () => {
  const { time } = (await anna('user.admin')).body
  expect(time).toMatchObject({
    start: expect.any(Number),
    operating: expect.any(Number),
    date_start: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00$/),
  })
  const { start, finish, duration, processing, operating_reset_at: reset } = time as Record<string, number>
  expect(finish! - start!).toBeCloseTo(duration!, 5)
  expect(duration).toBeGreaterThanOrEqual(processing!)
  expect(Number.isInteger(reset)).toBe(true)
  expect(reset! - start!).toBeGreaterThan(500)
})

test('the whole portal can be ordered to refuse', async () => {
  const refusals: [string, string, number][] = [
    ['OVERLOAD_LIMIT', 'REST API is blocked due to overload', 503],
    ['ACCESS_DENIED', 'REST API is available only on commercial plans', 403],
    ['user_access_error', 'The user does not have access to the application', 403],
    ['PORTAL_DELETED', 'Portal was deleted', 500],
  ]
  for (const [error, description, status] of refusals) {
    simulator.faults.refuse('*', { error, description, status })
    expect(await anna('profile')).toEqual({ status, body: { error, error_description: description } })
    simulator.faults.clear()
  }
})
