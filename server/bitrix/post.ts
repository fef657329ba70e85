import { isAxiosError } from 'axios'
import type { Readable } from 'node:stream'
import { wellFormed } from '../conversion/well-formed.ts'
import type { Outgoing } from './outgoing.ts'
import { neverSent, noResult, RefusedRequest } from './refused-request.ts'

/**
 * Posts one call to a portal, once, and answers its `result`. The body is an object or JSON that flows. Throws a
 * RefusedRequest where the portal refuses or the connection breaks; what was sent, such as the token, never appears in
 * it.
 */
export async function post(
  outgoing: Outgoing,
  url: string,
  body: object | Readable,
  timeoutMs: number,
): Promise<unknown> {
  try {
    const { status, data } = await outgoing.post<unknown>(url, body, {
      headers: { 'content-type': 'application/json' },
      timeout: timeoutMs,
      // A refusal comes with a status of its own, and its body says more.
      validateStatus: () => true,
    })
    return readResult(status, wellFormed(data))
  } catch (error) {
    if (!isAxiosError(error)) throw error
    throw new RefusedRequest(0, error.code ?? '', 'The connection broke.', neverSent.has(error.code ?? ''))
  }
}

function readResult(status: number, body: unknown): unknown {
  const answer = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  // Empty and numeric codes ("" and 0) are documented, so that there is one decides, not what it says.
  if (answer.error !== undefined)
    throw new RefusedRequest(status, String(answer.error), String(answer.error_description ?? ''))
  const isSuccess = status >= 200 && status < 300
  if (isSuccess && answer.result !== undefined) return answer.result
  throw new RefusedRequest(status, isSuccess ? noResult : `HTTP_${status}`, 'The portal answered without a result.')
}
