import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { classicFields, describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { factsOf, findType } from '../crm/record-types.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { placesOf, standsIn, timelineRecord, type TimelineRecord } from '../crm/timeline-records.ts'
import { itemsOf, type Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

const bindingFields: ClassicField[] = [
  ['OWNER_ID', 'integer', '!I', 'Timeline record ID'],
  ['ENTITY_ID', 'integer', '!I', 'Element ID'],
  ['ENTITY_TYPE', 'string', '!I', 'Element type'],
]

/** Only into these cards a record can be bound. Source: crm.timeline.bindings.bind. */
const bindable = new Set(['lead', 'deal', 'contact', 'company', 'order'])

/** Most records of a card that can be pinned. Source: crm.timeline.item.pin. */
const mostPinned = 3

/** crm.timeline.bindings.fields: any user. */
export function timelineBindingFields(): Answer {
  return { result: describeClassic(bindingFields) }
}

/** crm.timeline.bindings.list: where a record stands. */
export function timelineBindingList(call: Call): Answer {
  const record = recordNamed(call, toInt(asMap(anyCase(call.params, 'filter')).OWNER_ID))
  const places = placesOf(call.state, record).map(({ type, id }) => ({
    OWNER_ID: String(record.id),
    ENTITY_ID: String(id),
    ENTITY_TYPE: factsOf(call.state, type).timelineType,
  }))
  return { result: places, total: places.length }
}

/** crm.timeline.bindings.bind: shows the same record in another card too. */
export function timelineBind(call: Call): Answer {
  const { record, item } = bindingOf(call)
  if (!standsIn(call.state, record, item))
    call.state.timelineBindings.push({ recordId: record.id, ref: { type: item.type, id: item.id } })
  return { result: true }
}

/** crm.timeline.bindings.unbind. */
export function timelineUnbind(call: Call): Answer {
  const { record, item } = bindingOf(call)
  const kept = call.state.timelineBindings.filter(
    ({ recordId, ref }) => recordId !== record.id || ref.type !== item.type || ref.id !== item.id,
  )
  if (kept.length === call.state.timelineBindings.length) throw refuse.classic('Not found.')
  call.state.timelineBindings = kept
  return { result: true }
}

/** crm.timeline.item.pin: three at most. */
export function timelinePin(call: Call): Answer {
  const { record, item } = pinOf(call)
  const pinned = call.state.pinned.filter(({ ref }) => ref.type === item.type && ref.id === item.id)
  if (pinned.some(({ recordId }) => recordId === record.id)) return { result: null }
  if (pinned.length >= mostPinned) throw new RestError('0', 'Only three events can be added to favorites')
  call.state.pinned.push({ recordId: record.id, ref: { type: item.type, id: item.id } })
  return { result: null }
}

/** crm.timeline.item.unpin. */
export function timelineUnpin(call: Call): Answer {
  const { record, item } = pinOf(call)
  call.state.pinned = call.state.pinned.filter(
    ({ recordId, ref }) => recordId !== record.id || ref.type !== item.type || ref.id !== item.id,
  )
  return { result: null }
}

function bindingOf(call: Call): { record: TimelineRecord; item: Item } {
  const fields = classicFields(call)
  const record = recordNamed(call, toInt(fields.OWNER_ID))
  if (toInt(fields.ENTITY_ID) <= 0) throw refuse.undefinedId('ENTITY_ID')
  const name = toText(fields.ENTITY_TYPE).toLowerCase()
  const type = bindable.has(name) ? findType(call.state, 'timelineType', name) : undefined
  if (!type) throw refuse.undefinedId('ENTITY_TYPE')
  const item = itemsOf(call.state, type).get(toInt(fields.ENTITY_ID))
  if (!item) throw refuse.undefinedId('ENTITY_ID')
  if (!may(call.user, 'update', item.type, item.values)) throw refuse.classicAccessDenied()
  return { record, item }
}

function recordNamed(call: Call, id: number): TimelineRecord {
  const record = timelineRecord(call.state, id)
  if (!record) throw refuse.undefinedId('OWNER_ID')
  return record
}

function pinOf(call: Call): { record: TimelineRecord; item: Item } {
  for (const name of ['id', 'ownerTypeId', 'ownerId']) if (call.params[name] === undefined) throw refuse.missing(name)
  const item = recordOf(call.state, toInt(call.params.ownerTypeId), toInt(call.params.ownerId))
  if (!item) throw refuse.ownerNotFound()
  if (!may(call.user, 'update', item.type, item.values)) throw refuse.accessDenied()
  const record = timelineRecord(call.state, toInt(call.params.id))
  if (!record || !standsIn(call.state, record, item)) throw new RestError('NOT_FOUND', 'Not found.')
  return { record, item }
}
