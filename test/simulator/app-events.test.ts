import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'
import { parsePhpQuery } from './wire/php-query.ts'

interface Heard {
  event: string
  event_handler_id: string
  data: Record<string, unknown>
  ts: string
  auth: Record<string, string>
}

/** What the auth block holds. Source: pages of the events under "common", parameters "auth". */
const withoutTokens = ['domain', 'server_endpoint', 'client_endpoint', 'member_id', 'application_token']
const withTokens = [
  ...withoutTokens,
  'access_token',
  'expires',
  'expires_in',
  'scope',
  'status',
  'user_id',
  'client_id',
]

let server: Server
let heard: Heard[]
let status: number
let simulator: Simulator
let handler: string
let ask: ReturnType<typeof askAs>

beforeEach(async () => {
  heard = []
  status = 200
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      heard.push(parsePhpQuery(text) as unknown as Heard)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  handler = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`
  simulator = createSimulator({ seed: 'empty' })
  simulator.installApp({ handlerUrl: 'https://app.example.test/', scopes: ['crm', 'im', 'userfieldconfig'] })
  ask = askAs(simulator, 1)
})
afterEach(() => server.close())

test('an app without pages hears of its installation at the address it was registered with, once, with both tokens', async () => {
  simulator.installApp({ handlerUrl: 'https://app.example.test/', callbackUrl: handler, scopes: ['crm'] })
  await simulator.eventsDelivered()
  expect(heard).toMatchObject([{ event: 'ONAPPINSTALL', data: { VERSION: '1', ACTIVE: 'Y', INSTALLED: 'Y' } }])
  expect(Object.keys(heard[0]!.auth).sort()).toEqual([...withTokens, 'refresh_token'].sort())
})

async function bind(...events: string[]): Promise<void> {
  for (const event of events) expect((await ask('event.bind', { event, handler })).body.result).toBe(true)
}

const currentApp = () => {
  const app = simulator.state.apps.get(1)
  if (!app) throw new Error('no app')
  return app
}

describe('ONAPPTEST (events/test-handler)', () => {
  test('event.test sends what it was given, with both tokens', async () => {
    await bind('ONAPPTEST')
    expect((await ask('event.test', { any: 'data', nested: { list: [1, 2] } })).body.result).toBe(1)
    await simulator.eventsDelivered()
    expect(heard).toMatchObject([
      {
        event: 'ONAPPTEST',
        event_handler_id: '1',
        data: { QUERY: { any: 'data', nested: { list: ['1', '2'] } }, LANGUAGE_ID: 'de' },
        ts: expect.stringMatching(/^\d{10}$/),
      },
    ])
    expect(Object.keys(heard[0]?.auth ?? {}).toSorted()).toEqual([...withTokens, 'refresh_token'].toSorted())
    expect(heard[0]?.auth).toMatchObject({
      expires_in: '3600',
      scope: 'crm,im,userfieldconfig',
      status: 'L',
      user_id: '1',
    })
  })

  test('reaches only the app that asked', async () => {
    await bind('ONAPPTEST')
    simulator.installApp({ handlerUrl: 'https://other.example.test/', scopes: ['crm'] })
    expect((await askAs(simulator, 1)('event.test')).body.result).toBe(1)
    await simulator.eventsDelivered()
    expect(heard).toEqual([])
  })

  test('is not for webhooks', async () => {
    const response = await simulator.handle(new Request(`${simulator.webhook(1)}event.test?any=data`))
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'WRONG_AUTH_TYPE' }])
  })
})

describe('the next version (ONAPPUPDATE)', () => {
  test('an app without installer hears of it at once, with a new application token', async () => {
    await bind('ONAPPUPDATE')
    const before = currentApp().applicationToken
    simulator.updateApp()
    await simulator.eventsDelivered()
    expect(heard).toMatchObject([{ event: 'ONAPPUPDATE', data: { VERSION: '2', PREVIOUS_VERSION: '1' } }])
    expect(heard[0]?.auth.refresh_token).toMatch(/^[0-9a-f]{70}$/)
    expect(heard[0]?.auth.application_token).toBe(currentApp().applicationToken)
    expect(currentApp().applicationToken).not.toBe(before)
    expect((await ask('app.info')).body.result).toMatchObject({ VERSION: 2, INSTALLED: true })
  })

  test('an app with an installer is not installed again until an administrator finishes, and hears nothing', async () => {
    await bind('ONAPPINSTALL', 'ONAPPUPDATE', 'ONCRMLEADADD')
    currentApp().installerUrl = 'https://app.example.test/install'
    simulator.updateApp()
    simulator.add('lead', { title: 'x' })
    await simulator.eventsDelivered()
    expect(heard).toEqual([])
    expect((await ask('app.info')).body.result).toMatchObject({ VERSION: 2, INSTALLED: false })
    expect(new URL(simulator.frameForm({ userId: 1 }).action).pathname).toBe('/install')
    simulator.finishInstall(1)
    await simulator.eventsDelivered()
    expect(heard).toMatchObject([
      { event: 'ONAPPINSTALL', data: { VERSION: '2', ACTIVE: 'Y', INSTALLED: 'Y', LANGUAGE_ID: 'de' } },
    ])
  })
})

describe('ONAPPUNINSTALL', () => {
  test.each([
    [true, '1', []],
    [false, '0', { mode: 'fast' }],
  ])('clean: %s', async (clean, flag, options) => {
    await bind('ONAPPUNINSTALL')
    await ask('app.option.set', { options: { mode: 'fast' } })
    simulator.uninstallApp({ clean })
    await simulator.eventsDelivered()
    expect(heard).toMatchObject([{ event: 'ONAPPUNINSTALL', data: { LANGUAGE_ID: 'de', CLEAN: flag } }])
    expect(Object.keys(heard[0]?.auth ?? {}).toSorted()).toEqual(withoutTokens.toSorted())
    expect(Object.entries(currentApp().options)).toEqual(Object.entries(options))
    expect(currentApp()).toMatchObject({ active: false, installed: false, placements: [], eventHandlers: [] })
  })
})

describe('CRM events', () => {
  test('carry ids and the acting person’s access token, but no refresh token', async () => {
    await bind('ONCRMDEALADD', 'ONCRMDEALUPDATE', 'ONCRMDEALDELETE')
    const max = askAs(simulator, 2)
    const added = (await max('crm.item.add', { entityTypeId: 2, fields: { title: 'x' } })).body.result
    const { id } = (added as { item: { id: number } }).item
    await simulator.eventsDelivered()
    await max('crm.item.update', { entityTypeId: 2, id, fields: { title: 'y' } })
    await simulator.eventsDelivered()
    await max('crm.item.delete', { entityTypeId: 2, id })
    await simulator.eventsDelivered()
    expect(heard.map(({ event, data }) => [event, data.FIELDS])).toEqual([
      ['ONCRMDEALADD', { ID: String(id) }],
      ['ONCRMDEALUPDATE', { ID: String(id) }],
      ['ONCRMDEALDELETE', { ID: String(id) }],
    ])
    for (const { auth } of heard) {
      expect(Object.keys(auth).toSorted()).toEqual(withTokens.toSorted())
      expect(auth.user_id).toBe('2')
    }
  })

  test('are sent once, whatever the handler answers', async () => {
    await bind('ONCRMDEALADD')
    status = 500
    simulator.add('deal', { title: 'x' })
    await simulator.eventsDelivered()
    expect(heard).toHaveLength(1)
  })

  test('tell of user fields, each family under its own name, and of the values of lists besides', async () => {
    const kinds = ['ADD', 'UPDATE', 'SETENUMVALUES', 'DELETE']
    await bind(...['LEAD', 'TYPE'].flatMap((family) => kinds.map((kind) => `ONCRM${family}USERFIELD${kind}`)))
    const fields = { FIELD_NAME: 'SHAPE', USER_TYPE_ID: 'enumeration', LIST: [{ VALUE: 'a' }] }
    const id = (await ask('crm.lead.userfield.add', { fields })).body.result
    await ask('crm.lead.userfield.update', { id, fields: { LIST: [{ VALUE: 'b' }] } })
    await ask('crm.lead.userfield.update', { id, fields: { SORT: 5 } })
    await ask('crm.lead.userfield.delete', { id })
    const field = { entityId: 'CRM_SMART_INVOICE', fieldName: 'UF_CRM_SMART_INVOICE_X', userTypeId: 'string' }
    await ask('userfieldconfig.add', { moduleId: 'crm', field })
    await simulator.eventsDelivered()
    const told = heard.map(({ event }) => event).toSorted()
    const list = ['ADD', 'SETENUMVALUES', 'SETENUMVALUES', 'UPDATE', 'DELETE'].map(
      (kind) => `ONCRMLEADUSERFIELD${kind}`,
    )
    expect(told).toEqual([...list, 'ONCRMTYPEUSERFIELDADD'].toSorted())
    expect(heard[0]?.data.FIELDS).toEqual({ ID: String(id), ENTITY_ID: 'CRM_LEAD', FIELD_NAME: 'UF_CRM_SHAPE' })
  })

  test('tell that a deal went into another pipeline', async () => {
    await bind('ONCRMDEALMOVETOCATEGORY')
    const pipeline = simulator.addPipeline('deal', { name: 'Export' })
    const { id } = simulator.add('deal', { title: 'x' })
    await ask('crm.item.update', { entityTypeId: 2, id, fields: { title: 'y' } })
    await ask('crm.item.update', { entityTypeId: 2, id, fields: { categoryId: pipeline.id } })
    await simulator.eventsDelivered()
    const FIELDS = { ID: String(id), CATEGORY_ID: String(pipeline.id), STAGE_ID: `C${pipeline.id}:NEW` }
    expect(heard.map(({ data }) => data.FIELDS)).toEqual([FIELDS])
  })

  test('of a smart process have a name they share and one of their own', async () => {
    const { entityTypeId } = simulator.addSmartType({ title: 'Baustelle' })
    await bind('ONCRMDYNAMICITEMADD', `ONCRMDYNAMICITEMADD_${entityTypeId}`)
    const unknown = { event: 'ONCRMDYNAMICITEMADD_1998', handler }
    expect((await ask('event.bind', unknown)).body.error).toBe('ERROR_EVENT_NOT_FOUND')
    await ask('crm.item.add', { entityTypeId, fields: { title: 'x' } })
    await ask('crm.item.add', { entityTypeId: 31, fields: { title: 'x' } })
    await simulator.eventsDelivered()
    const told = heard.map(({ event, data }) => [event, (data.FIELDS as Record<string, string>).ENTITY_TYPE_ID])
    expect(told.toSorted()).toEqual([
      ['ONCRMDYNAMICITEMADD', String(entityTypeId)],
      ['ONCRMDYNAMICITEMADD', '31'],
      [`ONCRMDYNAMICITEMADD_${entityTypeId}`, String(entityTypeId)],
    ])
  })

  test('tell of currencies and products', async () => {
    await bind('ONCRMCURRENCYADD', 'ONCRMCURRENCYDELETE', 'ONCRMPRODUCTADD')
    await ask('crm.currency.add', { fields: { CURRENCY: 'PLN', AMOUNT: 1, AMOUNT_CNT: 4 } })
    await ask('crm.currency.delete', { id: 'PLN' })
    const product = (await ask('crm.product.add', { fields: { NAME: 'Ziegel' } })).body.result
    await simulator.eventsDelivered()
    expect(heard.map(({ event, data }) => [event, data.FIELDS]).toSorted()).toEqual([
      ['ONCRMCURRENCYADD', { ID: 'PLN' }],
      ['ONCRMCURRENCYDELETE', { ID: 'PLN' }],
      ['ONCRMPRODUCTADD', { ID: String(product) }],
    ])
  })
})
