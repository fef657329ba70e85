import type { ConvertRequest } from '../../server/contract.ts'
import type { Conversion } from '../../server/conversion/outcome.ts'
import type { Api } from '../api.ts'
import { RequestFailed, type FailureCode } from '../failure.ts'

/** How often to ask for a conversion, and when to stop asking, in milliseconds. */
export interface Pace {
  ask: number
  /** After this long without a trace of a lost request, it never reached the server. */
  noTrace: number
  giveUp: number
}

export const usualPace: Pace = { ask: 1200, noTrace: 10_000, giveUp: 180_000 }

/** Answers after which something may have been written; all other refusals come before the first write. */
const openEnds: ReadonlySet<FailureCode> = new Set([
  'offline',
  'internal',
  'unexpected_answer',
  'portal_unreachable',
  'conversion_running',
])

/**
 * Sends one click and stays with it until its end is known. The request itself is never repeated: when its answer is
 * lost, the journal is asked what became of it. `seen` hears of every step in between.
 */
export async function carryOut(
  api: Pick<Api, 'convert' | 'conversion'>,
  request: ConvertRequest,
  seen: (conversion: Conversion) => void,
  pace: Pace = usualPace,
): Promise<Conversion> {
  const sent = api.convert(request).then(
    (conversion) => ({ conversion }),
    (error: unknown) => ({ error }),
  )
  const answer = await watchUntil(sent, () => api.conversion(request.requestId).then(seen), pace.ask)
  if ('conversion' in answer) {
    if (answer.conversion.outcome !== 'running') return answer.conversion
    seen(answer.conversion)
  } else if (!(answer.error instanceof RequestFailed && openEnds.has(answer.error.code))) throw answer.error

  return follow(api, request.requestId, seen, pace, 'error' in answer ? answer.error : null)
}

/** Asks for a conversion until it has ended; `cause` is thrown when the server never heard of it. */
export async function follow(
  api: Pick<Api, 'conversion'>,
  requestId: string,
  seen: (conversion: Conversion) => void,
  pace: Pace = usualPace,
  cause: unknown = null,
): Promise<Conversion> {
  const start = Date.now()
  let last: Conversion | null = null
  while (Date.now() - start < pace.giveUp) {
    try {
      last = await api.conversion(requestId)
      if (last.outcome !== 'running') return last
      seen(last)
    } catch (error) {
      const unheardOf = error instanceof RequestFailed && error.code === 'conversion_not_found'
      if (unheardOf && cause && Date.now() - start > pace.noTrace) throw cause
    }
    await pause(pace.ask)
  }
  const known = last ?? { requestId, created: [], reused: [], steps: [], differences: null, open: null }
  return { ...known, outcome: 'unknown' }
}

/** Calls `look` in intervals until `promise` has settled; what `look` fails with does not matter. */
async function watchUntil<T>(promise: Promise<T>, look: () => Promise<void>, interval: number): Promise<T> {
  const settled = promise.then(() => true)
  while (!(await Promise.race([settled, pause(interval).then(() => false)]))) await look().catch(() => {})
  return promise
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
