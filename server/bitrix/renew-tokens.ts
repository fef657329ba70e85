import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Outgoing } from './outgoing.ts'

export interface RenewedPair {
  accessToken: string
  refreshToken: string
  /** Unix seconds. */
  expires: number
}

const pair = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive().default(3600),
})
const refusal = z.object({ error: z.string() })

/** The auth server's words where a refresh token will never work again; `wrong_client` comes with status 200. */
const lastWords: Record<string, 'dead' | 'removed' | 'wrongClient'> = {
  invalid_grant: 'dead',
  NOT_INSTALLED: 'removed',
  wrong_client: 'wrongClient',
}

const timeoutMs = 10_000

/**
 * Buys a new pair of tokens for a refresh token, which is worth nothing afterwards. Answers `dead` for one that will
 * never work again, `removed` where the app is gone from its portal, and `wrongClient` where the auth server does not know our client id: the app is removed there, or
 * our configuration is wrong. Throws `portal_unreachable` when a later attempt may work. Only for auth servers from the
 * configuration: the client secret goes there.
 */
export async function renewTokens(
  outgoing: Outgoing,
  authServer: string,
  credentials: { clientId: string; clientSecret: string },
  refreshToken: string,
): Promise<RenewedPair | 'dead' | 'removed' | 'wrongClient'> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret,
    refresh_token: refreshToken,
  })
  const answer = await outgoing
    .post<unknown>(`${authServer}/oauth/token/`, form, {
      timeout: timeoutMs,
      maxContentLength: 100_000,
      validateStatus: () => true,
    })
    // The error would carry the secret, so nothing of it goes on.
    .catch(() => null)
  const { data } = pair.safeParse(answer?.data)
  if (data) {
    const expires = Math.floor(Date.now() / 1000) + data.expires_in
    return { accessToken: data.access_token, refreshToken: data.refresh_token, expires }
  }
  const code = refusal.safeParse(answer?.data).data?.error
  const last = lastWords[code ?? '']
  if (last) return last
  throw new AppError('portal_unreachable', 'The auth server did not renew the tokens.', { restCode: code })
}
