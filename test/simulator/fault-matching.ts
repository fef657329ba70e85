import type { Params } from './wire/php-query.ts'

/** An order for calls of some methods that passes some of them first and is used up at some time. */
export interface CountedOrder {
  method: string
  skip: number
  times: number
}

const writing =
  /\.(add|update|delete|set|bind|unbind|register|unregister|move|pin|unpin|send|reset|import|save|addbycolumns)$|\.(set|delete|update)[a-z]+$/

/** Whether a method is meant by what an order names: itself, a pattern with `*`, or `write`. */
export function isMeant(pattern: string, method: string): boolean {
  if (pattern === 'write') return writing.test(method)
  if (!pattern.includes('*')) return pattern === method
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(method)
}

/** Counts a call that an order is for, and tells whether the order bites. */
export function bites(order: CountedOrder): boolean {
  if (order.times <= 0) return false
  if (order.skip > 0) {
    order.skip -= 1
    return false
  }
  order.times -= 1
  return true
}

/** Whether parameters contain all that is wanted, level by level; scalars are compared as text, as they travel. */
export function contains(params: Params, wanted: Params): boolean {
  return Object.entries(wanted).every(([name, value]) => {
    const found = params[name]
    if (typeof value !== 'object' || value === null) return String(found) === String(value)
    return typeof found === 'object' && found !== null && contains({ ...found }, { ...value })
  })
}
