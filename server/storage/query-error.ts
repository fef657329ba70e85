import { DrizzleQueryError } from 'drizzle-orm/errors'

/** The database's own words: the message of a failed query around them repeats every value of the query. */
export function withoutValues(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause ? error.cause : error
}
