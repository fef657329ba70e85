import type { Defect } from './defects.ts'
import type { AnswerOrder } from './hostile/answer-orders.ts'

/**
 * A refusal of some calls. Of the conditions given all must hold; a call is a request for one method, or one command
 * of a batch.
 */
export interface Refusal {
  error: string
  description: string
  status?: number
  userId?: number
  /** Only calls whose parameters contain these; numbers and texts that read the same are the same. */
  params?: Record<string, unknown>
  when?: (params: Record<string, unknown>) => boolean
  /** Only the command that stands there in its batch, counted from 1. */
  command?: number
  /** Passes so many calls first. */
  skip?: number
  /** Refuses so many calls, then no more; all of them unless told. */
  times?: number
}

/**
 * What can happen right after a method was carried out: nobody hears of it, an error of the portal or of what stands in
 * front of it is all they hear, the connection stays open without a word, every token ends, or an administrator removes
 * the app.
 */
export const troubles = [
  'dropAnswer',
  'serverError',
  'badGateway',
  'gatewayTimeout',
  'silence',
  'expireTokens',
  'uninstall',
] as const
export type Trouble = (typeof troubles)[number]

/** Right before a call is carried out, or right after it was, before anybody hears of it. */
export const moments = ['before', 'after'] as const
export type Moment = (typeof moments)[number]

/** A call somebody waits at. */
export interface HeldCall {
  method: string
  moment: Moment
}

/**
 * Faults a test orders; they hold until `clear()`, counted ones until they are used up. A method is named exactly or
 * with `*` for any text in it; `write` stands for every method that changes something.
 */
export interface Faults {
  refuse(method: string, refusal: Refusal): void
  /** Carries the method out (alone or in a batch), then the connection breaks; once unless told otherwise. */
  dropAnswer(method: string, times?: number): void
  /** The connection breaks before the portal sees the request. */
  loseRequest(method: string, times?: number): void
  /** After so many more REST requests (none unless told) the next ones answer 503 QUERY_LIMIT_EXCEEDED. */
  busy(times: number, skip?: number): void
  /** A defect this portal has from now on, until `clear()` or taken back by `false`. */
  defect(defect: Defect, isThere?: boolean): void
  /** What comes in place of the answer to a method, once unless told otherwise. */
  answer(method: string, order: AnswerOrder): void
  expireTokens(userId?: number): void
  /** Calls of a method take so long, alone or in a batch, and their time counts as operating time. */
  slow(method: string, ms: number, times?: number): void
  /** Once the method has been carried out so many more times (1 unless told otherwise), this happens once. */
  after(method: string, trouble: Trouble, calls?: number): void
  /** Runs something at the n-th such call (the first unless told), once; the call goes on when it is done. */
  hook(method: string, moment: Moment, run: (call: HeldCall) => void | Promise<void>, call?: number): void
  /** Holds the n-th such call (the first unless told), and with it its request, until `release()`. */
  pause(method: string, moment: Moment, call?: number): void
  /** The calls that are held at present. */
  held(): HeldCall[]
  /** Lets every held call go on. */
  release(): void
  /** What is ordered at present. */
  ordered(): Record<string, unknown>
  /** Forgets every order; what is held goes on. */
  clear(): void
}
