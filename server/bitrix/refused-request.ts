import { AppError } from '../errors.ts'
import { notPublic } from './outgoing.ts'

/** Codes of a request that never reached a method: repeating it cannot double anything. */
const unreadCodes = new Set(['QUERY_LIMIT_EXCEEDED', 'OVERLOAD_LIMIT', 'OPERATION_TIME_LIMIT'])
const tokenCodes = new Set(['expired_token', 'invalid_token', 'NO_AUTH_FOUND', 'authorization_error'])
const accessLostCodes = new Set(['PORTAL_DELETED', 'APPLICATION_NOT_FOUND', 'INVALID_CREDENTIALS', 'user_access_error'])
/** Of these, those that say it of the app and not of a person. */
const removalCodes = new Set(['PORTAL_DELETED', 'APPLICATION_NOT_FOUND'])
/** Codes of the network for a connection that was never made, so that the portal has seen nothing. */
export const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CERT_HAS_EXPIRED',
  notPublic,
])

/** The code of an answer that says success and holds nothing that could be read. */
export const noResult = 'NO_RESULT'
/** The code of an answer that holds more than we read. */
export const tooMuch = 'ANSWER_TOO_LARGE'
/** The code of a request that was ended because the one who asked has left. */
export const leftCode = 'CLIENT_LEFT'

/** Longest words of a refusal that are looked at; what a portal says beyond helps no person. */
const mostWords = 2000
const mostCode = 200

/** The code of a refusal, whatever the portal put there. */
export function codeIn(value: unknown): string {
  return wordsIn(value).slice(0, mostCode)
}

/** What a portal says about a refusal, as far as a person may want to read it. */
export function wordsIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, mostWords) : ''
}

/** A request the portal or the network refused as a whole. */
export class RefusedRequest extends Error {
  readonly status: number
  readonly code: string
  /** The connection could not even be opened, so the portal has seen nothing. */
  readonly unsent: boolean

  constructor(status: number, code: unknown, message: unknown, unsent = false) {
    super(wordsIn(message))
    this.status = status
    this.code = codeIn(code)
    this.unsent = unsent
  }
}

/** Refusals that concern the whole request, in our own words; undefined for one the caller can deal with. */
export function toAppError(refused: RefusedRequest): AppError | undefined {
  const { code, status } = refused
  if (tokenCodes.has(code)) return new AppError('token_expired', 'The portal does not accept the access token.')
  if (accessLostCodes.has(code))
    return new AppError('portal_access_lost', 'The portal no longer lets the app in.', {
      restCode: code,
      isRemoved: removalCodes.has(code),
    })
  if (unreadCodes.has(code))
    return new AppError('portal_busy', 'The portal asks to wait.', { restCode: code, mayHaveWritten: false })
  if (status === 0 || status === 408 || status >= 500 || code === noResult) {
    // Without a status the network's own code for a bad answer is that of an answer larger than allowed.
    const answered = code === noResult || (status === 0 && (code === 'ERR_BAD_RESPONSE' || code === tooMuch))
    return new AppError(
      answered ? 'unexpected_answer' : 'portal_unreachable',
      'The portal gave no usable answer.',
      { restCode: code, mayHaveWritten: !refused.unsent },
      refused,
    )
  }
  return undefined
}
