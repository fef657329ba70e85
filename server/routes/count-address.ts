import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Limit } from '../request-limits.ts'

/** Counts requests by the address they come from, before anything of them is read. */
export function countAddress(limit: Limit): RequestHandler {
  return async (request, _, next) => {
    await limit(request.ip ?? '')
    next()
  }
}

/** Warns once of a proxy that nobody named: all people behind it would count as one. */
export function warnOfUnknownProxy(log: Logger): RequestHandler {
  let warned = false
  return (request, _, next) => {
    if (!warned && request.get('x-forwarded-for') !== undefined) {
      warned = true
      log.warn('X-Forwarded-For is ignored; if a proxy of yours sets it, name that proxy in TRUSTED_PROXIES')
    }
    next()
  }
}
