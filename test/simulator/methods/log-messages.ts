import { asMap, toInt, toText, type Call } from '../context.ts'
import type { LogMessage } from '../crm-state.ts'
import { compileOrder, page } from '../crm/filter.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { findItem, type Item } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.timeline.logmessage.add: CRM administrators only, whatever the page says (REST facts, section 15.1). */
export function logMessageAdd(call: Call): Answer {
  if (call.params.fields === undefined) throw refuse.missing('fields')
  const fields = asMap(call.params.fields)
  for (const name of ['entityTypeId', 'entityId', 'title', 'text', 'iconCode'])
    if (fields[name] === undefined || fields[name] === '') throw refuse.missing(name)
  const owner = ownerOf(call, fields)
  const message: LogMessage = {
    id: call.state.nextId('timeline'),
    owner: { type: owner.type, id: owner.id },
    appId: call.app?.id ?? null,
    authorId: call.user.id,
    created: nowUtc(call.state.clock),
    title: toText(fields.title),
    text: toText(fields.text),
    iconCode: toText(fields.iconCode),
  }
  call.state.logMessages.set(message.id, message)
  return { result: { logMessage: view(message) } }
}

/** crm.timeline.logmessage.get. */
export function logMessageGet(call: Call): Answer {
  return { result: { logMessage: view(messageOf(call, 'read')) } }
}

/** crm.timeline.logmessage.list: the lines of one record. */
export function logMessageList(call: Call): Answer {
  for (const name of ['entityTypeId', 'entityId']) if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = ownerOf(call, call.params)
  if (!may(call.user, 'read', owner.type, owner.values)) throw refuse.accessDenied()
  const views = [...call.state.logMessages.values()]
    .filter((message) => message.owner.type === owner.type && message.owner.id === owner.id)
    .map(view)
  const compare = compileOrder(call.params.order, (name) => (name in (views[0] ?? { id: 0 }) ? name : undefined))
  const read = (message: Params) => (name: string) => message[name] as string | number
  const { items, ...paging } = page(
    views.toSorted((a, b) => compare(read(a), read(b))),
    call.params,
  )
  return { result: items, ...paging }
}

/** crm.timeline.logmessage.delete: only by the app that wrote it. */
export function logMessageDelete(call: Call): Answer {
  const message = messageOf(call, 'update')
  if (message.appId !== (call.app?.id ?? null))
    throw new RestError('REMOVING_DISABLED', 'Deleting is available only for the application that created the record')
  call.state.logMessages.delete(message.id)
  return { result: true }
}

function messageOf(call: Call, action: 'read' | 'update'): LogMessage {
  if (call.params.id === undefined) throw refuse.missing('id')
  const id = toInt(call.params.id)
  const message = call.state.logMessages.get(id)
  const owner = message && findItem(call.state, message.owner)
  if (!message || !owner) throw new RestError('NOT_FOUND', `Timeline logmessage not found for id ${id}`)
  if (!may(call.user, action, owner.type, owner.values)) throw refuse.accessDenied()
  return message
}

function ownerOf(call: Call, { entityTypeId, entityId }: Params): Item {
  const owner = recordOf(call.state, toInt(entityTypeId), toInt(entityId))
  if (!owner) throw refuse.ownerNotFound()
  return owner
}

function view(message: LogMessage): Params {
  const { id, authorId, title, text, iconCode } = message
  return { id, created: shown(message.created), authorId, title, text, iconCode }
}
