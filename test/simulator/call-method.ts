import { toText } from './context.ts'
import type { OrderedFaults } from './faults.ts'
import type { Limits } from './limits.ts'
import type { Cause } from './offline-events.ts'
import { methods, type Method } from './methods/method-table.ts'
import { checkIntranet, isGranted } from './methods/rights.ts'
import type { PortalState, User } from './state.ts'
import type { Answer, Timing } from './wire/answer.ts'
import type { Caller } from './wire/authorise.ts'
import type { Params } from './wire/php-query.ts'
import { RestError } from './wire/rest-error.ts'

/** What a method call needs of the portal it runs on. */
export interface Portal {
  state: PortalState
  faults: OrderedFaults
  limits: Limits
  raise(user: User, event: string, data: Record<string, unknown>, cause?: Cause): void
}

/** The request took longer than the cloud lets any request take. */
export class TimeIsUp extends Error {}

/** The method of this name. Whether there is one is asked before anybody is recognised (the platform's REST server). */
export function methodNamed(name: string, missing: ReadonlySet<string>): Method {
  const method = methods[name]
  if (!method || missing.has(name)) throw new RestError('ERROR_METHOD_NOT_FOUND', 'Method not found!', 404)
  return method
}

/** Carries out one method for somebody, alone or as a command of a batch, and measures it. */
export async function callMethod(
  portal: Portal,
  caller: Caller,
  {
    method: name,
    params,
    deadline,
    command = 0,
    connectorId = toText(params.auth_connector),
  }: { method: string; params: Params; deadline: number; command?: number; connectorId?: string },
): Promise<{ answer: Answer; timing: Timing }> {
  const { state, faults, limits } = portal
  const method = methodNamed(name, state.missingMethods)
  if (!isGranted(caller.scopes, method.scopes))
    throw new RestError(
      'insufficient_scope',
      `The request requires higher privileges than provided by the ${caller.app ? 'access' : 'webhook'} token`,
      401,
    )
  limits.checkOperating(caller.client, name)
  const start = state.clock.now()
  try {
    await pass(portal, limits.settings.commandLatencyMs + faults.slowness(name), deadline)
    faults.checkRefused({ method: name, userId: caller.user.id, params, command })
    const raise = (event: string, data: Record<string, unknown>): void =>
      portal.raise(caller.user, event, data, { app: caller.app, connectorId })
    const call = { ...caller, state, method: name, params, raise }
    checkIntranet(call)
    method.right(call)
    const answer = method.handler(call)
    const finish = state.clock.now()
    const cost = limits.spend(caller.client, name, finish - start)
    return { answer, timing: { start, finish, processing: finish - start, ...cost } }
  } catch (error) {
    limits.spend(caller.client, name, state.clock.now() - start)
    throw error
  }
}

/** Lets time pass; what is not done when the request's time is up is never done. */
async function pass({ state: { clock } }: Portal, ms: number, deadline: number): Promise<void> {
  const left = deadline - clock.now()
  await clock.wait(Math.min(ms, left))
  if (ms >= left) throw new TimeIsUp()
}
