import { and, eq, isNotNull, isNull, lt, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import type { Orm } from './database.ts'
import {
  conversions,
  installerTokens,
  journalSizes,
  mappingChecks,
  mappings,
  pacing,
  portals,
  protocol,
  settings,
  timelineEntries,
} from './schema.ts'

/** What an installation tells us about a portal. */
export interface Installation {
  domain: string
  clientEndpoint: string
  authServer: string
  /** Null keeps the one that is known: portals of older versions do not send it with the form. */
  applicationTokenHash: string | null
  language: string
  version: number
  installedBy: number
  /** Fingerprint of what was bound. */
  boundAs: string
}

/** A removal that an event told of and that is not proven. */
export interface Removal {
  /** Everything shall be deleted. */
  clean: boolean
  /** When the first event of it came. */
  heardAt: Date
  /** When somebody else looks into it. */
  lookAt: Date
}

export interface RegisteredPortal extends Omit<Installation, 'boundAs'> {
  boundAs: string | null
  status: 'installed' | 'removed'
  installedAt: Date
}

/** What we keep about one portal. */
export interface Registration {
  find(): Promise<RegisteredPortal | null>
  /** Writes an installation down; the latest one counts, and a removal nobody has proven yet is none. */
  save(installation: Installation): Promise<void>
  /** Says what was bound; null lets the next hour bind the app anew. */
  markBoundAs(fingerprint: string | null): Promise<void>
  /** Replaces the hash of the application token of a portal that is known. */
  saveApplicationToken(hash: string): Promise<void>
  /**
   * Remembers that an event told of a removal, to be looked into again in a minute. Null when one is being looked into
   * already: then only what it asks for is remembered.
   */
  rememberRemoval(clean: boolean): Promise<Removal | null>
  /** Nothing but time can tell whether it took place: it is looked into again then. */
  leaveToTime(removal: Removal, until: Date): Promise<void>
  /** Somebody has opened the app since it was heard of: it did not take place. */
  denyRemoval(): Promise<void>
  /** It did not take place. */
  dropRemoval(removal: Removal): Promise<void>
  /**
   * The app was removed, but its data shall wait for a return; its tokens are worth nothing any more and go. A removal
   * that is named must still be the one that is remembered: an installation since then stays.
   */
  markRemoved(removal?: Removal): Promise<void>
  /** Deletes everything that we hold of this portal, under the same condition. */
  forget(removal?: Removal): Promise<void>
}

/** Everything that is kept of a portal beside its registration. */
const ofOnePortal = [
  installerTokens,
  conversions,
  journalSizes,
  settings,
  mappings,
  mappingChecks,
  timelineEntries,
  protocol,
  pacing,
]

const noRemoval = { removalClean: null, removalHeardAt: null, removalLookAt: null }

/** Opens what we keep about one portal. */
export function openRegistration(orm: Orm, memberId: string, now: () => Date = () => new Date()): Registration {
  const ofPortal = eq(portals.memberId, memberId)
  const asRemembered = (removal: Removal | undefined): SQL =>
    and(ofPortal, removal && eq(portals.removalLookAt, removal.lookAt))!

  return {
    async find() {
      const [row] = await orm.select().from(portals).where(eq(portals.memberId, memberId))
      return row ?? null
    },

    async save(installation) {
      const { applicationTokenHash, ...facts } = installation
      const values = {
        ...facts,
        status: 'installed' as const,
        installedAt: now(),
        removedAt: null,
        ...noRemoval,
      }
      await orm
        .insert(portals)
        .values({ memberId, applicationTokenHash, ...values })
        .onConflictDoUpdate({
          target: portals.memberId,
          set: applicationTokenHash === null ? values : { ...values, applicationTokenHash },
        })
    },

    async markBoundAs(boundAs) {
      await orm.update(portals).set({ boundAs }).where(eq(portals.memberId, memberId))
    },

    async saveApplicationToken(hash) {
      await orm.update(portals).set({ applicationTokenHash: hash }).where(eq(portals.memberId, memberId))
    },

    async rememberRemoval(clean) {
      const inAMinute = sql`now() + interval '1 minute'`
      const [first] = await orm
        .update(portals)
        .set({ removalClean: clean, removalHeardAt: sql`now()`, removalLookAt: inAMinute })
        .where(and(ofPortal, isNull(portals.removalLookAt)))
        .returning(removalColumns)
      if (first) return toRemoval(first)
      // Never later than it was, or whoever sends many events could put it off for ever.
      await orm
        .update(portals)
        .set({ removalClean: clean, removalLookAt: sql`least(${portals.removalLookAt}, ${inAMinute})` })
        .where(and(ofPortal, isNotNull(portals.removalLookAt)))
      return null
    },

    async leaveToTime(removal, until) {
      await orm.update(portals).set({ removalLookAt: until }).where(asRemembered(removal))
    },

    async denyRemoval() {
      // A portal sends its event a moment before the app is gone, so whoever opened it in that moment denies nothing.
      const isHeardOf = lt(portals.removalHeardAt, sql`now() - interval '5 minutes'`)
      await orm
        .update(portals)
        .set(noRemoval)
        .where(and(ofPortal, eq(portals.status, 'installed'), isHeardOf))
    },

    async dropRemoval(removal) {
      await orm.update(portals).set(noRemoval).where(asRemembered(removal))
    },

    async markRemoved(removal) {
      await orm.transaction(async (transaction) => {
        const marked = await transaction
          .update(portals)
          .set({ status: 'removed', removedAt: now(), ...noRemoval })
          .where(asRemembered(removal))
          .returning({ memberId: portals.memberId })
        if (marked.length > 0) await transaction.delete(installerTokens).where(eq(installerTokens.memberId, memberId))
      })
    },

    async forget(removal) {
      await orm.transaction(async (transaction) => {
        // First the portal itself: whoever still writes something of it finishes before, or finds no portal any more.
        const deleted = await transaction
          .delete(portals)
          .where(asRemembered(removal))
          .returning({ memberId: portals.memberId })
        if (deleted.length === 0) return
        for (const table of ofOnePortal) await transaction.delete(table).where(eq(table.memberId, memberId))
      })
    },
  }
}

/** Member ids of installed portals whose bindings are other ones than these, as far as somebody's tokens can bind there. */
export async function findOutdated(orm: Orm, boundAs: string): Promise<string[]> {
  const rows = await orm
    .select({ memberId: portals.memberId })
    .from(portals)
    .innerJoin(installerTokens, eq(installerTokens.memberId, portals.memberId))
    .where(
      and(
        eq(portals.status, 'installed'),
        isNull(installerTokens.lostAt),
        // A portal that may be about to remove the app is not bound anew.
        isNull(portals.removalLookAt),
        or(isNull(portals.boundAs), ne(portals.boundAs, boundAs)),
      ),
    )
  return rows.map(({ memberId }) => memberId)
}

/** Takes all removals that it is time to look into; nobody else gets them within ten minutes. */
export async function takeRemovals(orm: Orm): Promise<{ memberId: string; removal: Removal }[]> {
  const taken = await orm
    .update(portals)
    .set({ removalLookAt: sql`now() + interval '10 minutes'` })
    .where(lte(portals.removalLookAt, sql`now()`))
    .returning({ memberId: portals.memberId, ...removalColumns })
  return taken.flatMap(({ memberId, ...remembered }) => {
    const removal = toRemoval(remembered)
    return removal ? [{ memberId, removal }] : []
  })
}

const removalColumns = {
  clean: portals.removalClean,
  heardAt: portals.removalHeardAt,
  lookAt: portals.removalLookAt,
}

function toRemoval({ clean, heardAt, lookAt }: { [Fact in keyof Removal]: Removal[Fact] | null }): Removal | null {
  return heardAt && lookAt ? { clean: !!clean, heardAt, lookAt } : null
}
