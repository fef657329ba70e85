import { pino, type DestinationStream, type Logger } from 'pino'
import type { LogLevel } from './config.ts'
import { AppError } from './errors.ts'
import { withoutValues } from './storage/query-error.ts'

/** Opens the log: JSON lines that hold no token, no body, no query string and nothing personal. */
export function openLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: describeError } }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * What may be known of an error: where it happened and its code. Libraries hang requests, parameters and rows on theirs,
 * and quote values in their messages – a parser the text, a database the row –, so only our own messages are told.
 */
export function describeError(thrown: unknown): Record<string, unknown> {
  const error = withoutValues(thrown)
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack = '' } = error
  const code = 'code' in error ? error.code : undefined
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { type: name, code, ...(error instanceof AppError && { message }), at: frames }
}
