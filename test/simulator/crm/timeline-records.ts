import { findItem, type Item, type ItemRef, type PortalState } from '../state.ts'

/** A record of a timeline, whatever it is: they share one row of ids. */
export interface TimelineRecord {
  id: number
  kind: 'comment' | 'log' | 'entry'
  owner: ItemRef
}

/** The timeline record with this id. */
export function timelineRecord(state: PortalState, id: number): TimelineRecord | undefined {
  const comment = state.comments.get(id)
  if (comment) return { id, kind: 'comment', owner: comment.owner }
  const message = state.logMessages.get(id)
  if (message) return { id, kind: 'log', owner: message.owner }
  const entry = state.timeline.find((known) => known.id === id)
  return entry && { id, kind: 'entry', owner: entry.owner }
}

/** The records in whose timelines it stands. */
export function placesOf(state: PortalState, record: TimelineRecord): ItemRef[] {
  return [
    record.owner,
    ...state.timelineBindings.filter(({ recordId }) => recordId === record.id).map(({ ref }) => ref),
  ]
}

/** The card it is looked for in, when it really stands there. */
export function standsIn(state: PortalState, record: TimelineRecord | undefined, item: Item): boolean {
  return (
    record !== undefined &&
    findItem(state, item) !== undefined &&
    placesOf(state, record).some((ref) => ref.type === item.type && ref.id === item.id)
  )
}
