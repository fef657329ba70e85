import { z } from 'zod'
import { isOwnComment, mostHistory } from '../conversion/history.ts'
import { recordType } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { History, HistoryEntries } from '../conversion/snapshot.ts'
import type { Answer, Command, Rest } from './rest.ts'

type Source = { type: SourceTypeName; id: number }
type Kind = keyof History

const pageSize = 50
const kinds = ['activities', 'comments'] as const satisfies Kind[]
const entries = z.array(z.looseObject({ ID: z.coerce.number(), COMMENT: z.string().nullish() }))

/** Commands for the newest page of the source's activities, open and done, and of its comments. */
export function historyCommands(source: Source): Record<Kind, Command> {
  return { activities: pageCommand(source, 'activities', 0), comments: pageCommand(source, 'comments', 0) }
}

/** Reads the history from the first batch, and by one more what did not fit into a page. */
export async function readHistory(rest: Rest, source: Source, answers: Map<string, Answer>): Promise<History> {
  const pages: Record<string, Command> = {}
  for (const kind of kinds)
    for (let start = pageSize; start < Math.min(totalOf(answers.get(kind)), mostHistory); start += pageSize)
      pages[`${kind}from${start}`] = pageCommand(source, kind, start)
  const more = Object.keys(pages).length > 0 ? await rest.batch(pages, { halt: false }) : new Map<string, Answer>()
  const [activities, comments] = kinds.map((kind) => {
    const others = [...more].filter(([key]) => key.startsWith(kind)).map(([, answer]) => answer)
    return toEntries(answers.get(kind), others)
  })
  return { activities: activities ?? null, comments: comments ?? null }
}

/** BINDINGS finds what hangs on a record, also what was bound to it by an earlier conversion; OWNER_ID would not. */
function pageCommand({ type, id }: Source, kind: Kind, start: number): Command {
  const { entityTypeId, timelineType } = recordType(type)
  const order = { ID: 'DESC' }
  if (kind === 'comments')
    return {
      method: 'crm.timeline.comment.list',
      params: { select: ['ID', 'COMMENT'], filter: { ENTITY_ID: id, ENTITY_TYPE: timelineType }, order, start },
    }
  return {
    method: 'crm.activity.list',
    params: { select: ['ID'], filter: { BINDINGS: [{ OWNER_TYPE_ID: entityTypeId, OWNER_ID: id }] }, order, start },
  }
}

function totalOf(answer: Answer | undefined): number {
  return answer?.ok ? (answer.total ?? 0) : 0
}

/** Null when the first page was refused; the entries themselves are read by nobody but the portal. */
function toEntries(first: Answer | undefined, others: readonly Answer[]): HistoryEntries | null {
  if (!first?.ok) return null
  const pages = [first, ...others].map((answer) => entries.safeParse(answer.ok ? answer.result : []).data ?? [])
  const found = [...new Map(pages.flat().map((entry) => [entry.ID, entry])).values()]
  const ids = found.filter(({ COMMENT }) => !isOwnComment(COMMENT ?? '')).map(({ ID }) => ID)
  const total = Math.max(totalOf(first), found.length) - (found.length - ids.length)
  return { ids: ids.slice(0, mostHistory), total }
}
