import { B24OAuth } from '@bitrix24/b24jssdk'
import { AppError } from '../errors.ts'
import { sendThrough, type Outgoing } from './outgoing.ts'

export interface ClientOptions {
  /** The portal's REST root as the auth server names it, `https://…/rest/`. */
  clientEndpoint: string
  accessToken: string
  /** Unix seconds. */
  expires: number
  outgoing: Outgoing
  timeoutMs?: number
}

const never = Number.MAX_SAFE_INTEGER

/**
 * The SDK as a plain sender of single requests. Its retries are off, since they repeat writes after a lost answer. Its
 * limits are off, since they know one client object of one process and wait without telling anybody, up to minutes.
 */
export function openClient(options: ClientOptions): B24OAuth {
  const { clientEndpoint, accessToken, expires, outgoing, timeoutMs = 60_000 } = options
  const origin = new URL(clientEndpoint)
  const client = new B24OAuth(
    {
      applicationToken: '',
      userId: 0,
      memberId: '',
      accessToken,
      refreshToken: '',
      expires,
      expiresIn: Math.max(0, expires - Math.floor(Date.now() / 1000)),
      scope: '',
      domain: origin.host,
      clientEndpoint,
      serverEndpoint: clientEndpoint,
      status: 'L',
    } as ConstructorParameters<typeof B24OAuth>[0],
    { clientId: '', clientSecret: '' },
    {
      restrictionParams: {
        maxRetries: 1,
        retryOnNetworkError: false,
        rateLimit: { burstLimit: never, drainRate: never, adaptiveEnabled: false },
        operatingLimit: { windowMs: 600_000, limitMs: never, heavyPercent: 100 },
        adaptiveConfig: { enabled: false, thresholdPercent: 100, coefficient: 0, maxDelay: 0 },
      },
    },
  )
  // The token belongs to the person at the screen, whose frame renews it, or to the installer, renewed beforehand.
  client.setCustomRefreshAuth(async () => {
    throw new AppError('token_expired', 'The portal access token has expired.')
  })
  const { ajaxClient } = client.getHttpClient('v2' as Parameters<typeof client.getHttpClient>[0])
  sendThrough(outgoing, ajaxClient)
  ajaxClient.defaults.timeout = timeoutMs
  return client
}
