import { anyCase, isTrueInPhp, toInt, toText, type Call } from '../context.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { eventNames, scopeOf } from './event-names.ts'
import { checkHandler } from './placements.ts'

/** events: those of one scope, of none where it is empty, of all with FULL, else of the app's own scopes and of none. */
export function eventList(call: Call): Answer {
  const scope = anyCase(call.params, 'scope')
  const isFull = scope === undefined && isTrueInPhp(anyCase(call.params, 'full'))
  const scopes = scope === undefined ? ['', ...call.scopes] : [toText(scope)]
  return { result: eventNames(call.state).filter((name) => isFull || scopes.includes(scopeOf(name))) }
}

/**
 * event.bind: people without rights get events with their own tokens only. Source: app-lifecycle facts, section 1.5; the
 * order of the checks is the platform's.
 */
export function eventBind(call: Call): Answer {
  const authType = toInt(anyCase(call.params, 'auth_type'))
  if (!call.user.admin && authType > 0 && authType !== call.user.id)
    throw refuse.adminOnly('Access denied! Event binding with AUTH_TYPE requires administrator access rights')
  const { event, handler, isOffline } = meant(call, 'binding')
  if (!isOffline) checkHandler(handler)
  if (!eventNames(call.state).includes(event) || !['', ...call.scopes].includes(scopeOf(event)))
    throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found')
  if (isOffline) return bindOffline(call, event)
  const bound = call.app?.eventHandlers ?? []
  const owner = call.user.admin ? authType : call.user.id
  if (bound.some((known) => known.event === event && known.handler === handler && known.authType === owner))
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded')
  bound.push({ id: call.state.nextId('eventHandler'), event, handler, authType: owner, addedBy: call.user.id })
  return { result: true }
}

/** Offline events have no handler. Source: event.bind. */
function bindOffline(call: Call, event: string): Answer {
  const connectorId = toText(anyCase(call.params, 'auth_connector'))
  const bound = call.app?.offlineHandlers ?? []
  if (bound.some((known) => known.event === event && known.connectorId === connectorId))
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded')
  bound.push({ event, connectorId })
  return { result: true }
}

/** The event and handler a call speaks of; only administrators may wait for offline events. */
function meant(call: Call, doing: 'binding' | 'unbinding'): { event: string; handler: string; isOffline: boolean } {
  const event = toText(anyCase(call.params, 'event')).toUpperCase()
  if (event === '') throw refuse.emptyArgument('EVENT')
  const type = toText(anyCase(call.params, 'event_type')).toLowerCase() || 'online'
  if (type !== 'online' && type !== 'offline')
    throw new RestError('ERROR_ARGUMENT', 'Value must be one of {online|offline}', 400, { argument: 'EVENT_TYPE' })
  if (type === 'offline' && !call.user.admin)
    throw refuse.adminOnly(`Access denied! Offline events ${doing} requires administrator access rights`)
  const handler = toText(anyCase(call.params, 'handler'))
  if (type === 'online' && handler === '') throw refuse.emptyArgument('HANDLER')
  return { event, handler, isOffline: type === 'offline' }
}

/** event.unbind: what others hear is the administrator's business. */
export function eventUnbind(call: Call): Answer {
  const { event, handler, isOffline } = meant(call, 'unbinding')
  const authType = anyCase(call.params, 'auth_type')
  const app = call.app
  if (!app) return { result: { count: 0 } }
  if (!isOffline && !call.user.admin && authType !== undefined && toInt(authType) !== call.user.id)
    throw refuse.adminOnly('Access denied! Event unbinding with AUTH_TYPE requires administrator access rights')
  if (isOffline) {
    const connectorId = toText(anyCase(call.params, 'auth_connector'))
    const rest = app.offlineHandlers.filter((known) => known.event !== event || known.connectorId !== connectorId)
    const gone = app.offlineHandlers.length - rest.length
    app.offlineHandlers = rest
    return { result: { count: gone } }
  }
  const isMeant = (known: (typeof app.eventHandlers)[number]): boolean =>
    known.event === event &&
    known.handler === handler &&
    (authType === undefined || known.authType === toInt(authType)) &&
    (call.user.admin || known.authType === call.user.id)
  const kept = app.eventHandlers.filter((known) => !isMeant(known))
  const count = app.eventHandlers.length - kept.length
  app.eventHandlers = kept
  return { result: { count } }
}

/** event.get: the handlers of this app; only administrators see those of others and the offline ones. */
export function eventGet(call: Call): Answer {
  const mine = (call.app?.eventHandlers ?? []).filter((known) => call.user.admin || known.authType === call.user.id)
  const online = mine.map(({ event, handler, authType }) => ({
    event,
    handler,
    auth_type: String(authType),
    offline: 0,
  }))
  const queued = call.user.admin ? (call.app?.offlineHandlers ?? []) : []
  const offline = queued.map(({ event, connectorId }) => ({
    event,
    connector_id: connectorId,
    offline: 1,
  }))
  return { result: [...online, ...offline] }
}
