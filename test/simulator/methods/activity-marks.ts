import { anyCase, asMap, toText, type Call } from '../context.ts'
import type { Badge } from '../crm-state.ts'
import { describeClassic, type ClassicField } from '../crm/classic-records.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

const communicationFields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['ACTIVITY_ID', 'integer', 'R', 'Activity'],
  ['ENTITY_ID', 'integer', '', 'Entity element ID'],
  ['ENTITY_TYPE_ID', 'integer', '', 'Entity type'],
  ['TYPE', 'string', '', 'Type'],
  ['VALUE', 'string', '', 'Value'],
]

/** crm.activity.communication.fields: any user. */
export function communicationFieldList(): Answer {
  return { result: describeClassic(communicationFields) }
}

/** crm.activity.badge.add: a known code gets another face. */
export function badgeAdd(call: Call): Answer {
  const [code, type] = [toText(call.params.code), toText(call.params.type)]
  const [title, value] = [textOf(call, call.params.title), textOf(call, call.params.value)]
  if ([code, title, value, type].includes(''))
    throw new RestError('REQUIRED_ARG_MISSING', 'Required fields are not filled')
  const badge: Badge = { code, title, value, type }
  call.state.badges.set(code, badge)
  return { result: { badge } }
}

/** crm.activity.badge.get. */
export function badgeGet(call: Call): Answer {
  return { result: { badge: badgeOf(call) } }
}

/** crm.activity.badge.list. */
export function badgeList(call: Call): Answer {
  return { result: { badges: [...call.state.badges.values()] } }
}

/** crm.activity.badge.delete. */
export function badgeDelete(call: Call): Answer {
  call.state.badges.delete(badgeOf(call).code)
  return { result: true }
}

/** crm.activity.type.add: types of an app's own activities. */
export function activityTypeAdd(call: Call): Answer {
  const sent = asMap(anyCase(call.params, 'fields'))
  const id = toText(sent.TYPE_ID)
  if (id === '') throw refuse.invalidArgument("The required field 'TYPE_ID' is not filled")
  if (call.state.activityTypes.has(keyOf(call, id)))
    throw refuse.invalidArgument(`A custom activity type with TYPE_ID='${id}' already exists`)
  call.state.activityTypes.set(keyOf(call, id), {
    TYPE_ID: id,
    NAME: toText(sent.NAME),
    IS_CONFIGURABLE_TYPE: toText(sent.IS_CONFIGURABLE_TYPE) === 'Y' ? 'Y' : 'N',
    ICON_ID: '0',
  })
  return { result: true }
}

/** crm.activity.type.list: those of the calling app. */
export function activityTypeList(call: Call): Answer {
  const own = [...call.state.activityTypes].filter(([key]) => key.startsWith(keyOf(call, '')))
  return { result: own.map(([, type]) => type) }
}

/** crm.activity.type.delete. */
export function activityTypeDelete(call: Call): Answer {
  const id = toText(anyCase(call.params, 'TYPE_ID'))
  if (!call.state.activityTypes.delete(keyOf(call, id)))
    throw refuse.invalidArgument(`A custom activity type with TYPE_ID='${id}' does not exist`)
  return { result: true }
}

function keyOf(call: Call, typeId: string): string {
  return `${call.app?.id ?? 0} ${typeId}`
}

function badgeOf(call: Call): Badge {
  const badge = call.state.badges.get(toText(call.params.code))
  if (!badge) throw new RestError('NOT_FOUND', 'Not found.')
  return badge
}

/** A text, or texts by language. */
function textOf(call: Call, sent: unknown): string {
  const texts: Params = asMap(sent)
  return toText(sent) || toText(texts[call.user.language] ?? Object.values(texts)[0])
}
