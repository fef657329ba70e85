import { z } from 'zod'
import { currentApp, userById } from '../apps.ts'
import type { MovableClock } from '../clock.ts'
import { issueCode } from '../oauth/grants.ts'
import type { Simulator } from '../simulator.ts'
import { orderFault } from './fault-order.ts'
import { addPerson, addRecord, changePerson } from './fill.ts'
import { orders, type Seed } from './orders.ts'
import { plainState } from './plain-state.ts'

/** What the control API works on; the simulator is another one after a reset. */
export interface Desk {
  readonly simulator: Simulator
  readonly clock: MovableClock
  /** What the portal told at its start. */
  readonly info: Record<string, string>
  reset(seed?: 'demo' | 'empty' | Seed): void
}

interface Route {
  purpose: string
  order: z.ZodType
  answer(desk: Desk, order: unknown): unknown
}

function route<T extends z.ZodType>(
  purpose: string,
  order: T,
  answer: (desk: Desk, order: z.output<T>) => unknown,
): Route {
  return { purpose, order, answer: (desk, body) => answer(desk, body as z.output<T>) }
}

const { nothing } = orders
const changed = { done: true }

/** Everything that can be asked of a running portal; the addresses are relative to the control API's own. */
const routes: Record<string, Route> = {
  'GET ': route('this list', nothing, ({ info }) => ({ info, orders: describeRoutes() })),
  'GET state': route('everything the portal remembers', nothing, ({ simulator }) => plainState(simulator.state)),
  'POST reset': route('start anew; address, credentials and tokens stay', orders.reset, (desk, { seed }) => {
    desk.simulator.faults.clear()
    desk.reset(seed)
    return desk.info
  }),
  'POST users': route('add somebody, by role and rights', orders.person, ({ simulator }, person) => {
    const user = addPerson(simulator, person)
    return { ...(plainState(user) as object), ...simulator.tokens(user.id), webhook: simulator.webhook(user.id) }
  }),
  'PATCH users': route('change or dismiss somebody', orders.personChange, ({ simulator }, person) =>
    changePerson(simulator, person),
  ),
  'POST records': route('add a record, with product rows', orders.record, ({ simulator }, record) =>
    addRecord(simulator, record),
  ),
  'POST pipelines': route('add a pipeline', orders.pipeline, ({ simulator }, { type, ...pipeline }) =>
    simulator.addPipeline(type, pipeline),
  ),
  'POST user-fields': route('add a user field', orders.userField, ({ simulator }, { type, ...field }) =>
    simulator.addUserField(type, field),
  ),
  'POST required-fields': route(
    'make a field required, in every stage or in some',
    orders.requiredField,
    ({ simulator }, field) => {
      simulator.requireField(field)
      return simulator.state.requiredFields
    },
  ),
  'POST information-blocks': route(
    'what fields bound to this information block may name',
    orders.informationBlock,
    ({ simulator }, block) => simulator.addInformationBlock(block),
  ),
  'POST faults': route('order a fault', orders.fault, ({ simulator }, fault) => {
    orderFault(simulator.faults, fault)
    return simulator.faults.ordered()
  }),
  'GET faults': route('what is ordered', nothing, ({ simulator }) => simulator.faults.ordered()),
  'DELETE faults': route('order nothing any more', nothing, ({ simulator }) => {
    simulator.faults.clear()
    return changed
  }),
  'POST faults/release': route('let held calls go on', nothing, ({ simulator }) => {
    const held = simulator.faults.held()
    simulator.faults.release()
    return { released: held }
  }),
  'POST tokens': route('fresh tokens for somebody', orders.forPerson, ({ simulator }, { userId }) =>
    simulator.tokens(userId),
  ),
  'POST tokens/expire': route('end access tokens', orders.perhapsPerson, ({ simulator }, { userId }) => {
    simulator.faults.expireTokens(userId)
    return changed
  }),
  'POST codes': route(
    'an authorisation code of somebody',
    orders.forPerson,
    ({ simulator: { state } }, { userId }) => ({
      code: issueCode(state, currentApp(state).id, userById(state, userId).id),
    }),
  ),
  'POST clock': route(
    'let time pass, for tokens, codes, limits and dates',
    orders.advance,
    ({ clock }, { seconds }) => {
      clock.advance(seconds * 1000)
      return { now: new Date(clock.now()).toISOString() }
    },
  ),
  'GET app': route('the app', nothing, ({ simulator }) => plainState(currentApp(simulator.state))),
  'PATCH app': route('change the app', orders.app, ({ simulator }, change) =>
    plainState(Object.assign(currentApp(simulator.state), change)),
  ),
  'POST app/update': route('install the next version', nothing, ({ simulator }) => plainState(simulator.updateApp())),
  'POST app/finish': route('finish the installation', orders.forPerson, ({ simulator }, { userId }) => {
    simulator.finishInstall(userId)
    return plainState(currentApp(simulator.state))
  }),
  'POST app/system-user': route(
    'give the app an account of its own and send ONAPPUSERREADY',
    orders.systemUser,
    ({ simulator }, order) => plainState(simulator.announceSystemUser(order)),
  ),
  'POST app/uninstall': route('remove the app', orders.uninstall, ({ simulator }, { clean }) => {
    simulator.uninstallApp({ clean: Boolean(clean) })
    return changed
  }),
  'GET settings': route('limits and switches', nothing, ({ simulator }) => settingsOf(simulator)),
  'PATCH settings': route('change limits and switches', orders.settings, ({ simulator }, change) => {
    const { limits: level, checksRequiredFields, isSimpleCrm, valueRules, ...numbers } = change
    Object.assign(simulator.limits.settings, numbers, level === undefined ? {} : { level })
    const { state } = simulator
    state.checksRequiredFields = checksRequiredFields ?? state.checksRequiredFields
    state.isSimpleCrm = isSimpleCrm ?? state.isSimpleCrm
    Object.assign(state.valueRules, valueRules)
    return settingsOf(simulator)
  }),
  'GET requests': route('every REST call so far', nothing, ({ simulator: { requests, authRequests } }) => ({
    requests,
    authRequests,
  })),
  'DELETE requests': route('forget them', nothing, ({ simulator }) => {
    simulator.requests.length = 0
    simulator.authRequests.length = 0
    return changed
  }),
  'GET events': route('wait until every event was delivered or failed', nothing, async ({ simulator }) => {
    await simulator.eventsDelivered()
    return changed
  }),
}

