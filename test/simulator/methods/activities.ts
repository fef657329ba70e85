import { anyCase, asList, asMap, toInt, toText, type Call } from '../context.ts'
import type { Activity, ClassicRecord } from '../crm-state.ts'
import { addActivity, changeActivity, mayWithActivity, momentOf } from '../crm/activities.ts'
import { activityFields } from '../crm/activity-fields.ts'
import { classicFields, describeClassic, listClassic, readClassic } from '../crm/classic-records.ts'
import { boundItems, placeOf, readCommunications } from '../crm/communications.ts'
import { factsOf } from '../crm/record-types.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, type RestError } from '../wire/rest-error.ts'
import { appointments, readActivityType, talks } from './activity-types.ts'

/** crm.activity.fields: any user. */
export function activityFieldList(): Answer {
  return { result: describeClassic(activityFields) }
}

/** crm.activity.list: what hangs on records the caller may read; communications only when selected. */
export function activityList(call: Call): Answer {
  const filter = asMap(anyCase(call.params, 'filter'))
  const { BINDINGS, ...rest } = filter
  const wanted = asList(BINDINGS).map(asMap)
  const readable = [...call.state.activities.values()].filter(
    (activity) =>
      mayWithActivity(call.state, call.user, 'read', activity) &&
      (wanted.length === 0 || wanted.some((binding) => matchesBinding(call, activity, binding))),
  )
  const selected = asList(anyCase(call.params, 'select')).map(toText)
  const isWithTalks = selected.includes('COMMUNICATIONS')
  const views = readable.map((activity) => ({
    ...viewActivity(activity),
    ...(isWithTalks ? { COMMUNICATIONS: activity.communications } : {}),
  }))
  const order = asMap(anyCase(call.params, 'order'))
  const params = {
    select: selected,
    filter: rest,
    order: Object.keys(order).length === 0 ? { START_TIME: 'ASC' } : order,
    start: anyCase(call.params, 'start'),
  }
  return listClassic({ ...call, params }, views, activityFields)
}

/** A binding names a type, a record, or both. */
function matchesBinding(call: Call, { bindings }: Activity, wanted: Params): boolean {
  return bindings.some(
    ({ type, id }) =>
      (wanted.OWNER_TYPE_ID === undefined || factsOf(call.state, type).entityTypeId === toInt(wanted.OWNER_TYPE_ID)) &&
      (wanted.OWNER_ID === undefined || id === toInt(wanted.OWNER_ID)),
  )
}

/** crm.activity.get. */
export function activityGet(call: Call): Answer {
  const activity = call.state.activities.get(toInt(anyCase(call.params, 'id')))
  if (!activity) throw refuse.classic('Not found')
  if (!mayWithActivity(call.state, call.user, 'read', activity)) throw refuse.classicAccessDenied()
  return { result: viewActivity(activity) }
}

/** crm.activity.add: its responsible is its owner's unless said otherwise. */
export function activityAdd(call: Call): Answer {
  const fields = classicFields(call)
  if (toText(fields.SUBJECT).trim() === '') throw refuse.classic('The field SUBJECT is not defined or empty.')
  const { typeId, provider } = readActivityType(call, toInt(fields.TYPE_ID), toText(fields.PROVIDER_ID))
  const owner = placeOf(fields.OWNER_TYPE_ID, fields.OWNER_ID)
  const communications = readCommunications(call.state, typeId, owner, fields.COMMUNICATIONS)
  if (typeId !== 6 && communications.length === 0) throw noCommunications()
  if (appointments.has(typeId) && communications.length > 1)
    throw refuse.classic('The only one communication is allowed for activity of specified type.')
  const [first, ...others] = boundItems(call, owner, communications)
  if (!first) return { result: false }
  const responsible = toInt(fields.RESPONSIBLE_ID) || toInt(first.values.assignedById) || call.user.id
  const values = {
    ...provider,
    ...readActivity(fields, true),
    TYPE_ID: String(typeId),
    RESPONSIBLE_ID: String(responsible),
  }
  const bindings = [first, ...others].map(({ type, id }) => ({ type, id }))
  const activity = addActivity(call, first, values, {
    maps: readMaps(fields),
    communications,
    bindings,
    appId: call.app?.id ?? null,
  })
  return { result: activity.id }
}

