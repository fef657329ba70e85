import { B24OAuth } from '@bitrix24/b24jssdk'
import { stringify } from 'qs-esm'
import { AppError } from '../errors.ts'
import { download, type DownloadedFile } from './download.ts'
import { RefusedRequest, toAppError, toRefusedRequest } from './refused-request.ts'

/** One call of a REST method. In a batch every value is sent as text; by itself it is sent as JSON. */
export interface Command {
  method: string
  params: Record<string, unknown>
}

/** The portal refused this one command. `code` may be empty: older method families refuse with a text alone. */
export interface Refusal {
  ok: false
  code: string
  message: string
  method: string
}

export type Answer = { ok: true; result: unknown; total: number | null } | Refusal

/** A portal's REST interface in the name of one person. Every method costs exactly one HTTP request. */
export interface Rest {
  call(command: Command): Promise<Answer>
  /** Up to 50 commands in key order; with `halt` the first refusal stops the rest, whose answers are then missing. */
  batch(commands: Record<string, Command>, options: { halt: boolean }): Promise<Map<string, Answer>>
  /** A file of a record by its machine link; refuses more bytes than told. */
  download(link: string, mostBytes: number): Promise<DownloadedFile>
}

export interface RestOptions {
  /** The portal's REST root as the auth server names it, `https://…/rest/`. */
  clientEndpoint: string
  accessToken: string
  /** Unix seconds. */
  expires: number
  timeoutMs?: number
  /** Waits before repeating a request the portal turned away unread (QUERY_LIMIT_EXCEEDED). */
  busyWaitsMs?: number[]
}

/**
 * Opens a portal's REST interface with a person's own access token.
 * The SDK's retries are off: it repeats writes after a lost answer, which makes doubles. What may be repeated is
 * decided here by the portal's own word that the request was not read.
 */
export function openRest(options: RestOptions): Rest {
  const client = openClient(options)
  const waits = options.busyWaitsMs ?? [1000, 2000]

  async function send(method: string, params: Record<string, unknown>): Promise<unknown> {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await client.actions.v2.call.make({ method, params })
        if (answer.isSuccess) return answer
        throw new RefusedRequest(200, '', answer.getErrorMessages().join(' '))
      } catch (error) {
        const refused = toRefusedRequest(error)
        const wait = waits[attempt]
        if (refused.code !== 'QUERY_LIMIT_EXCEEDED' || wait === undefined) throw refused
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  return {
    download: (link, mostBytes) => download(new URL(options.clientEndpoint).origin, link, mostBytes),

    async call({ method, params }) {
      try {
        const payload = (await send(method, params)) as { getData(): { result: unknown } | undefined }
        return { ok: true, result: payload.getData()?.result, total: null }
      } catch (error) {
        if (!(error instanceof RefusedRequest)) throw error
        const fatal = toAppError(error)
        if (fatal) throw fatal
        return { ok: false, code: error.code, message: error.message, method }
      }
    },

    async batch(commands, { halt }) {
      const cmd = Object.fromEntries(
        Object.entries(commands).map(([key, { method, params }]) => [key, `${method}?${stringify(params)}`]),
      )
      try {
        const payload = (await send('batch', { halt: halt ? 1 : 0, cmd })) as {
          getData(): { result: unknown } | undefined
        }
        return parseBatch(commands, payload.getData()?.result)
      } catch (error) {
        if (!(error instanceof RefusedRequest)) throw error
        throw (
          toAppError(error) ??
          new AppError('portal_refused', 'The portal refused the request.', restDetails(error, 'batch'))
        )
      }
    },
  }
}

function openClient({ clientEndpoint, accessToken, expires, timeoutMs = 60_000 }: RestOptions): B24OAuth {
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
    { restrictionParams: { maxRetries: 1, retryOnNetworkError: false } },
  )
  // The token belongs to the person at the screen: only the frame may renew it, never the server.
  client.setCustomRefreshAuth(async () => {
    throw new AppError('token_expired', 'The portal access token has expired.')
  })
  client.getHttpClient('v2' as Parameters<typeof client.getHttpClient>[0]).ajaxClient.defaults.timeout = timeoutMs
  return client
}

function restDetails(refused: RefusedRequest, method: string): Record<string, unknown> {
  return { restCode: refused.code, restMessage: refused.message, method, mayHaveWritten: false }
}

function parseBatch(commands: Record<string, Command>, body: unknown): Map<string, Answer> {
  if (!body || typeof body !== 'object')
    throw new AppError('unexpected_answer', 'The portal answered a batch without a result.', { mayHaveWritten: true })
  // PHP sends empty maps as [], and so reading a key of either works.
  const { result, result_error, result_total } = body as Record<string, Record<string, unknown> | undefined>
  const answers = new Map<string, Answer>()
  for (const [key, { method }] of Object.entries(commands)) {
    const error = result_error?.[key] as { error?: unknown; error_description?: unknown } | string | undefined
    if (error !== undefined) {
      const [code, message] = typeof error === 'string' ? [error, error] : [error.error, error.error_description]
      answers.set(key, { ok: false, code: String(code ?? ''), message: String(message ?? ''), method })
    } else if (result && Object.hasOwn(result, key)) {
      const total = result_total?.[key]
      answers.set(key, { ok: true, result: result[key], total: total === undefined ? null : Number(total) })
    }
  }
  return answers
}
