import { and, desc, eq, sql } from 'drizzle-orm'
import type { Mapping } from '../conversion/mapping.ts'
import type { Conversion } from '../conversion/outcome.ts'
import type { Creation } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { RecordedRow } from '../conversion/snapshot.ts'
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
  /** What conversions of the record have written into which records; none where no record was named. */
  recorded: RecordedRows[]
}

/** The rows a conversion wrote into a record it made. */
export interface RecordedRows {
  type: RecordTypeName
  id: number
  rows: RecordedRow[]
}

/** So many conversions of one record are looked at, the newest first. */
const mostConversions = 500

/** Reads all of it by one statement, since every look at a record and every conversion waits for it. */
export interface Decisions {
  find(source: { type: SourceTypeName; id: number | null }, userId: number): Promise<Decided>
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
  const written = orm
    .select({ plan: conversions.plan, conversion: conversions.conversion })
    .from(conversions)
    .where(
      and(
        eq(conversions.memberId, placeholder('memberId')),
        eq(conversions.sourceType, placeholder('source')),
        eq(conversions.sourceId, placeholder('sourceId')),
      ),
    )
    .orderBy(desc(conversions.startedAt))
    .limit(mostConversions)
    .as('written')
  // Only rows and places: the rest of a plan is many times as large.
  const recorded = orm
    .select({
      made: sql`jsonb_agg(jsonb_build_object(
        'created', ${written.conversion} -> 'created',
        'creations', (
          select jsonb_agg(jsonb_build_object('type', one -> 'type', 'rows', one -> 'rows', 'places', one -> 'places'))
          from jsonb_array_elements(${written.plan} -> 'creations') one
          where one -> 'places' is not null
        )
      ))`,
    })
    .from(written)
  const find = orm
    .select({
      settings,
      language: portals.language,
      chosen: sql<string | null>`(${chosen})`,
      recorded: sql<Made[] | null>`(${recorded})`,
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
    async find({ type, id }, userId) {
      const rows = await statements(orm).find.execute({ memberId, source: type, sourceId: id ?? 0, userId })
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
        recorded: (first?.recorded ?? []).flatMap(toRecorded),
      }
    },
  }
}

/** What of a conversion tells where rows came from; null: written down before that was kept. */
interface Made {
  created: Conversion['created']
  creations: (Pick<Creation, 'type' | 'rows'> & { places: number[] })[] | null
}

function toRecorded({ created, creations }: Made): RecordedRows[] {
  return created.flatMap(({ type, id }) => {
    const creation = creations?.find((one) => one.type === type)
    if (!creation) return []
    const rows = creation.rows.flatMap((row, index) => {
      const place = creation.places[index]
      return place === undefined ? [] : [{ row, place }]
    })
    return [{ type, id, rows }]
  })
}
