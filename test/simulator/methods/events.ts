import { anyCase, toInt, toText, type Call } from '../context.ts'
import { typeFacts } from '../crm/record-types.ts'
import { typeNames } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { checkHandler } from './placements.ts'

const changes = ['ADD', 'UPDATE', 'DELETE']

/** Every event this portal can send, in upper case. */
const eventNames = [
  'ONAPPINSTALL',
  'ONAPPUNINSTALL',
  'ONAPPUPDATE',
  'ONAPPTEST',
  'ONOFFLINEEVENT',
  'ONUSERADD',
  ...typeNames
    .filter((type) => typeFacts[type].userFieldFamily !== null)
    .flatMap((type) => changes.map((change) => `ONCRM${typeFacts[type].code}${change}`)),
  ...changes.map((change) => `ONCRMDYNAMICITEM${change}`),
  ...['REQUISITE', 'BANKDETAIL', 'ACTIVITY'].flatMap((family) => changes.map((change) => `ONCRM${family}${change}`)),
  ...changes.map((change) => `ONCRMTYPE${change}`),
  'ONCRMADDRESSREGISTER',
  'ONCRMADDRESSUNREGISTER',
  ...changes.map((change) => `ONCRMTIMELINECOMMENT${change}`),
  'ONCRMTIMELINEITEMACTION',
  'ONCRMTYPEUSERFIELDADD',
  'ONCRMTYPEUSERFIELDUPDATE',
]

/** events. */
export function eventList(call: Call): Answer {
  const scope = toText(anyCase(call.params, 'scope')).toUpperCase()
  return { result: eventNames.filter((name) => name.startsWith(`ON${scope}`)) }
}

/** event.bind: people without rights get events with their own tokens only. Source: app-lifecycle facts, section 1.5. */
export function eventBind(call: Call): Answer {
  const event = toText(anyCase(call.params, 'event')).toUpperCase()
  const handler = toText(anyCase(call.params, 'handler'))
  const authType = toInt(anyCase(call.params, 'auth_type'))
  if (!eventNames.includes(event)) throw new RestError('ERROR_EVENT_NOT_FOUND', 'Event not found')
  if (!call.user.admin && authType !== 0 && authType !== call.user.id)
    throw refuse.adminOnly('Access denied! Event binding with AUTH_TYPE requires administrator access rights')
  if (isOffline(call)) return bindOffline(call, event)
  checkHandler(handler)
  const bound = call.app?.eventHandlers ?? []
  const owner = call.user.admin ? authType : call.user.id
  if (bound.some((known) => known.event === event && known.handler === handler && known.authType === owner))
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded')
  bound.push({ id: call.state.nextId('eventHandler'), event, handler, authType: owner, addedBy: call.user.id })
  return { result: true }
}

/** Offline events have no handler; only administrators may wait for them. Source: event.bind. */
function bindOffline(call: Call, event: string): Answer {
  if (!call.user.admin)
    throw refuse.adminOnly('Access denied! Offline events binding requires administrator access rights')
  const connectorId = toText(anyCase(call.params, 'auth_connector'))
  const bound = call.app?.offlineHandlers ?? []
  if (bound.some((known) => known.event === event && known.connectorId === connectorId))
    throw new RestError('ERROR_CORE', 'Unable to set event handler: Handler already binded')
  bound.push({ event, connectorId })
  return { result: true }
}

function isOffline(call: Call): boolean {
  return toText(anyCase(call.params, 'event_type')).toLowerCase() === 'offline'
}

/** event.unbind: what others hear is the administrator's business. */
export function eventUnbind(call: Call): Answer {
  const event = toText(anyCase(call.params, 'event')).toUpperCase()
  const handler = toText(anyCase(call.params, 'handler'))
  const authType = anyCase(call.params, 'auth_type')
  const app = call.app
  if (!app) return { result: { count: 0 } }
  if (!call.user.admin && isOffline(call))
    throw refuse.adminOnly('Access denied! Offline events unbinding requires administrator access rights')
  if (!call.user.admin && authType !== undefined && toInt(authType) !== call.user.id)
    throw refuse.adminOnly('Access denied! Event unbinding with AUTH_TYPE requires administrator access rights')
  if (isOffline(call)) {
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

/** event.get: the handlers of this app. */
export function eventGet(call: Call): Answer {
  const mine = (call.app?.eventHandlers ?? []).filter((known) => call.user.admin || known.authType === call.user.id)
  const online = mine.map(({ event, handler, authType }) => ({
    event,
    handler,
    auth_type: String(authType),
    offline: 0,
  }))
  const offline = (call.app?.offlineHandlers ?? []).map(({ event, connectorId }) => ({
    event,
    connector_id: connectorId,
    offline: 1,
  }))
  return { result: [...online, ...offline] }
}
