import { AppError } from '../errors.ts'
import type { Answer, Refusal } from './rest.ts'

/** Access refusals come as a family of codes, and from older method families as an empty code. */
export function isAccessDenied({ code }: Refusal): boolean {
  return (
    code === '' ||
    code.endsWith('ACCESS_DENIED') ||
    code === 'insufficient_scope' ||
    code === 'allowed_only_intranet_user'
  )
}

/** Refuses a source whose probe says that the person may not edit it. */
export function refuseUneditable(answer: Answer | undefined): void {
  if (!answer || answer.ok || !isAccessDenied(answer)) return
  throw new AppError('source_not_editable', 'The person may not edit the source.', { restCode: answer.code })
}

/** Refuses a source of a type the portal does without; a portal may still hold some from before. */
export function refuseSwitchedOff(): AppError {
  return new AppError('leads_switched_off', 'The portal works without leads.')
}

/** Says why a source cannot be read: one that is hidden and one that is gone are told alike. */
export function refuseSource(refusal: Refusal | undefined): AppError {
  if (refusal && (isAccessDenied(refusal) || refusal.code === 'NOT_FOUND'))
    return new AppError('record_not_found', 'The source is gone, or the person may not see it.', {
      restCode: refusal.code,
    })
  return new AppError('portal_refused', 'The portal refused to show the source.', detailsOf(refusal))
}

/** Says why nobody can tell how the records of a conversion stand; that says nothing about their source. */
export function refuseMade(refusal: Refusal | undefined): AppError {
  return new AppError('portal_refused', 'The portal refused to show what was made.', detailsOf(refusal))
}

function detailsOf(refusal: Refusal | undefined): Record<string, unknown> {
  const { code, message, method } = refusal ?? {}
  return { restCode: code, restMessage: message, method, mayHaveWritten: false }
}
