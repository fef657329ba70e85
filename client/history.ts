import type { HistoryPreview, Preview, TargetPreview } from '../server/conversion/preview.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { Existing } from './consequences.ts'

/** What the chosen targets do with the source's timeline. */
export interface HistoryConsequences {
  /** What is shown in new cards too, as far as the portal showed it to us and there is any. */
  activities: HistoryPreview['activities']
  comments: HistoryPreview['comments']
  /** Comments that no new card can show. */
  staying: number
  /** A kind that could not be read is not carried. */
  unread: boolean
}

/** Comments stay only where no new card takes them; null when no new card is made, since only those receive history. */
export function historyOf(
  preview: Preview,
  chosen: readonly RecordTypeName[],
  existing: Partial<Record<RecordTypeName, Existing>> = {},
): HistoryConsequences | null {
  const isLinked = ({ type, reuse }: TargetPreview): boolean => reuse !== null || typeof existing[type] === 'number'
  const made = preview.targets.filter((target) => chosen.includes(target.type) && !isLinked(target))
  if (made.length === 0) return null
  const { activities, comments } = preview.history
  const taken = made.some(({ takesComments }) => takesComments)
  return {
    activities: activities && activities.total > 0 ? activities : null,
    comments: comments && comments.total > 0 && taken ? comments : null,
    staying: taken ? 0 : (comments?.total ?? 0),
    unread: activities === null || comments === null,
  }
}
