import { and, desc, eq, sql } from 'drizzle-orm'
import type { Mapping } from '../conversion/mapping.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Orm } from './database.ts'
import { prepared } from './prepared.ts'
import { conversions, mappings, portals, settings } from './schema.ts'
import { toKept, unsaved, type KeptSettings } from './settings.ts'

/** What we keep that decides how one person sees a record of a type. */
export interface Decided extends KeptSettings {
  /** The mappings in force, per target. */
  mappings: Partial<Record<RecordTypeName, Mapping>>
  /** Two letters: the language of what everybody on the portal reads. */
  language: string
  /** What this person chose last, as the journal keeps it. */
  chosen: string | null
}

/** Reads all of it by one statement, since every look at a record and every conversion waits for it. */
export interface Decisions {
  find(source: SourceTypeName, userId: number): Promise<Decided>
}

const { placeholder } = sql

const statements = prepared((orm) => {
  const inForce = orm
    .selectDistinctOn([mappings.targetType])
    .from(mappings)
    .where(and(eq(mappings.memberId, placeholder('memberId')), eq(mappings.sourceType, placeholder('source'))))
    .orderBy(mappings.targetType, desc(mappings.version))
    .as('in_force')
  const chosen = orm
    .select({ remember: conversions.remember })
    .from(conversions)
    .where(and(eq(conversions.memberId, placeholder('memberId')), eq(conversions.userId, placeholder('userId'))))
    .orderBy(desc(conversions.startedAt))
    .limit(1)
  const find = orm
    .select({
      settings,
      language: portals.language,
      chosen: sql<string | null>`(${chosen})`,
      mapping: { target: inForce.targetType, version: inForce.version, exceptions: inForce.exceptions },
    })
    .from(portals)
    .leftJoin(settings, eq(settings.memberId, portals.memberId))
    .leftJoin(inForce, sql`true`)
    .where(eq(portals.memberId, placeholder('memberId')))
    .prepare('')
  return { find }
})

/** Opens what decides about readings of one portal. */
export function openDecisions(orm: Orm, memberId: string): Decisions {
  return {
    async find(source, userId) {
      const rows = await statements(orm).find.execute({ memberId, source, userId })
      const [first] = rows
      return {
        ...(first?.settings ? toKept(first.settings) : unsaved),
        mappings: Object.fromEntries(
          rows.flatMap(({ mapping }) => {
            if (!mapping) return []
            const { target, ...rest } = mapping
            return [[target, rest]]
          }),
        ),
        language: first?.language ?? 'en',
        chosen: first?.chosen ?? null,
      }
    },
  }
}