/** Answers one request to the control API; `path` is what follows its root. */
export async function answerControl(desk: Desk, request: Request, path: string): Promise<Response> {
  const asked = `${request.method} ${path.replace(/\/$/, '')}`
  const found = Object.hasOwn(routes, asked) ? routes[asked] : undefined
  if (!found) return refused(404, `There is no "${asked}"; GET the root for what there is.`)
  const body = await request.text()
  // A page of another site can post text, but not JSON, without asking first.
  if (body !== '' && !request.headers.get('content-type')?.includes('json')) return refused(415, 'Send JSON.')
  try {
    const order = found.order.parse(body === '' ? {} : JSON.parse(body))
    return Response.json((await found.answer(desk, order)) ?? changed)
  } catch (error) {
    if (error instanceof z.ZodError) return refused(400, z.prettifyError(error))
    return refused(400, error instanceof Error ? error.message : String(error))
  }
}

function settingsOf({ limits: { settings }, state }: Simulator): Record<string, unknown> {
  const { level, ...numbers } = settings
  const { checksRequiredFields, isSimpleCrm, valueRules } = state
  return { limits: level, ...numbers, checksRequiredFields, isSimpleCrm, valueRules }
}

function describeRoutes(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(routes).map(([address, { purpose, order }]) => [
      address,
      {
        purpose,
        ...(order === nothing ? {} : { body: z.toJSONSchema(order, { io: 'input', unrepresentable: 'any' }) }),
      },
    ]),
  )
}

function refused(status: number, error: string): Response {
  return Response.json({ error }, { status })
}
