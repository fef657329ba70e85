import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'
import { parsePhpQuery, type Params } from './wire/php-query.ts'

let simulator: Simulator
let server: Server
let handler: string
let heard: Params[]

beforeEach(async () => {
  heard = []
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      heard.push({ type: request.headers['content-type'], ...parsePhpQuery(text) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  handler = `http://127.0.0.1:${(server.address() as AddressInfo).port}/robot`
  simulator = createSimulator({ seed: 'empty' })
  simulator.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['crm', 'bizproc'] })
})

afterEach(() => server.close())

const robot = () => ({
  CODE: 'test_robot',
  HANDLER: handler,
  AUTH_USER_ID: 1,
  USE_SUBSCRIPTION: 'Y',
  NAME: 'Send Message',
  PROPERTIES: { text: { Name: 'Text', Type: 'text' } },
  FILTER: { INCLUDE: [['crm', 'CCrmDocumentDeal']] },
})

describe('robots', () => {
  test('bizproc.robot.add, .list, .update, .delete as documented', async () => {
    const anna = askAs(simulator, 1)
    expect((await anna('bizproc.robot.add', robot())).body.result).toBe(true)
    expect((await anna('bizproc.robot.add', robot())).body.error).toBe('ERROR_ACTIVITY_ALREADY_INSTALLED')
    expect((await anna('bizproc.robot.list')).body.result).toEqual(['test_robot'])
    const update = { CODE: 'test_robot', FIELDS: { NAME: 'Anders', USE_SUBSCRIPTION: 'N' } }
    expect((await anna('bizproc.robot.update', update)).body.result).toBe(true)
    expect(simulator.state.robots).toMatchObject([{ name: 'Anders', waits: false }])
    expect((await anna('bizproc.robot.update', { CODE: 'test_robot' })).body.error_description).toBe(
      'No fields to update',
    )
    expect((await anna('bizproc.robot.delete', { CODE: 'test_robot' })).body.result).toBe(true)
    expect((await anna('bizproc.robot.delete', { CODE: 'test_robot' })).body).toMatchObject({
      error: 'ERROR_ACTIVITY_NOT_FOUND',
      error_description: 'Activity or Robot not found!',
    })
  })

  test.each([
    [{ CODE: '' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Empty activity code!'],
    [{ CODE: 'a b' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong activity code!'],
    [{ HANDLER: 'ftp://a.test/' }, 'ERROR_UNSUPPORTED_PROTOCOL', undefined],
    [{ HANDLER: 'nowhere' }, 'ERROR_WRONG_HANDLER_URL', undefined],
    [{ NAME: '' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Empty activity NAME!'],
    [{ PROPERTIES: 'x' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong properties array!'],
    [{ FILTER: 'x' }, 'ERROR_ACTIVITY_VALIDATION_FAILURE', 'Wrong activity FILTER!'],
  ])('bizproc.robot.add refuses %o', async (wrong, error, text) => {
    const { body } = await askAs(simulator, 1)('bizproc.robot.add', { ...robot(), ...wrong })
    expect(body).toMatchObject({ error, ...(text ? { error_description: text } : {}) })
  })

  test('are for administrators, in an application', async () => {
    expect(await askAs(simulator, 2)('bizproc.robot.list')).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
    })
    const answer = await simulator.handle(new Request(`${simulator.webhook(1, ['bizproc'])}bizproc.robot.list`))
    expect(await answer.json()).toMatchObject({ error_description: 'Application context required' })
  })

  test('start when a record comes into their stage, and before it has rows', async () => {
    const anna = askAs(simulator, 1)
    await anna('bizproc.robot.add', robot())
    simulator.placeRobot({ type: 'deal', stageId: 'NEW', code: 'test_robot', properties: { text: 'Hallo' } })
    const { body } = await askAs(simulator, 2)('crm.item.add', { entityTypeId: 2, fields: { title: 'Dach' } })
    const { id } = (body.result as { item: { id: number } }).item
    await simulator.eventsDelivered()
    expect(heard).toEqual([
      expect.objectContaining({
        type: 'application/x-www-form-urlencoded',
        code: 'test_robot',
        document_id: ['crm', 'CCrmDocumentDeal', `DEAL_${id}`],
        document_type: ['crm', 'CCrmDocumentDeal', 'DEAL'],
        event_token: expect.stringContaining('|'),
        properties: { text: 'Hallo' },
        use_subscription: 'Y',
        auth: expect.objectContaining({ user_id: '1', member_id: simulator.state.memberId }),
      }),
    ])
    const rows = [{ productName: 'Ziegel', price: 2 }]
    await anna('crm.item.productrow.set', { ownerType: 'D', ownerId: id, productRows: rows })
    await anna('crm.item.update', { entityTypeId: 2, id, fields: { stageId: 'WON' } })
    await anna('crm.item.update', { entityTypeId: 2, id, fields: { stageId: 'NEW' } })
    await simulator.eventsDelivered()
    expect(heard).toHaveLength(2)
  })

  test('hand back values with bizproc.event.send, once per token, and log meanwhile', async () => {
    const anna = askAs(simulator, 1)
    await anna('bizproc.robot.add', robot())
    simulator.placeRobot({ type: 'deal', stageId: 'NEW', code: 'test_robot', properties: {} })
    simulator.add('deal', { title: 'Dach' })
    await simulator.eventsDelivered()
    const { event_token, auth } = heard[0] as { event_token: string; auth: { access_token: string } }
    const ask = async (method: string, params: Params) => {
      const url = `${simulator.origin}/rest/${method}`
      const body = JSON.stringify({ event_token, ...params, auth: auth.access_token })
      const headers = { 'content-type': 'application/json' }
      return (await simulator.handle(new Request(url, { method: 'POST', headers, body }))).json()
    }
    expect(await ask('bizproc.activity.log', { log_message: '' })).toMatchObject({ error: 'ERROR_EMPTY_LOG_MESSAGE' })
    expect(await ask('bizproc.activity.log', { log_message: 'Moment' })).toMatchObject({ result: true })
    expect(await ask('bizproc.event.send', { return_values: { a: 'b' } })).toMatchObject({ result: true })
    expect(simulator.state.robotRuns).toMatchObject([{ isDone: true, returned: { a: 'b' }, log: ['Moment'] }])
    expect(await ask('bizproc.event.send', {})).toMatchObject({ error: 'ACCESS_DENIED' })
  })
})

describe('offline events', () => {
  test('do not bring an app what it did itself under the key of its queue', async () => {
    simulator.installApp({ handlerUrl: 'https://app.example.test/sync', scopes: ['crm'] })
    const sync = askAs(simulator, 1)
    const auth_connector = 'sync'
    await sync('event.bind', { event: 'ONCRMDEALUPDATE', event_type: 'offline', auth_connector })
    const deal = simulator.add('deal', { title: 'Dach' })
    const rename = (title: string, more: object = {}) =>
      sync('crm.deal.update', { id: deal.id, fields: { TITLE: title }, ...more })
    const waiting = async () => (await sync('event.offline.list', { auth_connector })).body.total
    await rename('Eins', { auth_connector })
    await sync('batch', { cmd: [`crm.deal.update?id=${deal.id}&fields[TITLE]=Zwei`], auth_connector })
    expect(await waiting()).toBe(0)
    await rename('Drei', { auth_connector: 'other' })
    expect(await waiting()).toBe(1)
  })

  test('wait in the queue, the newest of a record only; event.offline.get hands them out', async () => {
    const anna = askAs(simulator, 1)
    const bind = { event: 'ONCRMDEALUPDATE', event_type: 'offline' }
    expect(await askAs(simulator, 2)('event.bind', bind)).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED' },
    })
    expect((await anna('event.bind', bind)).body.result).toBe(true)
    expect((await anna('event.get')).body.result).toEqual([{ event: 'ONCRMDEALUPDATE', connector_id: '', offline: 1 }])
    expect((await askAs(simulator, 2)('event.get')).body.result).toEqual([])
    const deal = simulator.add('deal', { title: 'Dach' })
    for (const title of ['Erstes', 'Zweites'])
      await anna('crm.item.update', { entityTypeId: 2, id: deal.id, fields: { title } })
    expect((await anna('event.offline.list')).body).toMatchObject({
      result: [{ EVENT_NAME: 'ONCRMDEALUPDATE', PROCESS_ID: '', ERROR: '0' }],
      total: 1,
    })
    const reserved = (await anna('event.offline.get', { clear: 0 })).body.result as Params
    expect(reserved).toEqual({
      process_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      events: [
        {
          ID: expect.any(String),
          TIMESTAMP_X: expect.any(String),
          EVENT_NAME: 'ONCRMDEALUPDATE',
          EVENT_DATA: { FIELDS: { ID: deal.id } },
          EVENT_ADDITIONAL: { user_id: 1 },
          MESSAGE_ID: expect.any(String),
        },
      ],
    })
    expect((await anna('event.offline.get')).body.result).toEqual({ process_id: null, events: [] })
    await anna('event.offline.error', { process_id: reserved.process_id })
    const again = { process_id: reserved.process_id, clear: 0 }
    expect((await anna('event.offline.get', again)).body.result).toMatchObject({ events: [] })
    expect((await anna('event.offline.get', { ...again, error: 1 })).body.result).toMatchObject({ events: [{}] })
    expect((await anna('event.offline.clear', { process_id: reserved.process_id })).body.result).toBe(true)
    expect((await anna('event.offline.list')).body).toMatchObject({ result: [], total: 0 })
    expect((await anna('event.unbind', bind)).body.result).toEqual({ count: 1 })
  })
})
