import { getTableColumns, is, eq } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { SignJWT } from 'jose'
import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ourApp } from '../../server/actions/our-app.ts'
import { createApp } from '../../server/app.ts'
import { portalTokenHeader, sessionHeader } from '../../server/contract.ts'
import { toMappingFile } from '../../server/conversion/mapping-file.ts'
import type { Preview } from '../../server/conversion/preview.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import { apiRoutes } from '../../server/routes/api.ts'
import * as schema from '../../server/storage/schema.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import {
  api,
  installOn,
  network,
  openFrame,
  openOtherProcess,
  openPortal,
  publicUrl,
  request,
  sessionSecret,
  theDatabase,
  useApp,
} from './door.ts'
import { routesOf, type Layer, type Route } from './router-routes.ts'

useApp()

/** What stands in a path for each parameter: something of the victim. */
const parameters: Record<string, (victim: Victim) => string> = {
  requestId: ({ requestId }) => requestId,
  sourceType: () => 'deal',
  targetType: () => 'invoice',
}

interface Person {
  session: string
  token: string
}
interface Victim extends Person {
  portal: Simulator
  requestId: string
}

const secretTitle = 'Geheimes Dach 4711'
let victim: Victim
let routes: Route[]
/** What people without administration may ask for; everything else is for administrators, also what is added some day. */
const forEverybody = [
  'GET /session',
  'POST /preview',
  'POST /convert',
  'GET /conversions/:requestId',
  'POST /conversions/:requestId/resume',
  'POST /conversions/:requestId/undo',
  'POST /conversions/:requestId/keep',
  'GET /history',
  'GET /history.csv',
  'POST /sources',
  'POST /open',
]

/** What is sent to each route that takes something, so that no refusal is about its shape. */
let bodies: Record<string, unknown>
let attacker: Person & { portal: Simulator }
let colleague: Person
/** Works at the same portal, with a page and a token of their own, and may not see what the victim works with. */
let outsider: Person

beforeAll(async () => {
  routes = routesOf(apiRoutes(await openOtherProcess(), ourApp(publicUrl)))
}, 30_000)

async function open(name: string, userId: number): Promise<{ portal: Simulator; page: Person; id: number }> {
  const portal = openPortal(name)
  await installOn(portal)
  const { id } = portal.add('deal', { title: name === 'victim' ? secretTitle : 'Mine', assignedById: userId })
  const placement = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(id) } }
  return { portal, page: await openFrame(portal, { userId, ...placement }), id }
}

/** There is a victim who has converted something half, two colleagues on the same portal, and somebody on another. */
async function begin(): Promise<void> {
  const { portal, page, id } = await open('victim', 1)
  portal.setProductRows('deal', id, [{ productName: secretTitle, price: 5, quantity: 2 }])
  const requestId = crypto.randomUUID()
  const { fingerprint } = (await api('/api/preview', page, {})).body as Preview
  const choices = { requestId, fingerprint, targets: ['invoice'] }
  portal.faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' })
  const converted = await api('/api/convert', page, choices)
  expect(converted).toMatchObject({ status: 200, body: { outcome: 'partial', created: [{ title: secretTitle }] } })
  portal.faults.clear()
  victim = { ...page, portal, requestId }
  bodies = {
    '/preview': {},
    '/convert': { ...choices, requestId: crypto.randomUUID() },
    '/conversions/:requestId/resume': {},
    '/conversions/:requestId/undo': {},
    '/conversions/:requestId/keep': {},
    '/install': {},
    '/mappings/:sourceType/:targetType': { after: 0, exceptions: [] },
    '/mapping-file': { text: toMappingFile({ source: 'deal', target: 'invoice' }, [], 'victim') },
    '/settings': { settings: usualSettings, version: 0 },
    '/sources': {},
    '/open': { type: 'deal', id },
  }
  const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: String(id) } }
  colleague = await openFrame(portal, { userId: 2, ...card })
  const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
  const { rights } = portal.state.users.get(3)!
  Object.assign(rights, { deal: none, invoice: none })
  outsider = await openFrame(portal, { userId: 3, ...card })
  const elsewhere = await open('attacker', 1)
  attacker = { ...elsewhere.page, portal: elsewhere.portal }
  await new Promise((resolve) => setTimeout(resolve, 2500)) // the protocol is written up to two seconds later
  portal.requests.length = 0
}

