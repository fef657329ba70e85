import { isAxiosError } from 'axios'
import type { Readable } from 'node:stream'
import type { Outgoing } from './outgoing.ts'
import { parseJson, TooMuchJson } from './parse-json.ts'
import { leftCode, neverSent, noResult, RefusedRequest, tooMuch } from './refused-request.ts'

/** How long a request may take in all, and who may no longer wait for it. */
export interface Patience {
  timeoutMs: number
  /** Ends the request when nobody wants its answer any more. */
  signal?: AbortSignal
}

/**
 * Posts one call to a portal, once, and answers its `result`. The body is an object or JSON that flows. Throws a
 * RefusedRequest where the portal refuses, the connection breaks or time is up; what was sent, such as the token, never
 * appears in it.
 */
export async function post(
  outgoing: Outgoing,
  url: string,
  body: object | Readable,
  { timeoutMs, signal }: Patience,
): Promise<unknown> {
  // axios ends what stands still; an answer that drips would keep both sides busy for ever.
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const { status, data } = await outgoing.post<Buffer>(url, body, {
      headers: { 'content-type': 'application/json' },
      timeout: timeoutMs,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      responseType: 'arraybuffer',
      // A refusal comes with a status of its own, and its body says more.
      validateStatus: () => true,
    })
    return readResult(status, await parseJson(data))
  } catch (error) {
    if (error instanceof TooMuchJson) throw new RefusedRequest(0, tooMuch, 'The answer is too large.')
    if (!isAxiosError(error)) throw error
    if (signal?.aborted) throw new RefusedRequest(0, leftCode, 'Whoever asked has left.')
    const code = deadline.aborted ? 'ETIMEDOUT' : (error.code ?? '')
    throw new RefusedRequest(0, code, 'The connection broke.', neverSent.has(code))
  }
}

function readResult(status: number, body: unknown): unknown {
  const answer = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  // Empty and numeric codes ("" and 0) are documented, so that there is one decides, not what it says.
  if (Object.hasOwn(answer, 'error')) throw new RefusedRequest(status, answer.error, answer.error_description)
  const isSuccess = status >= 200 && status < 300
  if (isSuccess && Object.hasOwn(answer, 'result')) return answer.result
  throw new RefusedRequest(status, isSuccess ? noResult : `HTTP_${status}`, 'The portal answered without a result.')
}
