import { asMap, toInt, type Call } from '../context.ts'
import { isBound } from '../crm/activities.ts'
import { checkAddedBlocks } from '../crm/activity-layout.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.activity.layout.blocks.set: not on activities an app draws as a whole. */
export function activityBlocksSet(call: Call): Answer {
  const key = keyOf(call, 'update')
  if (call.params.layout === undefined) throw refuse.missing('layout')
  const layout = asMap(call.params.layout)
  checkAddedBlocks(layout)
  call.state.activityLayouts.set(key, { blocks: layout.blocks })
  return { result: { success: true } }
}

/** crm.activity.layout.blocks.get: each app sees its own. */
export function activityBlocksGet(call: Call): Answer {
  return { result: { layout: call.state.activityLayouts.get(keyOf(call, 'read')) ?? null } }
}

/** crm.activity.layout.blocks.delete. */
export function activityBlocksDelete(call: Call): Answer {
  if (!call.state.activityLayouts.delete(keyOf(call, 'update'))) throw new RestError('NOT_FOUND', 'Not found.')
  return { result: { success: true } }
}

function keyOf(call: Call, action: 'read' | 'update'): string {
  for (const name of ['entityTypeId', 'entityId', 'activityId'])
    if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = recordOf(call.state, toInt(call.params.entityTypeId), toInt(call.params.entityId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, action, owner.type, owner.values)) throw refuse.accessDenied()
  const activity = call.state.activities.get(toInt(call.params.activityId))
  if (!activity || !isBound(activity, owner)) throw new RestError('NOT_FOUND', 'Not found.')
  if (activity.configurable)
    throw new RestError('UNSUITABLE_ACTIVITY_TYPE_ERROR', 'The activity is not suitable for additional blocks')
  return `${call.app?.id} ${activity.id}`
}
