import { http, HttpResponse } from 'msw'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ourApp } from '../../server/actions/our-app.ts'
import { buttonEvent } from '../../server/actions/timeline-layout.ts'
import { createApp } from '../../server/app.ts'
import { portalTokenHeader, sessionHeader } from '../../server/contract.ts'
import { toMappingFile } from '../../server/conversion/mapping-file.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import { usualPair } from '../../server/conversion/pair-settings.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import { apiRoutes } from '../../server/routes/api.ts'
import { pacing } from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  api,
  installOn,
  logLines,
  network,
  openFrame,
  openOtherProcess,
  openPortal,
  postForm,
  publicUrl,
  request,
  theDatabase,
  useApp,
} from './door.ts'
import { routesOf, type Layer, type Route } from './router-routes.ts'

useApp({ REQUEST_LIMIT_FACTOR: '10000' })

const hostile = {
  'a NUL': 'a\0b',
  'half of a pair': 'a\ud800b',
  'a control character': 'a\u001fb',
  'very much': 'x'.repeat(100_000),
}

/** A value that JSON and forms can hold. */
type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** Each way to put a text in the place of one value, or of one name, anywhere inside. */
function variantsOf(value: Value, text: string): Value[] {
  if (Array.isArray(value))
    return value.flatMap((part, place) => variantsOf(part, text).map((changed) => value.with(place, changed)))
  if (value === null || typeof value !== 'object') return [text]
  return Object.entries(value).flatMap(([name, part]) => {
    const { [name]: _, ...others } = value
    return [{ ...others, [text]: part }, ...variantsOf(part, text).map((changed) => ({ ...value, [name]: changed }))]
  })
}

/** Fields as PHP names them: `data[FIELDS][ID]`. */
function flatten(value: Value, name = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, part]) => flatten(part as Value, name ? `${name}[${key}]` : key))
}

/** As an address holds it; bytes that are no text are written by hand. */
const inPath = (text: string): string => encodeURIComponent(Buffer.from(text).toString())
const rawPaths = ['%00', 'a%1fb', '%ED%A0%80', '%', inPath('x'.repeat(9000))]

let portal: Simulator
let page: { session: string; token: string }
let card: Record<string, string>
let requestId: string
let dealId: number
let routes: Route[]
let doors: Route[]
/** What each route takes: of its path, its query and its body. */
let samples: Record<string, { params?: Record<string, string>; query?: Record<string, string>; body?: Value }>

