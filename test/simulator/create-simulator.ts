import { randomBytes } from 'node:crypto'
import { http } from 'msw'
import {
  appById,
  announceApp,
  buildFrameForm,
  currentApp,
  finishInstallation,
  registerApp,
  reinstallApp,
  removeApp,
  updateApp,
  userById,
} from './apps.ts'
import { addPipeline, addUser, addUserField, setProductRows } from './builders.ts'
import { pressTimelineButton } from './timeline-buttons.ts'
import { openChat } from './chats.ts'
import type { Context } from './context.ts'
import { nameResolver } from './crm/field-names.ts'
import { addItem } from './crm/items.ts'
import { addSmartType } from './crm/smart-type-store.ts'
import { dependenciesOf } from './crm/relations.ts'
import { createEventSender } from './event-sender.ts'
import { openClock } from './clock.ts'
import { createFaults } from './faults.ts'
import { createLimits } from './limits.ts'
import { answerAuthServer, tokenPath } from './oauth/auth-server.ts'
import { answerAuthorize } from './oauth/authorize.ts'
import { grantTokens, stableHex } from './oauth/grants.ts'
import { answerRest } from './rest.ts'
import { seedBase } from './seed/base.ts'
import { seedDemo } from './seed/demo.ts'
import type { RecordBuilders, Simulator, SimulatorOptions } from './simulator.ts'
import { typeNames, type User } from './state.ts'
import { createState } from './create-state.ts'
import { announceSystemUser } from './system-user.ts'
import { listenOn } from './wire/node-server.ts'

export type { Simulator, SimulatorOptions } from './simulator.ts'

/** Opens a simulated portal; `demo` brings a small German roofing business, `empty` only people and dictionaries. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const clock = options.clock ?? openClock()
  const state = createState({
    clock,
    memberId: options.memberId ?? stableHex(options.origin ?? 'portal'),
    origin: options.origin ?? 'https://portal.bitrix24.test',
    authOrigin: options.authOrigin ?? options.origin ?? 'https://oauth.bitrix.info',
    valueRules: options.valueRules,
  })
  const credentials = {
    clientId: options.clientId ?? 'local.5f0c0ffee00001.12345678',
    clientSecret: options.clientSecret ?? 'simulated-client-secret',
  }
  const events = createEventSender(state)
  const faults = createFaults(state, () => removeApp(state, events, currentApp(state), true))
  const asked = typeof options.limits === 'string' ? { level: options.limits } : options.limits
  const limits = createLimits(clock, { latencyMs: options.latencyMs ?? 0, ...asked })
  const asUser = (user: User): Context => ({ state, user, raise: (event, data) => events.raise(user, event, data) })
  const rest = {
    state,
    faults,
    limits,
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
    limits,

    async handle(request, source = 'here') {
      await clock.wait(limits.settings.latencyMs)
      const { origin, pathname } = new URL(request.url)
      if (/^\/oauth\/authorize\/?$/.test(pathname)) return answerAuthorize(state, request)
      if (tokenPath.test(pathname) || (origin === state.authOrigin && origin !== state.origin))
        return askAuthServer(request)
      if (/^\/+rest(\/|$)/.test(pathname)) return answerRest(rest, request, source)
      return (await simulator.pages?.(request)) ?? new Response('Not found', { status: 404 })
    },

    handlers: () =>
      [...new Set([state.origin, state.authOrigin])].map((origin) =>
        http.all(`${origin}/*`, ({ request }) => simulator.handle(request)),
      ),

    async listen(port = 0) {
      const server = await listenOn(port, (request, source) => simulator.handle(request, source))
      state.origin = server.url
      state.authOrigin = server.url
      return server
    },

    installApp(app) {
      const registered = registerApp(state, app, credentials)
      if (app.callbackUrl !== undefined) announceApp(state, events, registered, app.callbackUrl)
      return registered
    },
    frameForm: (frame) => buildFrameForm(state, frame),
    finishInstall: (userId) => finishInstallation(state, events, userId),
    uninstallApp: ({ clean = true, appId } = {}) =>
      removeApp(state, events, appId === undefined ? currentApp(state) : appById(state, appId), clean),
    reinstallApp: (appId) => reinstallApp(appById(state, appId)),
    updateApp: () => updateApp(state, events),
    announceSystemUser: ({ to = 'installer', installerId = 1 } = {}) =>
      announceSystemUser(state, events, { to, installerId }),
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
    placeRobot: (robot) => void state.placedRobots.push(robot),
    requireField(field) {
      const stored = nameResolver(state, field.type, true)(field.field)
      if (stored === undefined && field.field !== 'client')
        throw new Error(`A ${field.type} has no field ${field.field}.`)
      state.requiredFields.push({ ...field, field: stored ?? field.field })
    },
    addSmartType: (type) => addSmartType(state, type, 1),
    addInformationBlock({ id, elements = [], sections = [] }) {
      state.informationBlocks.set(id, { elements: new Set(elements), sections: new Set(sections) })
    },
    openChat: (chat) => openChat(state, chat),
    pressTimelineButton: (userId, activityId, button) =>
      pressTimelineButton(state, events, { user: userById(state, userId), activityId, button }),
    addPipeline: (type, pipeline) => addPipeline(state, type, pipeline),
    dependencies: (type, id) => dependenciesOf(state, { type, id }),
    setProductRows: (type, id, rows) => setProductRows(asUser(userById(state, 1)), type, id, rows),

    ...(Object.fromEntries(
      typeNames.map((type) => [
        `add${type.slice(0, 1).toUpperCase()}${type.slice(1)}`,
        (...record: Parameters<Simulator['addLead']>) => simulator.add(type, ...record),
      ]),
    ) as RecordBuilders),

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

  async function askAuthServer(request: Request): Promise<Response> {
    const response = await answerAuthServer(state, request)
    const { error } = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { error?: string }
    const { pathname: path } = new URL(request.url)
    simulator.authRequests.push({ path, status: response.status, ...(error === undefined ? {} : { error }) })
    return response
  }

  seedBase(state)
  if (options.seed !== 'empty') seedDemo(simulator)
  return simulator
}
