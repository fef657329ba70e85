import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { prepared } from './prepared.ts'
import { fromNow } from './run.ts'
import { conversions } from './schema.ts'
import { rowWhileInstalled } from './while-installed.ts'

/** A row of the journal, and for how many milliseconds the portal may still be at work with a request of it. */
export const entryColumns = {
  row: conversions,
  busyMs: sql<number>`greatest(0, extract(epoch from ${conversions.busyUntil} - now()) * 1000)::float8`,
}
const { placeholder } = sql

/** What a conversion begins with. */
const told = [
  'memberId',
  'requestId',
  'userId',
  'sourceType',
  'sourceId',
  'targets',
  'fingerprint',
  'plan',
  'remember',
  'outcome',
  'conversion',
  'startedAt',
  'attempts',
]

/** What every look and every conversion asks. `begin` answers a row if it has begun. */
export const journalStatements = prepared((orm) => {
  const row = {
    ...Object.fromEntries(told.map((column) => [column, placeholder(column)])),
    attempt: 1,
    busyUntil: fromNow(placeholder('patienceMs')),
    kept: false,
  }
  const open = inArray(conversions.outcome, ['running', 'unknown', 'undoing', 'partial', 'partlyUndone'])
  return {
    begin: orm
      .insert(conversions)
      .select(rowWhileInstalled(orm, placeholder('memberId'), conversions, row))
      .onConflictDoNothing()
      .returning({ attempt: conversions.attempt })
      .prepare(''),
    findUnfinished: orm
      .select(entryColumns)
      .from(conversions)
      .where(
        and(
          eq(conversions.memberId, placeholder('memberId')),
          eq(conversions.sourceType, placeholder('sourceType')),
          eq(conversions.sourceId, placeholder('sourceId')),
          open,
          eq(conversions.kept, false),
        ),
      )
      .orderBy(desc(conversions.startedAt))
      .limit(10)
      .prepare(''),
  }
})
