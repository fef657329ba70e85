import { and, desc, eq, lte, max, type SQL } from 'drizzle-orm'
import type { Exception, Mapping, Pair } from '../conversion/mapping.ts'
import type { Orm } from './database.ts'
import { mappings } from './schema.ts'
import { toStorable } from './storable.ts'
import { whileInstalled } from './while-installed.ts'

/** A mapping with who saved it and when. */
export interface SavedMapping extends Mapping {
  savedBy: number
  savedAt: Date
}

/** Versions that are kept of a pair. */
const mostVersions = 200

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

    save(pair, { after, exceptions, savedBy }) {
      const version = after + 1
      return whileInstalled(orm, memberId, async (transaction) => {
        const [known] = await transaction
          .select({ version: max(mappings.version) })
          .from(mappings)
          .where(ofPair(pair))
        if ((known?.version ?? 0) !== after) return null
        const values = { version, exceptions: toStorable(exceptions), savedBy, savedAt: now() }
        const inserted = await transaction
          .insert(mappings)
          .values({ memberId, sourceType: pair.source, targetType: pair.target, ...values })
          .onConflictDoNothing()
          .returning({ version: mappings.version })
        if (inserted.length === 0) return null
        await transaction.delete(mappings).where(and(ofPair(pair), lte(mappings.version, version - mostVersions)))
        return version
      })
    },
  }
}