beforeAll(async () => {
  const services = await openOtherProcess()
  routes = routesOf(apiRoutes(services, ourApp(publicUrl)))
  const { stack } = createApp(services).router as unknown as { stack: Layer[] }
  doors = routesOf({ stack: stack.filter(({ handle, slash }) => handle.stack && slash) })

  portal = openPortal('malformed')
  // The event of this installation is not what is looked at here.
  network.use(http.post(`${publicUrl}/events`, () => new HttpResponse()))
  await installOn(portal)
  await portal.eventsDelivered()
  dealId = portal.add('deal', { title: 'Roof', assignedById: 1 }).id
  const placement = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(dealId) } }
  const form = portal.frameForm({ userId: 1, ...placement })
  card = form.fields
  page = await openFrame(portal, { userId: 1, ...placement })
  const { fingerprint } = (await api('/api/preview', page, {})).body as Preview
  requestId = crypto.randomUUID()
  const choices = {
    requestId,
    fingerprint,
    targets: ['invoice'],
    addUserFields: { invoice: ['UF_CRM_X'] },
    addOptions: { invoice: [{ field: 'UF_CRM_X', text: 'Red' }] },
    rows: { invoice: [{ index: 0, quantity: '1' }] },
    fills: { invoice: { title: 'Roof', several: ['one', 2] } },
    responsibleId: 1,
    useExisting: { contact: 1 },
    history: true,
    pipelines: { invoice: 1 },
  }
  const pair = { sourceType: 'deal', targetType: 'invoice' }
  const field = { name: 'title', label: 'Title', type: 'string', multiple: false, dictionary: null }
  const known = [{ kind: 'fixed' as const, to: field, value: 'Roof', options: [] }]
  const filter = { user: '1', source: 'deal', target: 'invoice', outcome: 'done', from: '2026-01-01T00:00:00Z' }
  const until = '2027-01-01T00:00:00Z'
  samples = {
    'GET /session': {},
    'POST /preview': { body: { any: 'text' } },
    'POST /convert': { body: choices },
    'GET /conversions/:requestId': { params: { requestId } },
    'POST /conversions/:requestId/resume': { params: { requestId }, body: { fills: { invoice: { title: 'Roof' } } } },
    'POST /conversions/:requestId/undo': { params: { requestId }, body: {} },
    'POST /conversions/:requestId/keep': { params: { requestId }, body: {} },
    'POST /install': { body: { any: 'text' } },
    'GET /history': { query: { ...filter, until, after: `2026-01-01T00:00:00.000Z~${requestId}` } },
    'GET /history.csv': { query: { ...filter, until, timeZone: 'Europe/Berlin' } },
    'GET /health': {},
    'GET /settings': {},
    'POST /settings': {
      body: {
        version: 0,
        settings: {
          ...usualSettings,
          pairs: { 'deal>invoice': { ...usualPair, start: { pipeline: null, stage: 'NEW', always: false } } },
          smartCards: ['smart1030'],
        },
      },
    },
    'GET /mappings/:sourceType/:targetType': { params: pair, query: { version: '1' } },
    'POST /mappings/:sourceType/:targetType': {
      params: pair,
      body: {
        after: 0,
        exceptions: [
          { kind: 'field', from: 'title', to: 'comments' },
          { kind: 'fixed', to: 'title', value: ['Roof'] },
        ],
      },
    },
    'GET /mappings/:sourceType/:targetType/file': { params: pair },
    'POST /mapping-file': { body: { text: toMappingFile({ source: 'deal', target: 'invoice' }, known, 'here') } },
    'POST /sources': { body: { search: 'Roof', types: ['deal'], keep: false } },
    'POST /open': { body: { type: 'deal', id: dealId } },
  }
}, 60_000)
beforeEach(() => {
  logLines.length = 0
  network.use(...portal.handlers())
})

/** Of somebody who is let in. */
const shapes = [200, 400, 404, 409, 413, 422, 431]
const proper = [...shapes, 401, 403]

/** What was sent did not surprise the app. */
async function expectProper(name: string, answer: Promise<Response>, among = proper): Promise<void> {
  const { status } = await answer.then(async (response) => {
    await response.arrayBuffer()
    return response
  })
  expect([name, status]).toEqual([name, expect.toBeOneOf(among)])
}

/** Some at once, so that thousands do not take minutes. */
async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const one of rest) {
        await work(one)
        // What the portal was asked before is forgotten, so that no request waits for its limit.
        await theDatabase().orm.delete(pacing)
      }
    }),
  )
}

const surprises = (): string[] => logLines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)

test('every route of the app is known here', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(samples).sort())
  expect(doors.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'GET /app,/app/:targets,/install',
    'GET /health',
    'GET /ready',
    'HEAD /events',
    'POST /app,/app/:targets',
    'POST /events',
    'POST /install',
  ])
})

