import { DrizzleQueryError } from 'drizzle-orm/errors'

/** The database's own words: the message of a failed query around them repeats every value of the query. */
export function withoutValues(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error
}

/** Tells whether a unique key refused a row (SQLSTATE 23505). */
export function isDuplicate(error: unknown): boolean {
  const cause = withoutValues(error)
  return cause instanceof Error && 'code' in cause && cause.code === '23505'
}
