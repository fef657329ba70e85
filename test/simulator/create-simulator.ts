import { randomBytes } from 'node:crypto'
import { http } from 'msw'
import { buildFrameForm, currentApp, finishInstallation, registerApp, removeApp, userById } from './apps.ts'
import { addPipeline, addUser, addUserField, setProductRows } from './builders.ts'
import type { Context } from './context.ts'
import { nameResolver } from './crm/field-names.ts'
import { addItem } from './crm/items.ts'
import { dependenciesOf } from './crm/relations.ts'
import { createEventSender } from './event-sender.ts'
import { createFaults } from './faults.ts'
import { answerAppInfo, answerToken } from './oauth/auth-server.ts'
import { grantTokens, stableHex } from './oauth/grants.ts'
import { answerRest } from './rest.ts'
import { seedBase } from './seed/base.ts'
import { seedDemo } from './seed/demo.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'
import { type User } from './state.ts'
import { createState } from './create-state.ts'
import { listenOn } from './wire/node-server.ts'

export type { Simulator, SimulatorOptions } from './simulator.ts'

/** Opens a simulated portal; `demo` brings a small German roofing business, `empty` only people and dictionaries. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const state = createState({
    memberId: options.memberId ?? stableHex(options.origin ?? 'portal'),
    origin: options.origin ?? 'https://portal.bitrix24.test',
    authOrigin: options.authOrigin ?? options.origin ?? 'https://oauth.bitrix.info',
  })
  const credentials = {
    clientId: options.clientId ?? 'local.5f0c0ffee00001.12345678',
    clientSecret: options.clientSecret ?? 'simulated-client-secret',
  }
  const events = createEventSender(state)
  const faults = createFaults(state)
  const asUser = (user: User): Context => ({ state, user, raise: (event, data) => events.raise(user, event, data) })
  const rest = {
    state,
    faults,
    raise: events.raise.bind(events),
    record: (request: Simulator['requests'][number]) => void simulator.requests.push(request),
  }

  const simulator: Simulator = {
    state,
    get origin() {
      return state.origin
    },
    get authOrigin() {
      return state.authOrigin
    },
    requests: [],
    authRequests: [],
    faults,

    async handle(request) {
      if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs))
      const { origin, pathname } = new URL(request.url)
      const isAuthServer = origin === state.authOrigin && (origin !== state.origin || pathname.startsWith('/oauth/'))
      if (isAuthServer) return answerAuthServer(request)
      if (/^\/rest(\/|$)/.test(pathname)) return answerRest(rest, request)
      return (await simulator.pages?.(request)) ?? new Response('Not found', { status: 404 })
    },

    handlers: () =>
      [...new Set([state.origin, state.authOrigin])].map((origin) =>
        http.all(`${origin}/*`, ({ request }) => simulator.handle(request)),
      ),

    async listen(port = 0) {
      const server = await listenOn(port, (request) => simulator.handle(request))
      state.origin = server.url
      state.authOrigin = server.url
      return server
    },

    installApp: (app) => registerApp(state, app, credentials),
    frameForm: (frame) => buildFrameForm(state, frame),
    finishInstall: (userId) => finishInstallation(state, events, userId),
    uninstallApp: ({ clean = true } = {}) => removeApp(state, events, clean),
    eventsDelivered: () => events.delivered(),

    tokens(userId) {
      const { accessToken, refreshToken, expires } = grantTokens(
        state,
        currentApp(state).id,
        userById(state, userId).id,
      )
      return { accessToken, refreshToken, expires }
    },

    webhook(userId, scopes = ['crm', 'user', 'userfieldconfig', 'placement']) {
      const secret = randomBytes(8).toString('hex')
      state.webhooks.set(secret, { userId: userById(state, userId).id, scopes })
      return `${state.origin}/rest/${userId}/${secret}/`
    },

    addUser: (user) => addUser(state, user),
    addUserField: (type, field) => addUserField(state, type, field),
    addPipeline: (type, pipeline) => addPipeline(state, type, pipeline),
    dependencies: (type, id) => dependenciesOf(state, { type, id }),
    setProductRows: (type, id, rows) => setProductRows(asUser(userById(state, 1)), type, id, rows),

    add(type, fields, { userId = 1 } = {}) {
      const resolve = nameResolver(state, type, true)
      const named = Object.entries(fields).map(([name, value]) => {
        const stored = resolve(name)
        if (stored === undefined) throw new Error(`A ${type} has no field ${name}.`)
        return [stored, value] as const
      })
      return addItem(asUser(userById(state, userId)), type, Object.fromEntries(named), true)
    },
  }

  async function answerAuthServer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    const isToken = /^\/oauth\/token\/?$/.test(pathname)
    const isAppInfo = /^\/rest\/+app\.info(\.json)?\/?$/.test(pathname)
    const response = isToken
      ? await answerToken(state, request)
      : isAppInfo
        ? await answerAppInfo(state, request)
        : new Response('Not found', { status: 404 })
    simulator.authRequests.push({ path: pathname, status: response.status })
    return response
  }

  seedBase(state)
  if (options.seed !== 'empty') seedDemo(simulator)
  return simulator
}