async function send({ method, path }: Route, headers: Record<string, string>): Promise<Response> {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const fill = parameters[name]
    if (!fill) throw new Error(`Say in this test what stands for :${name} in ${path}.`)
    return encodeURIComponent(fill(victim))
  })
  const hasBody = method !== 'GET' && method !== 'HEAD'
  if (hasBody && !bodies[path]) throw new Error(`Say in this test what is sent to ${path}.`)
  return request(`/api${filled}`, {
    method,
    headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    ...(hasBody && { body: JSON.stringify(bodies[path]) }),
  })
}

/** Fingerprint of everything the app remembers of the victim, and of everything its portal holds and, if wished, was asked. */
async function stateOfVictim({ asked = true } = {}): Promise<string> {
  const { memberId, items, comments, placements } = victim.portal.state as unknown as Record<string, unknown>
  // What a colleague asks of the portal themselves, the protocol of this portal does hold.
  const tables = Object.values<unknown>(schema).filter(
    (table): table is PgTable =>
      is(table, PgTable) && (asked || (table !== schema.protocol && table !== schema.pacing)),
  )
  const rows = await Promise.all(
    tables.map((table) => {
      const column = getTableColumns(table).memberId
      return column ? theDatabase().orm.select().from(table).where(eq(column, memberId)) : []
    }),
  )
  expect(rows.flat().length).toBeGreaterThan(2)
  const plain = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value)
  const state = { rows, items, comments, placements, ...(asked && { requests: victim.portal.requests.length }) }
  return createHash('sha256').update(JSON.stringify(state, plain)).digest('hex')
}

