import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Outgoing } from './outgoing.ts'
import { isReachableEndpoint, type Reach } from './public-address.ts'

/** Who a portal access token belongs to, in the words of an auth server we trust. */
export interface Identity {
  memberId: string
  userId: number
  domain: string
  /** The portal's REST root, `https://…/rest/`. */
  clientEndpoint: string
  scope: string[]
  authServer: string
  /** Unix seconds. */
  expires: number
}

/** Proves tokens. */
export interface AuthServer {
  /**
   * By a proof of the last five minutes, or by one of this moment where it has to be `fresh`: people are dismissed while
   * their tokens live. Fails with `not_verified`, `token_expired` or `portal_unreachable`.
   */
  verify(accessToken: string, options?: { fresh?: boolean }): Promise<Identity>
  /** Whether a server says, at this moment, that the app of a token is removed from its portal. */
  isRemoved(accessToken: string): Promise<boolean>
}

export interface AuthServerOptions {
  /** Origins, asked in this order until one knows the token. */
  servers: readonly string[]
  clientId: string
  outgoing: Outgoing
  /** Which portals may be let in. */
  reach: Reach
  timeoutMs?: number
  /** How many proven tokens are remembered. */
  size?: number
  now?: () => number
}

/** Unix seconds; the official Python SDK reads this field as an ISO date, so both are understood. */
const expires = z.union([
  z.coerce.number().int().positive(),
  z.iso.datetime({ offset: true, local: true }).transform((text) => Math.floor(Date.parse(text) / 1000)),
])

/** `app.info` of the auth server; not the portal's method of the same name. */
const appInfo = z.object({
  result: z.object({
    client_id: z.string(),
    scope: z.union([z.string().transform((text) => text.split(',')), z.array(z.string())]).default([]),
    expires,
    user_id: z.coerce.number().int().positive(),
    install: z.object({ domain: z.string(), client_endpoint: z.url(), member_id: z.string().min(1) }),
  }),
})
const refusal = z.object({ error: z.string() })

/** Tokens are short and plain; anything else is not worth a request. */
const tokenShape = /^[\w.~+/=-]{10,512}$/

/** How long a proof holds where no fresh one is asked for. */
const proofHoldsMs = 5 * 60_000

/** `foreign`: a server knows the token, and it is none we may use, so no other server needs to be asked. */
type Verdict = Identity | 'expired' | 'foreign' | 'removed' | 'unknown' | 'silent'

const refusals: Record<string, Verdict> = { expired_token: 'expired', NOT_INSTALLED: 'removed' }

/** Opens the pinned auth servers. An address that came with a request is never called. */
export function openAuthServer(options: AuthServerOptions): AuthServer {
  const { servers, clientId, outgoing, reach, timeoutMs = 8000, size = 10_000, now = () => Date.now() } = options
  // By hash, so that a memory dump holds no usable token from here.
  const proven = new Map<string, { identity: Identity; at: number }>()
  const underWay = new Map<string, Promise<Identity>>()

  async function ask(server: string, accessToken: string): Promise<Verdict> {
    const answer = await outgoing
      .get<unknown>(`${server}/rest/app.info`, {
        params: { auth: accessToken },
        timeout: timeoutMs,
        maxContentLength: 100_000,
        validateStatus: () => true,
      })
      // The error would carry the token, so nothing of it goes on.
      .catch(() => null)
    if (!answer || answer.status >= 500) return 'silent'
    const info = appInfo.safeParse(answer.data)
    if (info.success) return toIdentity(info.data.result, server)
    return refusals[refusal.safeParse(answer.data).data?.error ?? ''] ?? 'unknown'
  }

  async function toIdentity(info: z.output<typeof appInfo>['result'], authServer: string): Promise<Verdict> {
    const { client_id, scope, expires, user_id, install } = info
    if (client_id !== clientId) return 'foreign'
    if (expires * 1000 <= now()) return 'expired'
    const clientEndpoint = install.client_endpoint.replace(/\/*$/, '/')
    if (!(await isReachableEndpoint(clientEndpoint, reach))) return 'foreign'
    return {
      memberId: install.member_id,
      userId: user_id,
      domain: install.domain,
      clientEndpoint,
      scope: scope.map((name) => name.trim()),
      authServer,
      expires,
    }
  }

  async function prove(accessToken: string): Promise<Identity> {
    const verdicts: Verdict[] = []
    for (const server of servers) {
      const verdict = await ask(server, accessToken)
      if (typeof verdict === 'object') return verdict
      if (verdict === 'foreign') throw notVerified()
      verdicts.push(verdict)
    }
    if (verdicts.includes('expired')) throw new AppError('token_expired', 'The portal access token has expired.')
    if (verdicts.includes('silent')) throw new AppError('portal_unreachable', 'The auth server does not answer.')
    throw notVerified()
  }

  /** Requests that arrive together ask once. What was proven before ends with a refusal, and outlives a silence. */
  function proveOnce(key: string, accessToken: string): Promise<Identity> {
    const known = underWay.get(key)
    if (known) return known
    const asked = proveNow(key, accessToken).finally(() => underWay.delete(key))
    underWay.set(key, asked)
    return asked
  }

  async function proveNow(key: string, accessToken: string): Promise<Identity> {
    try {
      const at = now()
      const identity = await prove(accessToken)
      proven.delete(key)
      proven.set(key, { identity, at })
      for (const oldest of proven.keys()) {
        if (proven.size <= size) break
        proven.delete(oldest)
      }
      return identity
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'portal_unreachable') proven.delete(key)
      throw error
    }
  }

  return {
    async verify(accessToken, { fresh = false } = {}) {
      if (!tokenShape.test(accessToken)) throw notVerified()
      const key = createHash('sha256').update(accessToken).digest('base64')
      const known = proven.get(key)
      const holds = !fresh && known && now() - known.at < proofHoldsMs
      const identity = holds ? known.identity : await proveOnce(key, accessToken)
      if (identity.expires * 1000 > now()) return identity
      proven.delete(key)
      throw new AppError('token_expired', 'The portal access token has expired.')
    },

    async isRemoved(accessToken) {
      const verdicts = await Promise.all(servers.map((server) => ask(server, accessToken)))
      return verdicts.includes('removed')
    },
  }
}

function notVerified(): AppError {
  return new AppError('not_verified', 'No trusted auth server knows this token as one of this app.')
}
