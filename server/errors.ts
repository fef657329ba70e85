/** Who must act decides the family and the HTTP status of every refusal; a code without a row here does not compile. */
export const errorCodes = {
  invalid_request: 400,
  unknown_placement: 400,
  session_missing: 401,
  session_expired: 401,
  token_expired: 401,
  not_verified: 403,
  admin_required: 403,
  unknown_portal: 403,
  wrong_application_token: 403,
  portal_access_lost: 403,
  lent_right_lost: 403,
  record_not_found: 404,
  conversion_not_found: 404,
  plan_outdated: 409,
  conversion_running: 409,
  rows_taken: 409,
  settings_outdated: 409,
  mapping_outdated: 409,
  source_not_editable: 422,
  target_not_offered: 422,
  nothing_left: 422,
  leads_switched_off: 422,
  record_too_large: 422,
  mapping_refused: 422,
  mapping_file_unreadable: 422,
  plan_too_large: 422,
  portal_refused: 422,
  unexpected_answer: 502,
  portal_busy: 503,
  portal_unreachable: 503,
  restarting: 503,
  journal_full: 503,
  too_many_requests: 429,
  internal: 500,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorCodes

/** The one error the app throws on purpose: a code that says who must act, a message for developers, no secrets. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(code: ErrorCode, message: string, details?: unknown, cause?: unknown) {
    super(message)
    this.name = 'AppError'
    this.code = code
    this.details = details
    // Not enumerable: causes carry requests with tokens, and loggers walk enumerable properties.
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause, enumerable: false })
  }

  get status(): number {
    return errorCodes[this.code]
  }
}

/** What the portal itself said, for the person who asked; it may quote values, so it is never part of a message. */
export function wordsOf({ details, message }: AppError): string {
  return (details as { restMessage?: string } | undefined)?.restMessage ?? message
}

/** Tells whether the portal may have carried out what it gave no answer to. */
export function mayHaveWritten({ details }: AppError): boolean {
  return (details as { mayHaveWritten?: boolean } | undefined)?.mayHaveWritten === true
}

/** Tells whether access is lost because the app is gone from the portal, not because somebody's tokens have died. */
export function isRemoval({ code, details }: AppError): boolean {
  return code === 'portal_access_lost' && (details as { isRemoved?: boolean } | undefined)?.isRemoved === true
}