const headersOf = ({ session, token }: Partial<Person>): Record<string, string> => ({
  ...(session !== undefined && { [sessionHeader]: session }),
  ...(token !== undefined && { [portalTokenHeader]: token }),
})
const claimsOf = ({ session }: Person): Record<string, unknown> =>
  JSON.parse(Buffer.from(session.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
const sign = (claims: Record<string, unknown>, secret = sessionSecret, alg = 'HS256'): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Whoever is not exactly the person the session was made for, on that portal, now. */
const intruders: Record<string, () => Partial<Person> | Promise<Partial<Person>>> = {
  'somebody without anything': () => ({}),
  'a session alone': () => ({ session: victim.session }),
  'a token alone': () => ({ token: victim.token }),
  'the session of the victim with a token of another portal': () => ({ ...victim, token: attacker.token }),
  'the session of another portal with a token of the victim': () => ({ ...attacker, token: victim.token }),
  'the session of the victim with the token of a colleague': () => ({ ...victim, token: colleague.token }),
  'the session of a colleague with the token of the victim': () => ({ ...colleague, token: victim.token }),
  'the session of the victim with an invented token': () => ({ ...victim, token: 'a'.repeat(40) }),
  'the session of the victim with a token of no shape': () => ({ ...victim, token: "' or 1=1 --" }),
  'the token in place of the session': () => ({ session: victim.token, token: victim.token }),
  'an expired session': async () => ({
    ...victim,
    session: await sign({ ...claimsOf(victim), exp: Math.floor(Date.now() / 1000) - 1 }),
  }),
  'a session without an end': async () => {
    const { exp: _, ...claims } = claimsOf(victim)
    return { ...victim, session: await sign(claims) }
  },
  'a session of another issuer': async () => ({
    ...victim,
    session: await sign({ ...claimsOf(victim), iss: 'somebody else' }),
  }),
  'a session signed with another secret': async () => ({
    ...victim,
    session: await sign(claimsOf(victim), 'another secret of more than thirty-two characters'),
  }),
  'a session signed with another algorithm': async () => ({
    ...victim,
    session: await sign(claimsOf(victim), sessionSecret.padEnd(64, ' '), 'HS512'),
  }),
  'a session that says it needs no signature': () => ({
    ...victim,
    session: `${encode({ alg: 'none' })}.${encode(claimsOf(victim))}.`,
  }),
  'a session changed after it was signed': () => {
    const [head, , signature] = attacker.session.split('.')
    const claims = { ...claimsOf(attacker), memberId: victim.portal.state.memberId }
    return { token: victim.token, session: `${head}.${encode(claims)}.${signature}` }
  },
}

test('every route is known from the router itself, and there are no others', async () => {
  expect(routes.length).toBeGreaterThan(8)
  expect(routes).toContainEqual({ method: 'POST', path: '/convert' })
  expect(routes).toContainEqual({ method: 'GET', path: '/history.csv' })
  const { stack } = createApp(await openOtherProcess()).router as unknown as { stack: Layer[] }
  const routers = stack.filter(({ handle }) => handle.stack)
  const below = routers.filter(({ slash }) => !slash).map(({ handle }) => routesOf({ stack: handle.stack! }))
  // Those of pages, and the files of the client, which are the same for everybody.
  expect(below.map((known) => (known.some(({ method }) => method !== 'GET') ? known : 'files'))).toEqual([
    'files',
    routes,
  ])
  const doors = routesOf({ stack: routers.filter(({ slash }) => slash) }).map(({ method, path }) => `${method} ${path}`)
  expect(doors.sort()).toEqual([
    'GET /app,/app/:targets,/install',
    'GET /health',
    'GET /ready',
    'HEAD /events',
    'POST /app,/app/:targets',
    'POST /events',
    'POST /install',
  ])
})

describe('at every route', () => {
  beforeAll(begin, 60_000)
  beforeEach(() => network.use(...victim.portal.handlers(), ...attacker.portal.handlers()))

  test.each(Object.entries(intruders))('%s is refused, changes nothing and sends nothing', async (_, intrude) => {
    for (const page of [victim, colleague, attacker]) expect(page.session).not.toBe('')
    const before = await stateOfVictim()
    const headers = headersOf(await intrude())
    for (const route of routes) {
      const answer = await send(route, headers)
      const text = await answer.text()
      expect({ ...route, status: answer.status }).toEqual({ ...route, status: expect.toBeOneOf([401, 403]) })
      expect([route, answer.headers.get(sessionHeader)]).toEqual([route, null])
      expect(JSON.parse(text)).toEqual({ error: expect.objectContaining({ code: expect.any(String) }) })
      expect(text).not.toContain(secretTitle)
    }
    expect(await stateOfVictim()).toBe(before)
  })

  test('a person of another portal, with all that is theirs, learns and moves nothing of the victim', async () => {
    const before = await stateOfVictim()
    expect((await send({ method: 'GET', path: '/history' }, headersOf(attacker))).status).toBe(200)
    for (const route of routes) {
      const text = await (await send(route, headersOf(attacker))).text()
      for (const secret of [secretTitle, victim.portal.state.memberId, new URL(victim.portal.state.origin).host])
        expect([route, text.includes(secret)]).toEqual([route, false])
    }
    expect(await stateOfVictim()).toBe(before)
  })

  test('a colleague from whom the portal hides the record, with all that is theirs, learns and moves nothing of it', async () => {
    const before = await stateOfVictim({ asked: false })
    expect((await send({ method: 'GET', path: '/history' }, headersOf(outsider))).status).toBe(200)
    for (const route of routes) {
      const answer = await send(route, headersOf(outsider))
      expect([route, (await answer.text()).includes(secretTitle)]).toEqual([route, false])
      if (route.path.includes(':requestId')) expect([route, answer.status]).toEqual([route, 404])
    }
    expect(await stateOfVictim({ asked: false })).toBe(before)
  })

  test('a person who administers nothing is refused where administrators decide, and changes nothing there', async () => {
    const before = await stateOfVictim({ asked: false })
    const administered = routes.filter(({ method, path }) => !forEverybody.includes(`${method} ${path}`))
    expect(administered.length).toBeGreaterThan(5)
    for (const route of administered) {
      const answer = await send(route, headersOf(colleague))
      const refusal = (await answer.json()) as unknown
      expect([route, answer.status, refusal]).toMatchObject([route, 403, { error: { code: 'admin_required' } }])
    }
    expect(await stateOfVictim({ asked: false })).toBe(before)
  })

  test('the victim themselves gets through, so the refusals above mean something', async () => {
    for (const route of routes) {
      const { status, headers } = await send(route, headersOf(victim))
      expect([route, status]).toEqual([route, expect.not.toBeOneOf([400, 401, 403, 404])])
      const { iat: _, exp: end, ...fresh } = claimsOf({ ...victim, session: headers.get(sessionHeader) ?? '' })
      expect(claimsOf(victim)).toMatchObject(fresh)
      expect(end).toBeGreaterThan(Date.now() / 1000 + 3500)
    }
  })
})
