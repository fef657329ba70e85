import { and, desc, eq, lte, max, sql, type SQL } from 'drizzle-orm'
import { longestFile } from '../conversion/mapping-file.ts'
import type { Exception, Mapping, Pair } from '../conversion/mapping.ts'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { mappings } from './schema.ts'
import { toMeasured } from './storable.ts'
import { whileInstalled } from './while-installed.ts'

/** A mapping with who saved it and when. */
export interface SavedMapping extends Mapping {
  savedBy: number
  savedAt: Date
}

/** Versions that are kept of a pair. */
const mostVersions = 200
/** Where the mappings of a portal take more room, only those in force stay, in bytes. */
const mostBytes = 50 * 1024 * 1024

/** The mappings of one portal. Nothing that was saved is ever changed: a saving makes a new version, of which the newest 200 stay. */
export interface Mappings {
  /** Those in force of all pairs. */
  all(): Promise<(Pair & Mapping)[]>
  /** The versions of a pair, newest first. */
  versions(pair: Pair, limit: number): Promise<SavedMapping[]>
  find(pair: Pair, version: number): Promise<SavedMapping | null>
  /** Saves the version after the one the administrator saw; null when somebody else was faster. */
  save(pair: Pair, change: { after: number; exceptions: Exception[]; savedBy: number }): Promise<number | null>
}

/** A later version of the same pair is in force. */
const isReplaced = sql`exists (select 1 from mappings newer where newer.member_id = ${mappings.memberId}
  and newer.source_type = ${mappings.sourceType} and newer.target_type = ${mappings.targetType}
  and newer.version > ${mappings.version})`

function tooLarge(): AppError {
  return new AppError('mapping_refused', 'The mappings of this portal take too much room.', { problems: [] })
}

/** Opens the mappings of one portal. */
export function openMappings(orm: Orm, memberId: string, now: () => Date = () => new Date()): Mappings {
  const ofPortal = eq(mappings.memberId, memberId)
  const ofPair = ({ source, target }: Pair): SQL =>
    and(ofPortal, eq(mappings.sourceType, source), eq(mappings.targetType, target))!
  const saved = {
    version: mappings.version,
    exceptions: mappings.exceptions,
    savedBy: mappings.savedBy,
    savedAt: mappings.savedAt,
  }

  async function sizeIn(transaction: Orm): Promise<number> {
    const size = sql`coalesce(sum(pg_column_size(${mappings.exceptions})), 0)`.mapWith(Number)
    const [found] = await transaction.select({ size }).from(mappings).where(ofPortal)
    return found!.size
  }

  return {
    all: () =>
      orm
        .selectDistinctOn([mappings.sourceType, mappings.targetType], {
          source: mappings.sourceType,
          target: mappings.targetType,
          version: mappings.version,
          exceptions: mappings.exceptions,
        })
        .from(mappings)
        .where(ofPortal)
        .orderBy(mappings.sourceType, mappings.targetType, desc(mappings.version)),

    versions: (pair, limit) =>
      orm.select(saved).from(mappings).where(ofPair(pair)).orderBy(desc(mappings.version)).limit(limit),

    async find(pair, version) {
      const [found] = await orm
        .select(saved)
        .from(mappings)
        .where(and(ofPair(pair), eq(mappings.version, version)))
      return found ?? null
    },

    async save(pair, { after, exceptions, savedBy }) {
      const version = after + 1
      const { value, bytes } = toMeasured(exceptions)
      if (bytes > longestFile) throw tooLarge()
      return whileInstalled(orm, memberId, async (transaction) => {
        const [known] = await transaction
          .select({ version: max(mappings.version) })
          .from(mappings)
          .where(ofPair(pair))
        if ((known?.version ?? 0) !== after) return null
        const values = { version, exceptions: value, savedBy, savedAt: now() }
        const inserted = await transaction
          .insert(mappings)
          .values({ memberId, sourceType: pair.source, targetType: pair.target, ...values })
          .onConflictDoNothing()
          .returning({ version: mappings.version })
        if (inserted.length === 0) return null
        await transaction.delete(mappings).where(and(ofPair(pair), lte(mappings.version, version - mostVersions)))
        if ((await sizeIn(transaction)) > mostBytes) await transaction.delete(mappings).where(and(ofPortal, isReplaced))
        if ((await sizeIn(transaction)) > mostBytes) throw tooLarge()
        return version
      })
    },
  }
}
