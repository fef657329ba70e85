import { createHash, randomBytes } from 'node:crypto'
import type { PortalState } from '../state.ts'
import type { Grant } from '../app-state.ts'
import { unixTime } from '../time.ts'

/** Life of an access token in seconds. Source: OAuth pages of the documentation. */
export const tokenLifetime = 3600

/** A fresh pair of tokens for a person and an app. */
export function grantTokens(state: PortalState, appId: number, userId: number): Grant {
  const grant: Grant = {
    appId,
    userId,
    accessToken: randomBytes(35).toString('hex'),
    refreshToken: randomBytes(35).toString('hex'),
    expires: Math.floor(unixTime()) + tokenLifetime,
  }
  state.grants.set(grant.accessToken, grant)
  state.refreshes.set(grant.refreshToken, grant)
  return grant
}

/** Ends every token of an app. */
export function revokeTokens(state: PortalState, appId: number): void {
  for (const grant of state.grants.values())
    if (grant.appId === appId) {
      state.grants.delete(grant.accessToken)
      state.refreshes.delete(grant.refreshToken)
    }
}

/** 32 hex digits that stay the same for the same words. */
export function stableHex(words: string): string {
  return createHash('md5').update(words).digest('hex')
}
