import { readPeople, type Names } from '../bitrix/read-people.ts'
import type { ExportWish, Language } from '../contract.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import { cardPath } from '../conversion/record-types.ts'
import { isSmartTypeName } from '../conversion/smart-types.ts'
import type { Portal } from '../portal.ts'
import type { HistoryRow } from '../storage/history.ts'
import { translate } from '../texts.ts'
import { toCell } from './csv-cell.ts'
import { readVisible, toFilter } from './history.ts'

const pageSize = 500
const columns = ['startedAt', 'person', 'sourceType', 'source', 'sourceLink', 'made', 'links', 'outcome'] as const

/** Where the comma stands before decimals, table calculations part cells by the semicolon. */
const separatorOf = (language: Language): string => (language === 'en' ? ',' : ';')

/**
 * The history the person may see as a table (CSV with a byte order mark), page by page, so that a long one fills no
 * memory. Each person's name is asked for once.
 */
export async function* exportHistory(portal: Portal, { timeZone, ...wish }: ExportWish): AsyncGenerator<string> {
  const { language, userId } = portal.actor
  const toLine = (cells: string[]): string => `${cells.map(toCell).join(separatorOf(language))}\r\n`
  const first = await readVisible(portal, toFilter(wish), null, pageSize)
  yield `\ufeff${toLine(columns.map((column) => translate(language, `csv.${column}`)))}`

  const filter = { ...toFilter(wish), ...(first.isAdmin ? {} : { userId }) }
  const names = new Map(first.names)
  for (let rows = first.rows; rows.length > 0;) {
    yield rows.map((row) => toLine(cellsOf(row, portal.origin, language, timeZone, names))).join('')
    if (rows.length < pageSize) break
    rows = await portal.history.list(filter, rows.at(-1)!, pageSize)
    const unknown = rows.map((row) => row.userId).filter((id) => !names.has(id))
    if (unknown.length > 0) for (const [id, name] of (await readPeople(portal.rest, unknown)).names) names.set(id, name)
  }
}

function cellsOf(row: HistoryRow, origin: string, language: Language, timeZone: string, names: Names): string[] {
  const { source, conversion, userId, startedAt, smartTypes } = row
  const typeName = (type: RecordTypeName): string =>
    isSmartTypeName(type) ? (smartTypes[type]?.title ?? '') : translate(language, `type.${type}`)
  const { created } = conversion
  return [
    // The Swedish spelling, 2026-11-23 15:30:00, is the one that every table calculation reads as a time.
    new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(startedAt),
    names.get(userId) ?? `#${userId}`,
    typeName(source.type),
    source.title,
    origin + cardPath(source.type, source.id),
    created.map(({ type, title, id }) => `${typeName(type)}: ${title || `#${id}`}`).join(', '),
    created.map(({ path }) => origin + path).join(' '),
    translate(language, `outcome.${conversion.outcome}`),
  ]
}
