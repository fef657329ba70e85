import { toInt, toText, type Call } from '../context.ts'
import { isBound } from '../crm/activities.ts'
import { recordOf } from '../crm/requisites.ts'
import { may } from '../crm/rights.ts'
import { standsIn, timelineRecord } from '../crm/timeline-records.ts'
import type { Item, Permissions } from '../state.ts'
import { nowUtc, shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

/** What a note can stand under, by `itemType`. */
const [historyRecord, activity] = [1, 2]

/** crm.timeline.note.save: one note each; the next text takes its place. */
export function noteSave(call: Call): Answer {
  const key = keyOf(call, 'update')
  if (call.params.text === undefined) throw refuse.missing('text')
  const [now, by] = [nowUtc(call.state.clock), call.user.id]
  const before = call.state.notes.get(key) ?? { createdById: by, createdTime: now }
  call.state.notes.set(key, { ...before, text: toText(call.params.text), updatedById: by, updatedTime: now })
  return { result: true }
}

/** crm.timeline.note.get. */
export function noteGet(call: Call): Answer {
  const note = call.state.notes.get(keyOf(call, 'read'))
  if (!note) throw refuse.itemNotFound()
  const { text, createdById, createdTime, updatedById, updatedTime } = note
  return {
    result: { text, createdById, createdTime: shown(createdTime), updatedById, updatedTime: shown(updatedTime) },
  }
}

/** crm.timeline.note.delete. */
export function noteDelete(call: Call): Answer {
  if (!call.state.notes.delete(keyOf(call, 'update'))) throw refuse.itemNotFound()
  return { result: true }
}

function keyOf(call: Call, action: keyof Permissions): string {
  const names = ['ownerTypeId', 'ownerId', 'itemType', 'itemId']
  for (const name of names) if (call.params[name] === undefined) throw refuse.missing(name)
  const [ownerTypeId = 0, ownerId = 0, itemType = 0, itemId = 0] = names.map((name) => toInt(call.params[name]))
  const owner = recordOf(call.state, ownerTypeId, ownerId)
  if (!owner || !hasItem(call, owner, itemType, itemId)) throw refuse.itemNotFound()
  if (!may(call.user, action, owner.type, owner.values)) throw refuse.accessDenied()
  return `${ownerTypeId} ${ownerId} ${itemType} ${itemId}`
}

function hasItem(call: Call, owner: Item, itemType: number, id: number): boolean {
  if (itemType === historyRecord) {
    const record = timelineRecord(call.state, id)
    return record !== undefined && standsIn(call.state, record, owner)
  }
  const found = itemType === activity ? call.state.activities.get(id) : undefined
  return found !== undefined && isBound(found, owner)
}
