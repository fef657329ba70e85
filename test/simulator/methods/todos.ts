import { toInt, toText, type Call } from '../context.ts'
import type { Activity, ClassicRecord } from '../crm-state.ts'
import { addActivity, changeActivity, isBound, momentOf } from '../crm/activities.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { inLanguage, type Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.activity.todo.add: a deadline is a must. */
export function todoAdd(call: Call): Answer {
  const { title, description, responsibleId } = call.params
  const owner = ownerOf(call, 'deadline')
  const due = dueOf(call.params.deadline)
  checkParent(call)
  const values = {
    TYPE_ID: '6',
    PROVIDER_ID: 'CRM_TODO',
    PROVIDER_TYPE_ID: 'TODO',
    SUBJECT: toText(title) || inLanguage({ de: 'Aufgabe', en: 'To-do' }, call.user.language),
    DESCRIPTION: toText(description),
    ...due,
    RESPONSIBLE_ID: String(toInt(responsibleId) || call.user.id),
  }
  const activity = addActivity(call, owner, values, { maps: { SETTINGS: colorOf(call) } })
  return { result: { id: activity.id } }
}

/** crm.activity.todo.update. */
export function todoUpdate(call: Call): Answer {
  const todo = todoOf(call, 'deadline')
  checkParent(call)
  const { title, description, responsibleId } = call.params
  todo.maps.SETTINGS = { ...todo.maps.SETTINGS, ...colorOf(call) }
  return change(call, todo, {
    ...dueOf(call.params.deadline),
    ...(title === undefined ? {} : { SUBJECT: toText(title) }),
    ...(description === undefined ? {} : { DESCRIPTION: toText(description) }),
    ...(responsibleId === undefined ? {} : { RESPONSIBLE_ID: String(toInt(responsibleId)) }),
  })
}

/** crm.activity.todo.updateDeadline. */
export function todoUpdateDeadline(call: Call): Answer {
  return change(call, todoOf(call, 'value'), dueOf(call.params.value))
}

/** crm.activity.todo.updateDescription. */
export function todoUpdateDescription(call: Call): Answer {
  return change(call, todoOf(call, 'value'), { DESCRIPTION: toText(call.params.value) })
}

/** crm.activity.todo.updateColor: 1 to 7. */
export function todoUpdateColor(call: Call): Answer {
  const todo = todoOf(call, 'colorId', 'CAN_NOT_UPDATE_COLOR_COMPLETED_TODO')
  const color = colorOf(call)
  if (!('COLOR' in color)) throw new RestError('CAN_NOT_UPDATE_WRONG_COLOR_TODO', 'Invalid color value')
  todo.maps.SETTINGS = { ...todo.maps.SETTINGS, ...color }
  return change(call, todo, {})
}

/** crm.activity.todo.updateResponsibleUser. */
export function todoUpdateResponsible(call: Call): Answer {
  const todo = todoOf(call, 'responsibleId', 'CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO')
  const id = toInt(call.params.responsibleId)
  if (id <= 0) throw refuse.invalidArgument('Parameter "responsibleId" must be greater than 0')
  return change(call, todo, { RESPONSIBLE_ID: String(id) })
}

/** The record a to-do hangs on, or will, when everything needed was said. */
function ownerOf(call: Call, ...needed: string[]): Item {
  for (const name of ['ownerTypeId', 'ownerId', ...needed])
    if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = recordOf(call.state, toInt(call.params.ownerTypeId), toInt(call.params.ownerId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  return owner
}

function todoOf(call: Call, needed: string, closed = 'CAN_NOT_UPDATE_COMPLETED_TODO'): Activity {
  if (call.params.id === undefined) throw refuse.missing('id')
  const owner = ownerOf(call, needed)
  const todo = call.state.activities.get(toInt(call.params.id))
  if (todo?.values.PROVIDER_ID !== 'CRM_TODO' || !isBound(todo, owner)) throw new RestError('NOT_FOUND', 'Not found.')
  if (todo.values.COMPLETED === 'Y') throw new RestError(closed, 'A completed to-do cannot be changed')
  return todo
}

/** Nothing more is planned below an activity that is over. Source: crm.activity.todo.update. */
function checkParent({ state, params }: Call): void {
  if (state.activities.get(toInt(params.parentActivityId))?.values.COMPLETED === 'Y')
    throw new RestError('ERROR_PARENT_ACTIVITY_RESTRICT', 'Cannot schedule an activity for a closed activity')
}

function change(call: Call, todo: Activity, values: ClassicRecord): Answer {
  changeActivity(call, todo, values)
  return { result: { id: todo.id } }
}

/** What the colour an activity was given leaves in its settings. */
function colorOf({ params }: Call): Params {
  const color = toText(params.colorId)
  return /^[1-7]$/.test(color) ? { COLOR: color } : {}
}

function dueOf(sent: unknown): ClassicRecord {
  const due = momentOf(toText(sent))
  if (due === null) throw new RestError('WRONG_DATETIME_FORMAT', 'Wrong datetime format')
  return { START_TIME: due, END_TIME: due, DEADLINE: due }
}
