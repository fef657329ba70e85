import type { PortalState, User } from './state.ts'
import type { Caller } from './wire/authorise.ts'
import type { Params } from './wire/php-query.ts'

/** Somebody doing something on the portal. */
export interface Context {
  state: PortalState
  user: User
  /** Tells bound handlers that something happened. */
  raise(event: string, data: Record<string, unknown>): void
}

/** One method call after authorisation. */
export interface Call extends Context, Caller {
  method: string
  params: Params
}

/** A parameter whose name the classic methods take in any case. */
export function anyCase(params: Params, name: string): unknown {
  const key = Object.keys(params).find((candidate) => candidate.toLowerCase() === name.toLowerCase())
  return key === undefined ? undefined : params[key]
}

/** A map parameter; anything else counts as an empty map. */
export function asMap(value: unknown): Params {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** A list parameter, PHP's maps with numeric keys included. */
export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

/** An integer as PHP's (int) makes it: 0 for text without a number, 1 for any list or map that holds something. */
export function toInt(value: unknown): number {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0 ? 1 : 0
  if (typeof value === 'boolean') return Number(value)
  const number = typeof value === 'number' ? value : Number.parseInt(String(value ?? ''), 10)
  return Number.isFinite(number) ? Math.trunc(number) : 0
}

/** A scalar as text; maps and lists as an empty text. */
export function toText(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return ''
  return value === true ? '1' : value === false ? '' : String(value as string | number)
}

/** PHP's truth: a text says no only when it is empty or `0`, so that `false` sent as a form says yes. */
export function isTrueInPhp(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value) && value !== '0'
}