describe.each(Object.entries(hostile))('%s', (_, text) => {
  test('in any field of a request of the pages is refused, or does no harm', async () => {
    const sent = Object.entries(samples).flatMap(([name, { params = {}, query = {}, body }]) => {
      const [method = '', path = ''] = name.split(' ')
      const addressOf = (parameters: Record<string, string>, asked: Record<string, string>): string => {
        const filled = path.replace(/:(\w+)/g, (_match, key: string) => parameters[key]!)
        const search = new URLSearchParams(asked).toString()
        return `/api${filled}${search && `?${search}`}`
      }
      const changedParams = Object.keys(params).flatMap((key) =>
        [inPath(text.slice(0, 9000)), ...rawPaths].map((raw) => addressOf({ ...params, [key]: raw }, {})),
      )
      const changedQueries = variantsOf(query, text).map((asked) => addressOf(params, asked as Record<string, string>))
      const changedBodies = body === undefined ? [] : variantsOf(body, text)
      const usual = body === undefined ? undefined : JSON.stringify(body)
      return [
        ...[...changedParams, ...changedQueries].map((address) => ({ name, method, address, body: usual })),
        ...changedBodies.map((one) => ({ name, method, address: addressOf(params, query), body: JSON.stringify(one) })),
      ]
    })
    expect(sent.length).toBeGreaterThan(100)
    const headers = { [sessionHeader]: page.session, [portalTokenHeader]: page.token }
    await inTurn(sent, ({ name, method, address, body }) =>
      expectProper(
        `${name} ${address.slice(0, 200)} ${body?.slice(0, 200)}`,
        request(address, { method, headers: { ...headers, 'content-type': 'application/json' }, body }),
        shapes,
      ),
    )
    expect(surprises()).toEqual([])
  }, 120_000)

  test('in a file of a mapping is a fault of that file', async () => {
    const { body } = samples['POST /mapping-file']!
    const file = JSON.parse((body as { text: string }).text) as Value
    for (const changed of variantsOf(file, text)) {
      const answer = await api('/api/mapping-file', page, { text: JSON.stringify(changed) })
      expect(answer.status).toBeOneOf([200, 422])
    }
    expect(surprises()).toEqual([])
  })

  test('in a header of a request of the pages is refused', async () => {
    const given = text.replaceAll(/[^\x20-\x7e]/g, '\u00ff')
    await expectProper('session', request('/api/session', { headers: { [sessionHeader]: given } }))
    const headers = { [sessionHeader]: page.session, [portalTokenHeader]: given }
    await expectProper('token', request('/api/session', { headers }))
    expect(surprises()).toEqual([])
  })

  test('in any field of a form that opens the app is refused, or opens it all the same', async () => {
    const options = { ID: String(dealId), dialogId: 'chat1', params: { type: 'deal', id: '5' }, entityTypeId: '2' }
    const placements = ['CRM_DEAL_DETAIL_TOOLBAR', 'DEFAULT', 'IMMOBILE_CONTEXT_MENU']
    const forms = [
      ...(variantsOf(card, text) as Record<string, string>[]),
      ...placements.flatMap((PLACEMENT) =>
        variantsOf(options, text).map((changed) => ({
          ...card,
          PLACEMENT,
          PLACEMENT_OPTIONS: JSON.stringify(changed),
        })),
      ),
    ]
    for (const path of ['/app', '/app/invoice', '/install'])
      await inTurn(forms, (form) =>
        expectProper(path, request(path, { method: 'POST', body: new URLSearchParams(form) })),
      )
    const search = new URLSearchParams({ APP_SID: text, LANG: text }).toString()
    await expectProper('query', request(`/app?${search}`, { method: 'POST', body: new URLSearchParams(card) }))
    for (const raw of [inPath(text.slice(0, 9000)), ...rawPaths])
      await expectProper(raw, request(`/app/${raw}`, { method: 'POST', body: new URLSearchParams(card) }))
    expect(surprises()).toEqual([])
  }, 120_000)

  test('in any field of an event is malformed, which is no error of ours', async () => {
    const { memberId } = portal.state
    const application_token = card.APPLICATION_TOKEN!
    const auth = { member_id: memberId, application_token, access_token: page.token, refresh_token: 'refresh' }
    const press = { id: buttonEvent, entityTypeId: '2', entityId: '1', activityId: '1', targets: 'invoice' }
    const events: Value[] = [
      { event: 'ONAPPINSTALL', auth },
      { event: 'ONAPPUPDATE', auth },
      { event: 'ONAPPUNINSTALL', data: { CLEAN: '1' }, ts: '1790000000', auth },
      { event: 'ONCRMDEALADD', data: { FIELDS: { ID: String(dealId) } }, auth },
      { event: 'ONCRMTIMELINEITEMACTION', data: press, ts: '1790000000', auth },
    ]
    const sent = events.flatMap((event) => variantsOf(event, text))
    await inTurn(sent, (event) =>
      expectProper('event', request('/events', { method: 'POST', body: new URLSearchParams(flatten(event)) })),
    )
    // They are worked on after they were answered.
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(surprises()).toEqual([])
  }, 120_000)
})

test('the page still opens afterwards', async () => {
  expect((await postForm('/app', card)).start).toMatchObject({ page: 'convert' })
})
