import type { Logger } from 'pino'
import { ZodError } from 'zod'
import type { ErrorAnswer } from './contract.ts'
import { AppError } from './errors.ts'
import { secondsToWait } from './request-limits.ts'

/** What whoever asked may know of an error, and the HTTP status that goes with it. */
export interface Refused {
  status: number
  headers: Record<string, string>
  answer: ErrorAnswer
}

/** Turns anything thrown into a refusal; what nobody threw on purpose is logged and told without details. */
export function toRefusal(error: unknown, log: Logger): Refused {
  const seconds = secondsToWait(error)
  return { ...judge(error, log), headers: seconds === null ? {} : { 'Retry-After': String(seconds) } }
}

function judge(error: unknown, log: Logger): Omit<Refused, 'headers'> {
  if (error instanceof AppError) {
    const { code, message, details, status } = error
    log.info({ code }, message)
    return { status, answer: { error: { code, message, details } } }
  }
  if (error instanceof ZodError) {
    // Where it is wrong, not what stands there.
    const details = error.issues.map(({ path, code }) => ({ path: path.join('.'), code }))
    return { status: 400, answer: refuse('invalid_request', 'The request does not have the expected shape.', details) }
  }
  const status = statusOfBodyError(error)
  if (status !== null) return { status, answer: refuse('invalid_request', 'The request cannot be read.') }
  log.error({ err: error }, 'unexpected error')
  return { status: 500, answer: refuse('internal', 'Something went wrong on our side.') }
}

const refuse = (code: 'invalid_request' | 'internal', message: string, details?: unknown): ErrorAnswer => ({
  error: { code, message, details },
})

/** Express marks bodies that are too large, cut off, packed wrongly or malformed with the status to answer, and paths too. */
function statusOfBodyError(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  if (!('expose' in error) && !(error instanceof URIError)) return null
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}
