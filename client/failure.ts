import type { ErrorCode } from '../server/errors.ts'

/**
 * `offline`: our server did not answer. `install_interrupted`: it stopped in the middle. `frame_silent`: the portal's
 * window did not answer.
 */
export type FailureCode = ErrorCode | 'offline' | 'install_interrupted' | 'frame_silent'

/** Something that went wrong, as a page shows it: the code names the sentences. */
export interface Failure {
  code: FailureCode
  message: string
  /** What the server says about it beyond its code. */
  details?: unknown
}

/** Refusals of which the server gives none once it has written something; only then a page says so. */
const beforeWriting: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'session_expired',
  'lent_right_lost',
  'conversion_not_found',
  'source_not_editable',
  'record_too_large',
  'target_not_offered',
  'portal_busy',
  'restarting',
  'too_many_requests',
  'offline',
])

/** Whether nothing was created, where a failure is all that is known of a click. */
export function isBeforeWriting({ code }: Failure): boolean {
  return beforeWriting.has(code)
}

/** A request that ended without what was asked for. */
export class RequestFailed extends Error implements Failure {
  readonly code: FailureCode
  readonly details: unknown

  constructor(code: FailureCode, message: string, details?: unknown) {
    super(message)
    this.name = 'RequestFailed'
    this.code = code
    this.details = details
  }
}

/** Any thrown thing as a failure a page can show. */
export function toFailure(error: unknown): Failure {
  if (error instanceof RequestFailed) return { code: error.code, message: error.message, details: error.details }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
