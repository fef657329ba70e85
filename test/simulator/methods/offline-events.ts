import { randomBytes } from 'node:crypto'
import { asList, toInt, toText, anyCase, type Call } from '../context.ts'
import type { OfflineEvent } from '../crm-state.ts'
import { listClassic, type ClassicField } from '../crm/classic-records.ts'
import { shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'

const fields: ClassicField[] = ['ID', 'TIMESTAMP_X', 'EVENT_NAME', 'MESSAGE_ID', 'PROCESS_ID', 'ERROR'].map((name) => [
  name,
  name === 'ID' ? 'integer' : 'string',
  'R',
  name,
])

/**
 * event.offline.get: hands events out and forgets them, or with `clear=0` reserves them under a process id, by which
 * they can be asked for again.
 */
export function offlineGet(call: Call): Answer {
  const limit = toInt(anyCase(call.params, 'limit')) || 50
  const isClearing = toText(anyCase(call.params, 'clear')) !== '0'
  const asked = toText(anyCase(call.params, 'process_id'))
  const withErrors = toText(anyCase(call.params, 'error')) === '1'
  const waiting = queueOf(call).filter((event) => event.processId === asked && (withErrors || !event.isError))
  const order = anyCase(call.params, 'order') ?? { TIMESTAMP_X: 'ASC' }
  const { result } = listClassic({ ...call, params: { ...call.params, order, start: -1 } }, waiting.map(view), fields)
  const handed = (result as Params[]).slice(0, limit)
  const taken = new Set(handed.map(({ ID }) => toInt(ID)))
  const processId = isClearing ? null : asked || randomBytes(16).toString('hex')
  if (isClearing) call.state.offlineEvents = call.state.offlineEvents.filter((event) => !taken.has(event.id))
  else for (const event of waiting) if (taken.has(event.id)) event.processId = processId ?? ''
  return { result: { process_id: processId, events: handed.map(({ PROCESS_ID: _p, ERROR: _e, ...event }) => event) } }
}

/** event.offline.list: looks without touching. */
export function offlineList(call: Call): Answer {
  return listClassic(call, queueOf(call).map(view), fields)
}

/** event.offline.clear: forgets what was handed out under a process id. */
export function offlineClear(call: Call): Answer {
  const meant = new Set(reserved(call))
  call.state.offlineEvents = call.state.offlineEvents.filter((event) => !meant.has(event))
  return { result: true }
}

/** event.offline.error: marks what could not be dealt with. */
export function offlineError(call: Call): Answer {
  for (const event of reserved(call)) event.isError = true
  return { result: true }
}

function queueOf(call: Call): OfflineEvent[] {
  const connectorId = toText(anyCase(call.params, 'auth_connector'))
  return call.state.offlineEvents.filter((event) => event.appId === call.app?.id && event.connectorId === connectorId)
}

function reserved(call: Call): OfflineEvent[] {
  const processId = toText(anyCase(call.params, 'process_id'))
  const ids = asList(anyCase(call.params, 'id')).map(toInt)
  const messages = asList(anyCase(call.params, 'message_id')).map(toText)
  return call.state.offlineEvents.filter(
    (event) =>
      event.appId === call.app?.id &&
      processId !== '' &&
      event.processId === processId &&
      (ids.length > 0 ? ids.includes(event.id) : messages.length === 0 || messages.includes(event.messageId)),
  )
}

function view(event: OfflineEvent): Params {
  return {
    ID: String(event.id),
    TIMESTAMP_X: shown(event.timestamp),
    EVENT_NAME: event.event,
    EVENT_DATA: event.data,
    EVENT_ADDITIONAL: { user_id: event.userId },
    MESSAGE_ID: event.messageId,
    PROCESS_ID: event.processId,
    ERROR: event.isError ? '1' : '0',
  }
}
