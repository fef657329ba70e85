import { toInt, type Call } from '../context.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

/**
 * A whole number the method asks for by name, in exactly this spelling; a number with a fraction loses it. This and its
 * like bind parameters as the newer methods of the platform do, by the types of PHP (published source).
 */
export function boundInt(call: Call, name: string): number {
  const sent = named(call, name)
  const isNumeric = typeof sent === 'number' || (typeof sent === 'string' && isNumericText(sent))
  if (!isNumeric) throw mismatch(name, sent, 'int')
  return toInt(Number(sent))
}

/** A text the method asks for by name. */
export function boundText(call: Call, name: string): string {
  const sent = named(call, name)
  if (typeof sent !== 'string') throw mismatch(name, sent, 'string')
  return sent
}

/** A map or list the method asks for by name; a text is none. */
export function boundMap(call: Call, name: string): Params {
  const sent = named(call, name)
  if (typeof sent !== 'object' || sent === null) throw mismatch(name, sent, 'array')
  return Array.isArray(sent) ? Object.fromEntries(sent.entries()) : (sent as Params)
}

/** The same where nothing need be sent: then there is nothing. */
export function perhapsMap(call: Call, name: string): Params {
  return call.params[name] === undefined || call.params[name] === null ? {} : boundMap(call, name)
}

/** A text that need not be sent; a number or a yes is none. */
export function perhapsText(call: Call, name: string): string {
  const sent = call.params[name] ?? ''
  if (typeof sent !== 'string') throw mismatch(name, sent, 'string')
  return sent
}

function named({ params }: Call, name: string): unknown {
  if (params[name] === undefined) throw refuse.missing(name)
  return params[name]
}

/** PHP's is_numeric(): white space may stand around the number, and nothing else. */
function isNumericText(text: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)
}

function mismatch(name: string, sent: unknown, type: string): RestError {
  const spelled = typeof sent === 'object' && sent !== null ? 'Array' : sent === true ? '1' : sent ? String(sent) : ''
  const text = `Invalid value {${spelled}} to match with parameter {${name}}. Should be value of type ${type}.`
  return new RestError('100', text)
}
