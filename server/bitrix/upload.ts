import { isAxiosError } from 'axios'
import { Readable } from 'node:stream'
import type { Outgoing } from './outgoing.ts'
import { neverSent, RefusedRequest } from './refused-request.ts'

/** All of a record's files at one megabit per second, with a margin; no answer by then counts as none. */
export const uploadMs = 10 * 60_000

/**
 * Posts one call as JSON whose `fields` are members written while they are sent, no faster than the portal takes them.
 * The SDK holds whole bodies, and following a redirect would too, so neither has a part in this. Throws a
 * RefusedRequest, like every other refused call; what was sent never appears in it.
 */
export async function postFlowing(
  outgoing: Outgoing,
  url: string,
  params: Record<string, unknown>,
  fields: AsyncIterable<string>,
): Promise<{ result: unknown }> {
  const body = Readable.from(bodyOf(params, fields), { objectMode: false })
  try {
    const answer = await outgoing.post<unknown>(url, body, {
      headers: { 'content-type': 'application/json' },
      timeout: uploadMs,
      validateStatus: () => true,
    })
    return parse(answer.status, answer.data)
  } catch (error) {
    if (!isAxiosError(error)) throw error
    throw new RefusedRequest(0, error.code ?? '', 'The connection broke.', neverSent.has(error.code ?? ''))
  } finally {
    // A portal that answers early leaves files half read.
    body.destroy()
  }
}

async function* bodyOf(params: Record<string, unknown>, fields: AsyncIterable<string>): AsyncIterable<string> {
  yield `${JSON.stringify(params).slice(0, -1)},"fields":{`
  yield* fields
  yield '}}'
}

function parse(status: number, body: unknown): { result: unknown } {
  const { error, error_description, result } = (typeof body === 'object' ? (body ?? {}) : {}) as Record<string, unknown>
  if (error !== undefined) throw new RefusedRequest(status, String(error), String(error_description ?? ''))
  if (status !== 200 || result === undefined)
    throw new RefusedRequest(Math.max(status, 500), 'JSSDK_NO_RESULT', 'The portal answered without a result.')
  return { result }
}
