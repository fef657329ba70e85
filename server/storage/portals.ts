import { eq } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { conversions, portals } from './schema.ts'

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
}

export interface RegisteredPortal extends Installation {
  status: 'installed' | 'removed'
  installedAt: Date
}

/** What we keep about one portal. */
export interface Registration {
  find(): Promise<RegisteredPortal | null>
  /** Writes an installation down; the latest one counts. */
  save(installation: Installation): Promise<void>
  /** Replaces the hash of the application token of a portal that is known. */
  saveApplicationToken(hash: string): Promise<void>
  /** The app was removed, but its data shall wait for a return. */
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

    async saveApplicationToken(hash) {
      await orm.update(portals).set({ applicationTokenHash: hash }).where(eq(portals.memberId, memberId))
    },

    async markRemoved() {
      await orm.update(portals).set({ status: 'removed', removedAt: now() }).where(eq(portals.memberId, memberId))
    },

    async forget() {
      await orm.transaction(async (transaction) => {
        await transaction.delete(conversions).where(eq(conversions.memberId, memberId))
        await transaction.delete(portals).where(eq(portals.memberId, memberId))
      })
    },
  }
}
