/**
 * A refusal as the portal spells it: code, text and HTTP status, and whatever else some refusals tell. A code is always
 * text, also where it is a number (the platform's published source; older pages of the documentation show numbers).
 */
export class RestError extends Error {
  readonly code: string
  readonly status: number
  readonly more: Record<string, string>

  constructor(code: string, description: string, status = 400, more: Record<string, string> = {}) {
    super(description)
    this.code = code
    this.status = status
    this.more = more
  }

  /** What stands in the answer, and under `result_error` of a batch. */
  toJSON(): { error: string; error_description: string } {
    return { error: this.code, error_description: this.message, ...this.more }
  }
}

/** The refusals several methods share. Source: system error table of the REST documentation, `crm.item.*` pages. */
export const refuse = {
  accessDenied: (text = 'Access denied') => new RestError('ACCESS_DENIED', text),
  /** The classic crm.* families answer with an empty code. */
  classicAccessDenied: () => new RestError('', 'Access denied.'),
  classic: (text: string, status = 400) => new RestError('', text, status),
  undefinedId: (name: string) => new RestError('', `${name} is not defined or invalid.`),
  adminOnly: (text = 'Access denied! Application administrator authorization required.') =>
    new RestError('ACCESS_DENIED', text, 403),
  wrongAuthType: () =>
    new RestError(
      'WRONG_AUTH_TYPE',
      'Current authorization type is denied for this method Application context required',
      403,
    ),
  emptyArgument: (name: string) =>
    new RestError('ERROR_ARGUMENT', `Argument '${name}' is null or empty`, 400, { argument: name }),
  missing: (name: string) => new RestError('100', `Could not find value for parameter {${name}}`),
  typeNotFound: () => new RestError('NOT_FOUND', 'Smart process not found'),
  itemNotFound: () => new RestError('NOT_FOUND', 'Element not found'),
  ownerNotFound: () => new RestError('OWNER_NOT_FOUND', 'Owner was not found'),
  invalidArgument: (text: string) => new RestError('INVALID_ARG_VALUE', text),
  notIterable: (value: unknown) =>
    new RestError('100', `Expected iterable value for multiple field, but got ${phpType(value)} instead`),
  invalidValue: (title: string) =>
    new RestError('CRM_FIELD_ERROR_VALUE_NOT_VALID', `Invalid value for field "${title}"`),
}

function phpType(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double'
  return typeof value
}
