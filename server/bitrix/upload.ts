import { Readable } from 'node:stream'
import type { Outgoing } from './outgoing.ts'
import { post } from './post.ts'

/** All of a record's files at one megabit per second, with a margin; no answer by then counts as none. */
export const uploadMs = 10 * 60_000

/**
 * Posts one call as JSON whose `fields` are members written while they are sent, no faster than the portal takes them.
 * Refused like every other call.
 */
export async function postFlowing(
  outgoing: Outgoing,
  url: string,
  params: Record<string, unknown>,
  fields: AsyncIterable<string>,
): Promise<unknown> {
  const body = Readable.from(bodyOf(params, fields), { objectMode: false })
  try {
    return await post(outgoing, url, body, { timeoutMs: uploadMs })
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
