import type { Identity } from './bitrix/auth-server.ts'
import { renewTokens } from './bitrix/renew-tokens.ts'
import { AppError, isRemoval } from './errors.ts'
import type { AccessLook } from './portal.ts'
import type { Services } from './services.ts'
import { openInstallerTokens, type InstallerTokens, type KeptTokens } from './storage/installer-tokens.ts'

/** A pair this close to its end, in seconds, is renewed first: work begun with it must not outlive it. */
const freshSeconds = 300
/** How often a process looks whether another one has finished renewing. */
const lookAgainMs = 200

/** The installing administrator, proven, and a token that speaks for them. */
export interface InstallerAccess {
  identity: Identity
  accessToken: string
}

/**
 * Does work with the tokens of the administrator who installed the app. The work must bear to be done twice: a portal
 * that refuses the token before its time is asked again with a renewed one. Throws `portal_access_lost` when only an
 * administrator can help, and `portal_unreachable` when a later attempt may work.
 */
export async function withInstallerAccess<T>(
  services: Services,
  memberId: string,
  work: (access: InstallerAccess) => Promise<T>,
): Promise<T> {
  const tokens = openInstallerTokens(services.database.orm, memberId, services.seal)
  const first = await open(services, memberId, tokens)
  try {
    return await attempt(first)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'token_expired') throw error
    return attempt(await open(services, memberId, tokens, first.version))
  }

  async function attempt(access: InstallerAccess & { version: number }): Promise<T> {
    try {
      return await work(access)
    } catch (error) {
      if (error instanceof AppError && error.code === 'portal_access_lost') await tokens.markLost(access.version)
      throw error
    }
  }
}

/** What somebody learns of the access by asking something with it. */
export async function lookByAsking(ask: () => Promise<boolean>): Promise<AccessLook> {
  try {
    return (await ask()) ? 'works' : 'silent'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (isRemoval(error)) return 'removed'
    return error.code === 'portal_access_lost' || error.code === 'token_expired' ? 'gone' : 'silent'
  }
}

async function open(
  services: Services,
  memberId: string,
  tokens: InstallerTokens,
  refused?: number,
): Promise<InstallerAccess & { version: number }> {
  for (let renewed = false; ;) {
    const kept = await tokens.find()
    if (!kept) throw new AppError('portal_access_lost', 'The access of the installing administrator is lost.')
    const identity = kept.version === refused ? null : await prove(services, kept)
    if (identity?.memberId === memberId) return { identity, accessToken: kept.accessToken, version: kept.version }
    // A pair fresh from the auth server that nobody vouches for will not get better.
    if (renewed) await tokens.markLost(kept.version)
    else renewed = await renew(services, tokens, kept)
  }
}

/** Null for a pair that has to be renewed. */
async function prove({ authServer }: Services, { accessToken, expires }: KeptTokens): Promise<Identity | null> {
  if (expires - Date.now() / 1000 < freshSeconds) return null
  try {
    return await authServer.verify(accessToken)
  } catch (error) {
    if (error instanceof AppError && ['token_expired', 'not_verified'].includes(error.code)) return null
    throw error
  }
}

/**
 * True when this process renewed the pair; one renews, the others wait for its pair. The new pair is kept before it is
 * used, since the old one is worth nothing by then.
 */
async function renew(services: Services, tokens: InstallerTokens, kept: KeptTokens): Promise<boolean> {
  const { bitrix } = services.config
  if (!(await tokens.claimRenewal(kept.version))) {
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    return false
  }
  try {
    // The secret goes to servers of the configuration only, and that may have changed since.
    if (!bitrix.authServers.includes(kept.authServer)) throw misconfigured()
    const pair = await renewTokens(services.outgoing, kept.authServer, bitrix, kept.refreshToken)
    // A wrong configuration must not cost the access of every portal, so it takes the server's own word of a removal.
    if (pair === 'wrongClient' && !(await services.authServer.isRemoved(kept.accessToken))) throw misconfigured()
    if (typeof pair === 'object') await tokens.renew(kept.version, pair)
    else await tokens.markLost(kept.version)
    if (pair === 'removed' || pair === 'wrongClient')
      throw new AppError('portal_access_lost', 'The app is removed from the portal.', { isRemoved: true })
    return pair !== 'dead'
  } catch (error) {
    await tokens.releaseRenewal(kept.version)
    throw error
  }
}

function misconfigured(): AppError {
  return new AppError(
    'portal_unreachable',
    'The auth server does not know this app, or we do not know the auth server.',
  )
}
