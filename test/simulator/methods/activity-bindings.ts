import { toInt, type Call } from '../context.ts'
import type { Activity } from '../crm-state.ts'
import { isBound, makeOwner, mayWithActivity } from '../crm/activities.ts'
import { factsOf } from '../crm/record-types.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { findItem, type Item } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.activity.binding.list: only records the caller may read. */
export function bindingList(call: Call): Answer {
  const activity = activityOf(call)
  if (!mayWithActivity(call.state, call.user, 'read', activity)) throw refuse.accessDenied()
  return {
    result: activity.bindings
      .filter((ref) => may(call.user, 'read', ref.type, findItem(call.state, ref)?.values ?? {}))
      .map(({ type, id }) => ({ entityTypeId: factsOf(call.state, type).entityTypeId, entityId: id })),
  }
}

/** crm.activity.binding.add. */
export function bindingAdd(call: Call): Answer {
  const { activity, owner } = bound(call, 'entityTypeId', 'entityId')
  if (isBound(activity, owner)) throw alreadyBound()
  activity.bindings.push({ type: owner.type, id: owner.id })
  return { result: true }
}

/** crm.activity.binding.delete: the last one stays. */
export function bindingDelete(call: Call): Answer {
  const { activity, owner } = bound(call, 'entityTypeId', 'entityId')
  if (!isBound(activity, owner)) throw notBound()
  if (activity.bindings.length === 1)
    throw new RestError('LAST_BINDING_CANNOT_BE_DELETED', 'Last binding can not be deleted')
  unbind(call, activity, owner)
  return { result: true }
}

/** crm.activity.binding.move: to another record of the same type. */
export function bindingMove(call: Call): Answer {
  const { activity, owner: source } = bound(call, 'sourceEntityTypeId', 'sourceEntityId')
  const { owner: target } = bound(call, 'targetEntityTypeId', 'targetEntityId')
  if (source.type !== target.type)
    throw new RestError(
      'SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR',
      'Source and target entity types are not equal',
    )
  if (source.id === target.id)
    throw new RestError('SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR', 'Source and target entity ids are equal')
  if (!isBound(activity, source)) throw notBound()
  if (isBound(activity, target)) throw alreadyBound()
  activity.bindings.push({ type: target.type, id: target.id })
  unbind(call, activity, source)
  return { result: true }
}

function bound(call: Call, typeName: string, idName: string): { activity: Activity; owner: Item } {
  for (const name of [typeName, idName]) if (call.params[name] === undefined) throw refuse.missing(name)
  const activity = activityOf(call)
  const owner = recordOf(call.state, toInt(call.params[typeName]), toInt(call.params[idName]))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, 'update', owner.type, owner.values)) throw refuse.accessDenied()
  return { activity, owner }
}

function activityOf(call: Call): Activity {
  if (call.params.activityId === undefined) throw refuse.missing('activityId')
  const activity = call.state.activities.get(toInt(call.params.activityId))
  if (!activity) throw refuse.itemNotFound()
  return activity
}

function unbind(call: Call, activity: Activity, owner: Item): void {
  activity.bindings = activity.bindings.filter(({ type, id }) => type !== owner.type || id !== owner.id)
  const [next] = activity.bindings
  if (next) makeOwner(call.state, activity, next)
}

function alreadyBound(): RestError {
  return new RestError('ACTIVITY_IS_ALREADY_BOUND', 'Activity is already bound')
}

function notBound(): RestError {
  return new RestError('BINDING_NOT_FOUND', 'Binding not found')
}
