import { isBound } from '../crm/activities.ts'
import { placesOf } from '../crm/timeline-records.ts'
import type { TimelineRecord } from '../crm/timeline-records.ts'
import type { Activity, LogMessage } from '../crm-state.ts'
import type { Item, ItemRef, TimelineComment, TimelineEntry } from '../state.ts'
import type { Visit } from './visit.ts'

/** Everything a card's timeline can show, each kind with what it is. */
export type TimelineMoment =
  | { kind: 'comment'; at: string; comment: TimelineComment }
  | { kind: 'entry'; at: string; entry: TimelineEntry }
  | { kind: 'activity'; at: string; activity: Activity }
  | { kind: 'log'; at: string; message: LogMessage }

/** What stands in a record's timeline, newest first; comments bound to it beside its own. */
export function momentsOf({ state }: Visit, item: Item): TimelineMoment[] {
  const standsHere = (kind: TimelineRecord['kind'], { id, owner }: { id: number; owner: ItemRef }): boolean =>
    placesOf(state, { id, kind, owner }).some((ref) => ref.type === item.type && ref.id === item.id)
  const moments: TimelineMoment[] = [
    ...state.timeline
      .filter((entry) => standsHere('entry', entry))
      .map((entry): TimelineMoment => ({ kind: 'entry', at: entry.createdTime, entry })),
    ...[...state.comments.values()]
      .filter((comment) => standsHere('comment', comment))
      .map((comment): TimelineMoment => ({ kind: 'comment', at: comment.createdTime, comment })),
    ...[...state.logMessages.values()]
      .filter((message) => standsHere('log', message))
      .map((message): TimelineMoment => ({ kind: 'log', at: message.created, message })),
    ...[...state.activities.values()]
      .filter((activity) => isBound(activity, item))
      .map((activity): TimelineMoment => ({ kind: 'activity', at: activity.values.CREATED ?? '', activity })),
  ]
  // Activities carry the portal's offset, all others UTC, so moments are compared and not texts.
  return moments.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
