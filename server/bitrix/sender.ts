import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { leftCode, RefusedRequest } from './refused-request.ts'

/** Why a request is not sent yet: our own share of the portal's limit is used up, or the portal said that it is busy. */
export type WaitReason = 'pacing' | 'portal_busy'

/** What the protocol keeps of one request: names and numbers, no values. */
export interface SentRequest {
  at: Date
  method: string
  /** Names of the methods in a batch. */
  commands: string[]
  durationMs: number
  /** HTTP status; 0 when no answer came. */
  status: number
  refusals: string[]
}

/** What surrounds every request to one portal. */
export interface Traffic {
  pacing: {
    claim(): Promise<{ granted: boolean; waitMs: number }>
    fill(): Promise<void>
  }
  note(request: SentRequest): void
  /** Hears of every wait before it begins, in milliseconds; what it throws keeps the request from being sent. */
  onWait?: (reason: WaitReason, ms: number) => Promise<unknown>
  /**
   * Called when all waiting is over, right before each attempt, with the milliseconds that it may take beyond what is
   * usual; what it throws keeps the request from being sent.
   */
  beforeSend?: (extraMs: number) => Promise<unknown>
}

/** One request that is about to be sent. */
export interface Sending<T> {
  method: string
  commands?: string[]
  /** How much longer than usual it may take, in milliseconds. */
  extraMs?: number
  send(): Promise<T>
  /** Codes of what the portal refused inside a successful answer. */
  refusalsIn?: (answer: T) => string[]
}

export type Send = <T>(request: Sending<T>) => Promise<T>

/**
 * Sends requests when it is their turn and writes each attempt down. Only what the portal turned away unread is sent
 * again, after each of `busyWaitsMs`. Nothing is sent any more once the signal says that the one who asked has left.
 */
export function openSender(
  { pacing, note, onWait, beforeSend }: Traffic,
  busyWaitsMs: readonly number[],
  signal?: AbortSignal,
): Send {
  function refuseIfLeft(): void {
    if (signal?.aborted) throw new AppError('portal_unreachable', 'Whoever asked has left.', { restCode: leftCode })
  }

  async function wait(reason: WaitReason, ms: number): Promise<void> {
    if (ms === 0) return
    await onWait?.(reason, ms)
    await pause(ms, undefined, { signal }).catch(refuseIfLeft)
  }

  async function takeTurn(): Promise<void> {
    for (let granted = false; !granted;) {
      refuseIfLeft()
      const turn = await pacing.claim()
      await wait('pacing', turn.waitMs)
      granted = turn.granted
    }
  }

  async function attempt<T>({ method, commands = [], send, refusalsIn }: Sending<T>): Promise<T> {
    const at = new Date()
    const write = (status: number, refusals: string[]): void =>
      note({ at, method, commands, durationMs: Date.now() - at.getTime(), status, refusals: namesIn(refusals) })
    try {
      const answer = await send()
      write(200, refusalsIn?.(answer) ?? [])
      return answer
    } catch (error) {
      if (error instanceof AppError) write(0, [error.code])
      if (error instanceof RefusedRequest) write(error.code === leftCode ? leftStatus : error.status, [error.code])
      throw error
    }
  }

  return async (request) => {
    for (const ms of [...busyWaitsMs, null]) {
      await takeTurn()
      await beforeSend?.(request.extraMs ?? 0)
      try {
        return await attempt(request)
      } catch (error) {
        if (!(error instanceof RefusedRequest) || error.code !== 'QUERY_LIMIT_EXCEEDED' || ms === null) throw error
        await pacing.fill()
        await wait('portal_busy', ms)
      }
    }
    throw new Error('unreachable: the last attempt returns or throws')
  }
}

/** As proxies note a request whose client has gone; no failure of the portal. */
const leftStatus = 499

/** Older method families put a sentence where the code belongs, and sentences quote values. */
function namesIn(codes: readonly string[]): string[] {
  return [...new Set(codes.map((code) => (/^[A-Za-z0-9_.:-]{1,64}$/.test(code) ? code : 'text')))]
}
