import { setTimeout as pause } from 'node:timers/promises'
import type { AnswerOrder } from './answer-orders.ts'

/** How often a slow answer sends a piece, in a second. */
const piecesPerSecond = 10
const mostAtOnce = 64 * 1024

/** What becomes of an answer by order. */
export async function spoilAnswer(response: Response, order: AnswerOrder): Promise<Response> {
  const own = order.body === undefined ? await response.text() : order.body
  const body = order.change ? JSON.stringify(order.change(JSON.parse(own))) : own
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(order.headers ?? {})) headers.set(name, value)
  if (order.contentLength !== undefined) headers.set('content-length', String(order.contentLength))
  const answer = new Response(stream(piecesOf(body, order), order.bytesPerSecond), {
    status: order.status ?? response.status,
    headers,
  })
  spoilt.add(answer)
  return answer
}

const spoilt = new WeakSet<Response>()

/** Whether an answer has to leave piece by piece, in its own time. */
export function isSpoilt(answer: Response): boolean {
  return spoilt.has(answer)
}

/** The answer in pieces small enough for its speed; without an end where that is ordered. */
function* piecesOf(body: string, { bytesPerSecond, endlessly }: AnswerOrder): Generator<Uint8Array<ArrayBuffer>> {
  const size = bytesPerSecond === undefined ? mostAtOnce : Math.max(1, Math.round(bytesPerSecond / piecesPerSecond))
  yield* cut(new TextEncoder().encode(body), size)
  if (endlessly === undefined || endlessly === '') return
  const filler = new TextEncoder().encode(endlessly.repeat(Math.ceil(mostAtOnce / endlessly.length)))
  for (;;) yield* cut(filler, size)
}

function* cut(bytes: Uint8Array<ArrayBuffer>, size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size)
}

/** Sends a piece when it is asked for, and no sooner than its speed allows. */
function stream(pieces: Generator<Uint8Array>, bytesPerSecond: number | undefined): ReadableStream {
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = pieces.next()
      if (done) return controller.close()
      if (bytesPerSecond !== undefined) await pause((value.length / bytesPerSecond) * 1000)
      controller.enqueue(value)
    },
  })
}
