import { asMap, toInt, toText, type Call } from '../context.ts'
import type { Activity, ClassicRecord } from '../crm-state.ts'
import { addActivity, changeActivity, mayWithActivity, momentOf } from '../crm/activities.ts'
import { checkLayout } from '../crm/activity-layout.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { toFlag } from '../crm/values.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.activity.configurable.add: an app draws its own activity. */
export function configurableAdd(call: Call): Answer {
  for (const name of ['ownerTypeId', 'ownerId', 'fields', 'layout'])
    if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = recordOf(call.state, toInt(call.params.ownerTypeId), toInt(call.params.ownerId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  const fields = readFields(call, asMap(call.params.fields))
  const layout = asMap(call.params.layout)
  checkLayout(layout)
  const activity = addActivity(call, owner, valuesOf(fields, layout), {
    appId: call.app?.id ?? null,
    configurable: { fields, layout },
  })
  return { result: { activity: { id: activity.id } } }
}

/** crm.activity.configurable.get. */
export function configurableGet(call: Call): Answer {
  const { activity, kept } = find(call, 'read')
  return {
    result: {
      activity: {
        id: activity.id,
        ownerTypeId: Number(activity.values.OWNER_TYPE_ID),
        ownerId: Number(activity.values.OWNER_ID),
        fields: { ...kept.fields, completed: activity.values.COMPLETED === 'Y' },
        layout: kept.layout,
      },
    },
  }
}

/** crm.activity.configurable.update: only by the app that made it; the layout is replaced as a whole. */
export function configurableUpdate(call: Call): Answer {
  const { activity, kept } = find(call, 'update')
  if (activity.appId !== call.app?.id)
    throw new RestError('ERROR_WRONG_APPLICATION', 'Activity can be updated only by the application which created it')
  const fields = { ...kept.fields, ...readFields(call, { ...kept.fields, ...asMap(call.params.fields) }) }
  const layout = call.params.layout === undefined ? kept.layout : asMap(call.params.layout)
  checkLayout(layout)
  activity.configurable = { fields, layout }
  changeActivity(call, activity, valuesOf(fields, layout))
  return { result: { activity: { id: activity.id } } }
}

function find(
  call: Call,
  action: 'read' | 'update',
): { activity: Activity; kept: NonNullable<Activity['configurable']> } {
  if (call.params.id === undefined) throw refuse.missing('id')
  const activity = call.state.activities.get(toInt(call.params.id))
  if (!activity?.configurable) throw new RestError('NOT_FOUND', 'Not found.')
  if (!mayWithActivity(call.state, call.user, action, activity)) throw refuse.accessDenied()
  return { activity, kept: activity.configurable }
}

function readFields(call: Call, sent: Params): Params {
  const deadline = sent.deadline === undefined || sent.deadline === null ? null : momentOf(toText(sent.deadline))
  if (sent.deadline && deadline === null) throw wrongValue('deadline')
  const isIncoming = toFlag(sent.isIncomingChannel) === 'Y'
  if (isIncoming && deadline !== null)
    throw new RestError('INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE', 'Incoming activity can not be with deadline')
  const responsibleId = toInt(sent.responsibleId) || call.user.id
  if (!call.state.users.has(responsibleId)) throw wrongValue('responsibleId')
  return {
    typeId: toText(sent.typeId) || 'CONFIGURABLE',
    completed: toFlag(sent.completed) === 'Y',
    deadline,
    pingOffsets: Array.isArray(sent.pingOffsets) ? sent.pingOffsets.map(toInt) : [],
    isIncomingChannel: isIncoming,
    responsibleId,
    badgeCode: toText(sent.badgeCode),
    originatorId: toText(sent.originatorId) || null,
    originId: toText(sent.originId) || null,
  }
}

function valuesOf(fields: Params, layout: Params): ClassicRecord {
  const title = asMap(layout.header).title
  return {
    TYPE_ID: '6',
    PROVIDER_ID: 'CONFIGURABLE_REST_APP',
    PROVIDER_TYPE_ID: toText(fields.typeId),
    SUBJECT: typeof title === 'object' ? toText(Object.values(asMap(title))[0]) : toText(title),
    COMPLETED: fields.completed ? 'Y' : 'N',
    DEADLINE: toText(fields.deadline) || null,
    RESPONSIBLE_ID: toText(fields.responsibleId),
    ORIGINATOR_ID: toText(fields.originatorId) || null,
    ORIGIN_ID: toText(fields.originId) || null,
  }
}

function wrongValue(name: string): RestError {
  return new RestError('WRONG_FIELD_VALUE', `Wrong value of field "${name}"`)
}
