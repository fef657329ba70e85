import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Orm } from './database.ts'
import { installerTokens } from './schema.ts'
import type { Seal } from './seal.ts'
import { whileInstalled } from './while-installed.ts'

/** A pair of tokens as the portal and its auth server hand it out. */
export interface TokenPair {
  accessToken: string
  refreshToken: string
  /** Unix seconds. */
  expires: number
}

export interface KeptTokens extends TokenPair {
  authServer: string
  /** Names this pair when it is renewed. */
  version: number
}

/** How it stands with the access; `lost` since then only an administrator brings a new one. */
export type AccessState = { state: 'kept' | 'none' } | { state: 'lost'; since: Date }

/** The installing administrator's tokens of one portal. */
export interface InstallerTokens {
  state(): Promise<AccessState>
  /** Null when none are kept, the portal takes them no longer, or no key opens them. */
  find(): Promise<KeptTokens | null>
  /**
   * Keeps a pair that an administrator has just brought, whatever became of earlier ones; refuses where the app is not
   * installed any more.
   */
  save(pair: TokenPair & { authServer: string }): Promise<void>
  /** True for one process only, which may then renew this version for half a minute. */
  claimRenewal(version: number): Promise<boolean>
  /** Keeps the pair that this version was renewed to, unless an administrator brought another one meanwhile. */
  renew(version: number, pair: TokenPair): Promise<void>
  /** The renewal did not work out; another one may try. */
  releaseRenewal(version: number): Promise<void>
  /** Nobody asks with this version again. */
  markLost(version: number): Promise<void>
}

/** Opens the installer's tokens of one portal. */
export function openInstallerTokens(orm: Orm, memberId: string, seal: Seal): InstallerTokens {
  const ofVersion = (version: number) =>
    and(eq(installerTokens.memberId, memberId), eq(installerTokens.version, version))
  const places = { access: `access token of ${memberId}`, refresh: `refresh token of ${memberId}` }
  const toRow = ({ accessToken, refreshToken, expires }: TokenPair) => ({
    accessToken: seal.close(accessToken, places.access),
    refreshToken: seal.close(refreshToken, places.refresh),
    expiresAt: new Date(expires * 1000),
    renewingUntil: null,
    lostAt: null,
  })

  async function find(): Promise<KeptTokens | null> {
    const [row] = await orm
      .select()
      .from(installerTokens)
      .where(and(eq(installerTokens.memberId, memberId), isNull(installerTokens.lostAt)))
    const accessToken = row && seal.open(row.accessToken, places.access)
    const refreshToken = row && seal.open(row.refreshToken, places.refresh)
    if (!accessToken || !refreshToken) return null
    const { authServer, expiresAt, version } = row
    return { accessToken, refreshToken, expires: expiresAt.getTime() / 1000, authServer, version }
  }

  return {
    find,

    async state() {
      const { lostAt } = installerTokens
      const [row] = await orm.select({ lostAt }).from(installerTokens).where(eq(installerTokens.memberId, memberId))
      if (row?.lostAt) return { state: 'lost', since: row.lostAt }
      return { state: (await find()) ? 'kept' : 'none' }
    },

    async save({ authServer, ...pair }) {
      const values = { authServer, ...toRow(pair) }
      await whileInstalled(orm, memberId, (transaction) =>
        transaction
          .insert(installerTokens)
          .values({ memberId, version: 1, ...values })
          .onConflictDoUpdate({
            target: installerTokens.memberId,
            set: { ...values, version: sql`${installerTokens.version} + 1` },
          }),
      )
    },

    async claimRenewal(version) {
      const { renewingUntil } = installerTokens
      const claimed = await orm
        .update(installerTokens)
        .set({ renewingUntil: sql`now() + interval '30 seconds'` })
        .where(and(ofVersion(version), or(isNull(renewingUntil), lt(renewingUntil, sql`now()`))))
        .returning({ version: installerTokens.version })
      return claimed.length > 0
    },

    async renew(version, pair) {
      await orm
        .update(installerTokens)
        .set({ ...toRow(pair), version: version + 1 })
        .where(ofVersion(version))
    },

    async releaseRenewal(version) {
      await orm.update(installerTokens).set({ renewingUntil: null }).where(ofVersion(version))
    },

    async markLost(version) {
      await orm
        .update(installerTokens)
        .set({ lostAt: sql`now()` })
        .where(ofVersion(version))
    },
  }
}