/** crm.activity.update: other communications bind it to other records. */
export function activityUpdate(call: Call): Answer {
  const activity = changeable(call)
  const fields = classicFields(call)
  if (activity.configurable) throw refuse.classic('Use crm.activity.configurable.update for this activity provider')
  if ('SUBJECT' in fields && toText(fields.SUBJECT) === '')
    throw refuse.classic('The field SUBJECT is not defined or empty.')
  if (typeof fields.COMMUNICATIONS === 'object' && fields.COMMUNICATIONS !== null) {
    const { TYPE_ID, OWNER_TYPE_ID, OWNER_ID } = activity.values
    const owner = placeOf(OWNER_TYPE_ID, OWNER_ID)
    const communications = readCommunications(call.state, toInt(TYPE_ID), owner, fields.COMMUNICATIONS)
    if (communications.length === 0) throw noCommunications()
    activity.bindings = boundItems(call, owner, communications).map(({ type, id }) => ({ type, id }))
    activity.communications = communications
  }
  Object.assign(activity.maps, readMaps(fields))
  changeActivity(call, activity, readActivity(fields, false))
  return { result: true }
}

/** crm.activity.delete. */
export function activityDelete(call: Call): Answer {
  const { id } = changeable(call)
  call.state.activities.delete(id)
  call.raise('ONCRMACTIVITYDELETE', { FIELDS: { ID: id } })
  return { result: true }
}

function changeable(call: Call): Activity {
  const activity = call.state.activities.get(toInt(anyCase(call.params, 'id')))
  if (!activity) throw refuse.classic('Activity is not found.')
  if (!mayWithActivity(call.state, call.user, 'update', activity)) throw refuse.classicAccessDenied()
  // What an app made, only that app may touch.
  if (activity.values.TYPE_ID === '6' && activity.appId !== null && call.app?.id !== activity.appId)
    throw refuse.classic('Application context required.')
  return activity
}

function noCommunications(): RestError {
  return refuse.classic('The field COMMUNICATIONS is not defined or invalid.')
}

/** Calls, meetings and e-mails are due when they start, everything else when it ends. Source: DEADLINE in crm.activity.add. */
function readActivity(fields: Params, isNew: boolean): ClassicRecord {
  const values = readClassic(activityFields, fields, isNew)
  for (const name of ['START_TIME', 'END_TIME', 'DEADLINE'])
    if (name in values) values[name] = momentOf(values[name] ?? '')
  if ('COMPLETED' in values) values.COMPLETED = values.COMPLETED === 'Y' ? 'Y' : 'N'
  const due = talks.has(toInt(fields.TYPE_ID)) ? values.START_TIME : values.END_TIME
  return { ...values, ...(due ? { DEADLINE: due } : {}) }
}

/** Fields that are maps are kept as they come. */
function readMaps(fields: Params): Activity['maps'] {
  const names = activityFields.flatMap(([name, type]) => (type === 'object' && name in fields ? [name] : []))
  return Object.fromEntries(names.map((name) => [name, asMap(fields[name])]))
}

function viewActivity(activity: Activity): Params {
  const { IS_INCOMING_CHANNEL: _incoming, ...values } = activity.values
  // A moment that is not there is an empty text, as in all classic families.
  const moments = activityFields.filter(([name, type]) => type === 'datetime' && values[name] === null)
  const blank = Object.fromEntries(moments.map(([name]) => [name, '']))
  return { ...values, ...blank, SETTINGS: [], PROVIDER_PARAMS: [], ...activity.maps }
}
