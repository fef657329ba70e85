import { readPeople, type Names } from '../bitrix/read-people.ts'
import type { HistoryAnswer, HistoryEntry, HistoryWish } from '../contract.ts'
import { cardPath } from '../conversion/record-types.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { HistoryFilter, HistoryPlace, HistoryRow } from '../storage/history.ts'

const pageSize = 25

/** One page of a portal's history: of everybody for administrators, of themselves for others. One request. */
export async function readHistory(portal: Portal, { after, ...wish }: HistoryWish): Promise<HistoryAnswer> {
  const { rows, names, isAdmin } = await readVisible(portal, toFilter(wish), after ?? null, pageSize + 1)
  const page = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? page.at(-1) : undefined
  return {
    isAdmin,
    entries: page.map((row) => toEntry(row, names)),
    next: last ? `${last.startedAt.toISOString()}~${last.requestId}` : null,
  }
}

/**
 * What the person may see of these conversions: the portal says who administers it, and nobody else sees others. It is
 * asked with the person's own token before anything is told, so whoever was dismissed is refused here.
 */
export async function readVisible(portal: Portal, filter: HistoryFilter, after: HistoryPlace | null, limit: number) {
  const me = portal.actor.userId
  const found = await portal.history.list(filter, after, limit)
  const { isAdmin, names } = await readPeople(portal.rest, [me, ...found.map(({ userId }) => userId)])
  if (isAdmin) return { rows: found, names, isAdmin }
  if (filter.userId !== undefined && filter.userId !== me)
    throw new AppError('admin_required', 'Only administrators see what others have created.')
  const rows = await portal.history.list({ ...filter, userId: me }, after, limit)
  return { rows, names, isAdmin }
}

/** The filter of the database for the wish of a page. */
export function toFilter({ user, from, until, ...rest }: Omit<HistoryWish, 'after'>): HistoryFilter {
  return { ...rest, userId: user, from: from ? new Date(from) : undefined, until: until ? new Date(until) : undefined }
}

function toEntry(row: HistoryRow, names: Names): HistoryEntry {
  const { source, userId, startedAt, targets, conversion, kept, smartTypes, mappingVersions } = row
  return {
    conversion,
    startedAt: startedAt.toISOString(),
    person: { id: userId, name: names.get(userId) ?? null },
    source: { ...source, path: cardPath(source.type, source.id) },
    targets,
    mappingVersions,
    kept,
    typeNames: titlesOf(smartTypes),
  }
}

/** What the portal called its smart processes. */
export function titlesOf(smartTypes: SmartTypes): HistoryEntry['typeNames'] {
  return Object.fromEntries(Object.entries(smartTypes).map(([name, type]) => [name, type?.title ?? '']))
}
