import { ipKeyGenerator, MemoryStore, type Options } from 'express-rate-limit'
import { AppError } from './errors.ts'

export type Door = 'entry' | 'api' | 'events'

/**
 * Requests a minute that each door takes: from one client address, since forgers have no portal, and in the name of one
 * portal, which is counted only where it is proven. Offices share an address, and an open page asks every second while
 * it waits, so these are far above what people do. The cloud sends the events of all its portals from few addresses.
 */
export const requestsPerMinute = {
  entry: { address: 300, portal: 600 },
  api: { address: 1200, portal: 3000 },
  events: { address: 1200 },
} as const satisfies Record<Door, { address: number; portal?: number }>

const windowMs = 60_000

/** Counts one more request of somebody; throws `too_many_requests` above the limit. */
export type Limit = (key: string) => Promise<void>

/** The limits of one process. */
export interface RequestLimits {
  /** By client address. */
  address: Record<Door, Limit>
  /** By member id of a proven portal. */
  portal: Record<'entry' | 'api', Limit>
}

/** Opens the limits of this process; `factor` multiplies them all. */
export function openRequestLimits(factor: number): RequestLimits {
  const { entry, api, events } = requestsPerMinute
  // Whoever has one IPv6 address has a whole network of them, which counts as one.
  const byAddress = (most: number): Limit => openLimit(most * factor, (address) => address && ipKeyGenerator(address))
  return {
    address: { entry: byAddress(entry.address), api: byAddress(api.address), events: byAddress(events.address) },
    portal: { entry: openLimit(entry.portal * factor), api: openLimit(api.portal * factor) },
  }
}

function openLimit(most: number, toKey = (key: string): string => key): Limit {
  const store = new MemoryStore()
  store.init({ windowMs } as Options)
  return async (key) => {
    const { totalHits, resetTime } = await store.increment(toKey(key))
    if (totalHits <= most) return
    const waitMs = resetTime ? resetTime.getTime() - Date.now() : windowMs
    const details = { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }
    throw new AppError('too_many_requests', 'More requests than anybody needs came in a minute.', details)
  }
}

/** After how many seconds a refused request may come again; null for every other refusal. */
export function secondsToWait(error: unknown): number | null {
  if (!(error instanceof AppError) || error.code !== 'too_many_requests') return null
  return (error.details as { retryAfterSeconds: number }).retryAfterSeconds
}
