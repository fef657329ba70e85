import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './config.ts'
import { withoutValues } from './storage/query-error.ts'

/** Opens the log: JSON lines that hold no token, no body, no query string and nothing personal. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: describeError } }
  return destination ? pino(options, destination) : pino(options)
}

/** What may be known of an error: libraries hang requests, parameters and rows on theirs. */
export function describeError(thrown: unknown): Record<string, unknown> {
  const error = withoutValues(thrown)
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack } = error
  const code = 'code' in error ? error.code : undefined
  return { type: name, code, message, stack }
}
