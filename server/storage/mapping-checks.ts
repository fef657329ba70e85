import { and, eq, gt, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { shortTexts } from '../conversion/bounded.ts'
import type { Pair } from '../conversion/mapping.ts'
import type { MappingProblem } from '../conversion/mapping-problems.ts'
import type { Orm } from './database.ts'
import { installerTokens, mappingChecks, mappings, portals } from './schema.ts'
import { toStorable } from './storable.ts'
import { whileInstalled } from './while-installed.ts'

/** What was wrong with a mapping in force when it was looked at last. */
export interface MappingCheck extends Pair {
  version: number
  problems: MappingProblem[]
  checkedAt: Date
}

/** The looks at the mappings of one portal; of each pair the last one. */
export interface MappingChecks {
  list(): Promise<MappingCheck[]>
  /** Refuses where the app is not installed any more. */
  save(check: Omit<MappingCheck, 'checkedAt'>): Promise<void>
}

/** Opens the looks at the mappings of one portal. */
export function openMappingChecks(orm: Orm, memberId: string): MappingChecks {
  return {
    async list() {
      const rows = await orm.select().from(mappingChecks).where(eq(mappingChecks.memberId, memberId))
      return rows.map(({ sourceType: source, targetType: target, version, problems, checkedAt }) => ({
        source,
        target,
        version,
        problems,
        checkedAt,
      }))
    },

    async save({ source, target, version, problems }) {
      const values = { version, problems: toStorable(shortTexts(problems)), checkedAt: sql`now()` }
      await whileInstalled(orm, memberId, (transaction) =>
        transaction
          .insert(mappingChecks)
          .values({ memberId, sourceType: source, targetType: target, ...values })
          .onConflictDoUpdate({
            target: [mappingChecks.memberId, mappingChecks.sourceType, mappingChecks.targetType],
            set: values,
          }),
      )
    },
  }
}

/** Member ids of installed portals with exceptions nobody has looked at for a day, as far as somebody's tokens can look. */
export async function findUnwatched(orm: Orm): Promise<string[]> {
  const newer = alias(mappings, 'newer')
  const isInForce = notExists(
    orm
      .select({ one: sql`1` })
      .from(newer)
      .where(
        and(
          eq(newer.memberId, mappings.memberId),
          eq(newer.sourceType, mappings.sourceType),
          eq(newer.targetType, mappings.targetType),
          gt(newer.version, mappings.version),
        ),
      ),
  )
  const rows = await orm
    .selectDistinct({ memberId: mappings.memberId })
    .from(mappings)
    .innerJoin(portals, eq(portals.memberId, mappings.memberId))
    .innerJoin(installerTokens, eq(installerTokens.memberId, mappings.memberId))
    .leftJoin(
      mappingChecks,
      and(
        eq(mappingChecks.memberId, mappings.memberId),
        eq(mappingChecks.sourceType, mappings.sourceType),
        eq(mappingChecks.targetType, mappings.targetType),
      ),
    )
    .where(
      and(
        eq(portals.status, 'installed'),
        isNull(installerTokens.lostAt),
        isInForce,
        ne(sql`jsonb_array_length(${mappings.exceptions})`, 0),
        or(isNull(mappingChecks.checkedAt), lt(mappingChecks.checkedAt, sql`now() - interval '1 day'`)),
      ),
    )
  return rows.map(({ memberId }) => memberId)
}
