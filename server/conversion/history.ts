import type { HistoryPreview } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'
import type { History, HistoryEntries } from './snapshot.ts'

/** What a plan shows in the new cards too: ids of the source's activities and comments. */
export interface HistoryToBind {
  activities: number[]
  comments: number[]
}

/** Most entries of a kind that are carried, the newest first: each costs a command per new record. */
export const mostHistory = 500

/** Types in whose cards a comment of another card can be shown. Source: crm.timeline.bindings.bind, ENTITY_TYPE. */
const commentTakers: ReadonlySet<RecordTypeName> = new Set<RecordTypeName>(['lead', 'deal', 'contact', 'company'])

/** Tells whether comments of the source can be shown in cards of this type. */
export function takesComments(type: RecordTypeName): boolean {
  return commentTakers.has(type)
}

/**
 * The comment by which a conversion links its new records, as actions/comment.ts writes it: a bold line, then cards by
 * their portal path. It speaks of the source it stands on, so it is no history of what is made next.
 */
export function isOwnComment(text: string): boolean {
  return /^\[B\][^\n]*\[\/B\]\n[^\n]*\[URL=\/crm\//.test(text)
}

/** What choosing the history binds; nothing when the person switched it off. */
export function planHistory(history: History, wanted: boolean): HistoryToBind {
  const ids = (entries: HistoryEntries | null): number[] => (wanted ? (entries?.ids ?? []) : [])
  return { activities: ids(history.activities), comments: ids(history.comments) }
}

/** The entries one new record receives: as the built-in conversion does, every new record shows all it can. */
export function historyOf(history: HistoryToBind, type: RecordTypeName): HistoryToBind {
  return { activities: history.activities, comments: takesComments(type) ? history.comments : [] }
}

/** How much history there is, and how much of it can be carried; null for a kind the portal did not show. */
export function showHistory({ activities, comments }: History): HistoryPreview {
  const count = (entries: HistoryEntries | null) => entries && { carried: entries.ids.length, total: entries.total }
  return { activities: count(activities), comments: count(comments) }
}
