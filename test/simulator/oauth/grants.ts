import { createHash, randomBytes } from 'node:crypto'
import type { PortalState } from '../state.ts'
import type { Grant } from '../app-state.ts'

/** Life of an access token in seconds. Source: OAuth pages of the documentation. */
export const tokenLifetime = 3600

/** Life of a refresh token in seconds: 180 days. Source: OAuth token automatic renewal. */
const refreshLifetime = 180 * 86_400

/** Life of an authorisation code in seconds. Source: complete OAuth 2.0 authorization protocol. */
const codeLifetime = 30

/** Seconds since 1970 by the portal's clock. */
export function secondsNow(state: PortalState): number {
  return state.clock.now() / 1000
}

/** A fresh pair of tokens for a person and an app. */
export function grantTokens(state: PortalState, appId: number, userId: number): Grant {
  const now = Math.floor(secondsNow(state))
  const grant: Grant = {
    appId,
    userId,
    accessToken: randomBytes(35).toString('hex'),
    refreshToken: randomBytes(35).toString('hex'),
    expires: now + tokenLifetime,
    refreshExpires: now + refreshLifetime,
  }
  state.grants.set(grant.accessToken, grant)
  state.refreshes.set(grant.refreshToken, grant)
  return grant
}

/**
 * Ends a refresh token that was used; its access token lives out its hour. Source: OAuth token automatic renewal; the
 * test suite of the official Python SDK goes on with the old access token after a renewal.
 */
export function endRefresh(state: PortalState, grant: Grant): void {
  state.refreshes.delete(grant.refreshToken)
}

/** A code that can be exchanged for tokens once, and soon. */
export function issueCode(state: PortalState, appId: number, userId: number): string {
  const code = randomBytes(35).toString('hex')
  state.codes.set(code, { appId, userId, expires: secondsNow(state) + codeLifetime })
  return code
}

/** 32 hex digits that stay the same for the same words. */
export function stableHex(words: string): string {
  return createHash('md5').update(words).digest('hex')
}
