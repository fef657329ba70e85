import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import { replaceCuts, shownStart } from '../conversion/cut-value.ts'
import type { Conversion, Outcome } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'
import type { Orm } from './database.ts'
import { conversions } from './schema.ts'

/** Which conversions of a portal to show; what is absent does not matter. */
export interface HistoryFilter {
  userId?: number
  source?: SourceTypeName
  target?: RecordTypeName
  outcome?: Outcome
  /** First moment, inclusive, and the moment after the last one. */
  from?: Date
  until?: Date
}

/** The place in the history after which the next page begins. */
export interface HistoryPlace {
  startedAt: Date
  requestId: string
}

/** One conversion as the history tells it: all but its plan. */
export interface HistoryRow extends HistoryPlace {
  userId: number
  source: { type: SourceTypeName; id: number; title: string }
  targets: RecordTypeName[]
  conversion: Conversion
  smartTypes: SmartTypes
  mappingVersions: Plan['mappingVersions']
  kept: boolean
}

/** What one portal's conversions were. */
export interface History {
  /** Newest first, at most `limit`. */
  list(filter: HistoryFilter, after: HistoryPlace | null, limit: number): Promise<HistoryRow[]>
}

/** Whoever is still at work when all requests must have ended died with its process: nobody knows how it ended. */
const outcomeNow = sql<Outcome>`case when ${conversions.outcome} = 'running' and ${conversions.busyUntil} <= now()
  then 'unknown' else ${conversions.outcome}::text end`

const columns = {
  requestId: conversions.requestId,
  startedAt: conversions.startedAt,
  userId: conversions.userId,
  sourceType: conversions.sourceType,
  sourceId: conversions.sourceId,
  targets: conversions.targets,
  outcome: outcomeNow,
  conversion: conversions.conversion,
  kept: conversions.kept,
  // A plan holds every value of every new record; the history needs three of its words.
  // One that is too long to be kept is shown by its start.
  title: sql<string>`coalesce(${conversions.plan} #>> '{source,title,cut,start}', ${conversions.plan} -> 'source' ->> 'title')`,
  smartTypes: sql<SmartTypes | null>`${conversions.plan} -> 'smartTypes'`,
  mappingVersions: sql<Plan['mappingVersions'] | null>`${conversions.plan} -> 'mappingVersions'`,
}

/** Opens the history of one portal. */
export function openHistory(orm: Orm, memberId: string): History {
  return {
    async list(filter, after, limit) {
      const rows = await orm
        .select(columns)
        .from(conversions)
        .where(and(eq(conversions.memberId, memberId), ...conditionsOf(filter), after ? isAfter(after) : undefined))
        .orderBy(desc(conversions.startedAt), desc(conversions.requestId))
        .limit(limit)
      return rows.map(({ sourceType, sourceId, title, outcome, smartTypes, mappingVersions, ...row }) => ({
        ...row,
        source: { type: sourceType, id: sourceId, title },
        conversion: { ...row.conversion, outcome },
        smartTypes: replaceCuts(smartTypes ?? {}, shownStart),
        mappingVersions: mappingVersions ?? {},
      }))
    },
  }
}

function isAfter({ startedAt, requestId }: HistoryPlace): SQL {
  return sql`(${conversions.startedAt}, ${conversions.requestId}) < (${startedAt.toISOString()}::timestamptz, ${requestId})`
}

function conditionsOf({ userId, source, target, outcome, from, until }: HistoryFilter): (SQL | undefined)[] {
  return [
    userId === undefined ? undefined : eq(conversions.userId, userId),
    source && eq(conversions.sourceType, source),
    target && sql`${conversions.targets} @> ${JSON.stringify([target])}::jsonb`,
    outcome && sql`${outcomeNow} = ${outcome}`,
    from && gte(conversions.startedAt, from),
    until && lt(conversions.startedAt, until),
  ]
}
