import type { ConvertRequest, ResumeRequest } from '../../server/contract.ts'
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

/** Answers after which it is as safe to ask again for an end: the process that answered was about to stop. */
const worthAsking: ReadonlySet<FailureCode> = new Set([...openEnds, 'restarting'])

type Converting = Pick<Api, 'convert' | 'conversion' | 'resume' | 'undo'>

/**
 * Sends one click and stays with it until its end is known. The request itself is never repeated: when its answer is
 * lost, the journal is asked what became of it, and what was interrupted is carried on with. `seen` hears of every step
 * in between.
 */
export async function carryOut(
  api: Converting,
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
    if (answer.conversion.outcome !== 'running') return bringToEnd(api, answer.conversion, seen, pace)
    seen(answer.conversion)
  } else if (!(answer.error instanceof RequestFailed && openEnds.has(answer.error.code))) throw answer.error

  return follow(api, request.requestId, seen, pace, 'error' in answer ? answer.error : null)
}

/** Stays with a conversion that was begun before, until its end is known. */
export function stayWith(
  api: Converting,
  conversion: Conversion,
  seen: (conversion: Conversion) => void,
  pace: Pace = usualPace,
): Promise<Conversion> {
  const { requestId, outcome } = conversion
  return outcome === 'running' ? follow(api, requestId, seen, pace, null) : bringToEnd(api, conversion, seen, pace)
}

/** Asks for a conversion until it has ended; `cause` is thrown when the server never heard of it. */
async function follow(
  api: Converting,
  requestId: string,
  seen: (conversion: Conversion) => void,
  pace: Pace,
  cause: unknown,
): Promise<Conversion> {
  const start = Date.now()
  let last: Conversion | null = null
  while (Date.now() - start < pace.giveUp) {
    try {
      last = await api.conversion(requestId)
      if (last.outcome !== 'running') return await bringToEnd(api, last, seen, pace)
      seen(last)
    } catch (error) {
      const unheardOf = error instanceof RequestFailed && error.code === 'conversion_not_found'
      if (unheardOf && cause && Date.now() - start > pace.noTrace) throw cause
    }
    await pause(pace.ask)
  }
  return { ...(last ?? unheardOf(requestId)), outcome: 'unknown' }
}

/**
 * Carries on with a conversion whose end is open: the server looks what exists and makes what is missing, once the
 * portal can no longer be at work with a lost request. Gives up at the end of its patience, not before.
 */
export async function bringToEnd(
  api: Pick<Api, 'resume'>,
  conversion: Conversion,
  seen: (conversion: Conversion) => void,
  pace: Pace = usualPace,
  more: ResumeRequest = {},
): Promise<Conversion> {
  const next = (): Promise<Conversion> => api.resume(conversion.requestId, more)
  return isInterrupted(conversion) ? repeat(next, isInterrupted, conversion, seen, pace) : conversion
}

/** A conversion that a person wants carried on with, whatever stopped it before: it is tried at once. */
export function interrupted(conversion: Conversion): Conversion {
  return { ...conversion, outcome: 'unknown', busyFor: 0 }
}

/** Undoes a conversion; an undo whose answer was lost is repeated, which is safe, until its end is known. */
export async function undoAll(
  api: Pick<Api, 'undo'>,
  conversion: Conversion,
  seen: (conversion: Conversion) => void,
  pace: Pace = usualPace,
): Promise<Conversion> {
  const next = (): Promise<Conversion> => api.undo(conversion.requestId)
  const isOpen = ({ outcome }: Conversion): boolean => outcome === 'undoing' || outcome === 'running'
  const first = await next()
  return isOpen(first) ? repeat(next, isOpen, first, seen, pace) : first
}

/** Refusals that end by themselves: a new token, a portal with time. */
const passing = new Set(['token_expired', 'portal_busy'])

function isInterrupted({ outcome, steps }: Conversion): boolean {
  if (outcome === 'unknown' || outcome === 'running') return true
  const isHalf = outcome === 'partial' || outcome === 'refused'
  return isHalf && steps.some(({ refusal }) => refusal && passing.has(refusal.code))
}

async function repeat(
  next: () => Promise<Conversion>,
  isOpen: (conversion: Conversion) => boolean,
  first: Conversion,
  seen: (conversion: Conversion) => void,
  pace: Pace,
): Promise<Conversion> {
  const start = Date.now()
  let last = first
  while (isOpen(last) && Date.now() - start < pace.giveUp) {
    seen(last)
    await pause(Math.max(pace.ask, waitFor(last)))
    try {
      last = await next()
    } catch (error) {
      if (!(error instanceof RequestFailed && worthAsking.has(error.code))) throw error
    }
  }
  return last
}

/** Nothing can be looked into while the portal may still be at work with a lost request; milliseconds. */
function waitFor({ outcome, busyFor = 0 }: Conversion): number {
  return outcome === 'unknown' ? busyFor * 1000 : 0
}

function unheardOf(requestId: string): Omit<Conversion, 'outcome'> {
  return { requestId, created: [], reused: [], steps: [], differences: null, open: null, readBack: {}, undo: null }
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
