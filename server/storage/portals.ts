import { and, eq, isNull, ne, or } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { conversions, installerTokens, mappingChecks, mappings, pacing, portals, protocol, settings } from './schema.ts'

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

export interface RegisteredPortal extends Omit<Installation, 'boundAs'> {
  boundAs: string | null
  status: 'installed' | 'removed'
  installedAt: Date
}

/** What we keep about one portal. */
export interface Registration {
  find(): Promise<RegisteredPortal | null>
  /** Writes an installation down; the latest one counts. */
  save(installation: Installation): Promise<void>
  /** Says what was bound; null lets the next hour bind the app anew. */
  markBoundAs(fingerprint: string | null): Promise<void>
  /** Replaces the hash of the application token of a portal that is known. */
  saveApplicationToken(hash: string): Promise<void>
  /** The app was removed, but its data shall wait for a return; its tokens are worth nothing any more and go. */
  markRemoved(): Promise<void>
  /** Deletes everything that we hold of this portal. */
  forget(): Promise<void>
}

/** Opens what we keep about one portal. */
export function openRegistration(orm: Orm, memberId: string, now: () => Date = () => new Date()): Registration {
  return {
    async find() {
      const [row] = await orm.select().from(portals).where(eq(portals.memberId, memberId))
      return row ?? null
    },

    async save(installation) {
      const { applicationTokenHash, ...facts } = installation
      const values = { ...facts, status: 'installed' as const, installedAt: now(), removedAt: null }
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

    async markRemoved() {
      await orm.transaction(async (transaction) => {
        await transaction
          .update(portals)
          .set({ status: 'removed', removedAt: now() })
          .where(eq(portals.memberId, memberId))
        await transaction.delete(installerTokens).where(eq(installerTokens.memberId, memberId))
      })
    },

    async forget() {
      await orm.transaction(async (transaction) => {
        // First the portal itself: whoever still writes protocol of it finishes before, or finds no portal any more.
        await transaction.delete(portals).where(eq(portals.memberId, memberId))
        for (const table of [installerTokens, conversions, settings, mappings, mappingChecks, protocol, pacing])
          await transaction.delete(table).where(eq(table.memberId, memberId))
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
        or(isNull(portals.boundAs), ne(portals.boundAs, boundAs)),
      ),
    )
  return rows.map(({ memberId }) => memberId)
}
