import { asMap, toInt, type Call } from '../context.ts'
import { checkAddedBlocks } from '../crm/activity-layout.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { standsIn, timelineRecord } from '../crm/timeline-records.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/** crm.timeline.layout.blocks.set: not on what an app wrote into the log. */
export function layoutBlocksSet(call: Call): Answer {
  const key = keyOf(call, 'update')
  if (call.params.layout === undefined) throw refuse.missing('layout')
  const layout = asMap(call.params.layout)
  checkAddedBlocks(layout)
  call.state.timelineLayouts.set(key, { blocks: layout.blocks })
  return { result: { success: true } }
}

/** crm.timeline.layout.blocks.get: each app sees its own. */
export function layoutBlocksGet(call: Call): Answer {
  const layout = call.state.timelineLayouts.get(keyOf(call, 'read'))
  return { result: { layout: layout ?? null } }
}

/** crm.timeline.layout.blocks.delete. */
export function layoutBlocksDelete(call: Call): Answer {
  if (!call.state.timelineLayouts.delete(keyOf(call, 'update'))) throw new RestError('NOT_FOUND', 'Not found.')
  return { result: { success: true } }
}

function keyOf(call: Call, action: 'read' | 'update'): string {
  for (const name of ['entityTypeId', 'entityId', 'timelineId'])
    if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = recordOf(call.state, toInt(call.params.entityTypeId), toInt(call.params.entityId))
  if (!owner) throw refuse.ownerNotFound()
  if (!may(call.user, action, owner.type, owner.values)) throw refuse.accessDenied()
  const record = timelineRecord(call.state, toInt(call.params.timelineId))
  if (!record || !standsIn(call.state, record, owner)) throw new RestError('NOT_FOUND', 'Not found.')
  if (record.kind === 'log')
    throw new RestError('UNSUITABLE_TIMELINE_ITEM', 'The timeline record is not suitable for additional blocks')
  return `${call.app?.id} ${record.id}`
}
