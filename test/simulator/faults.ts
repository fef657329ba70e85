import type { Faults, Refusal, Trouble } from './simulator.ts'
import type { PortalState } from './state.ts'
import { RestError } from './wire/rest-error.ts'

/** The faults a test ordered, asked by the wire at the moments where they bite. */
export interface OrderedFaults extends Faults {
  /** Throws when this call was ordered to be refused. */
  checkRefused(method: string, userId: number, params: Record<string, unknown>): void
  /** Throws when the portal was ordered to be busy. */
  checkBusy(): void
  /** Whether the connection breaks before one of these methods is carried out. */
  isLost(methods: readonly string[]): boolean
  /** Whether the connection breaks after one of these methods was carried out. */
  isDropped(methods: readonly string[]): boolean
  /** How many milliseconds this call was ordered to take. */
  slowness(method: string): number
  /** Tells that a method was carried out; what comes back happens to the answer. */
  carriedOut(method: string): 'dropAnswer' | 'serverError' | null
}

/** `*` means every method. */
function isMeant(order: { method: string }, method: string): boolean {
  return order.method === '*' || order.method === method
}

/** Keeps ordered faults for one portal. */
export function createFaults(state: PortalState, uninstall: () => void): OrderedFaults {
  let refusals: { method: string; refusal: Refusal }[] = []
  let slow: { method: string; ms: number; times: number }[] = []
  let later: { method: string; trouble: Trouble; calls: number }[] = []
  const dropped = new Map<string, number>()
  const lost = new Map<string, number>()
  let busy = 0
  const use = (counts: Map<string, number>, methods: readonly string[]): boolean => {
    const method = methods.find((name) => (counts.get(name) ?? 0) > 0)
    if (method !== undefined) counts.set(method, (counts.get(method) ?? 0) - 1)
    return method !== undefined
  }
  const faults: OrderedFaults = {
    refuse: (method, refusal) => void refusals.push({ method: method.toLowerCase(), refusal }),
    dropAnswer: (method, times = 1) => void dropped.set(method.toLowerCase(), times),
    loseRequest: (method, times = 1) => void lost.set(method.toLowerCase(), times),
    busy: (times) => void (busy = times),
    slow: (method, ms, times = Number.POSITIVE_INFINITY) => void slow.push({ method: method.toLowerCase(), ms, times }),
    after: (method, trouble, calls = 1) => void later.push({ method: method.toLowerCase(), trouble, calls }),
    expireTokens(userId) {
      for (const grant of state.grants.values()) if (userId === undefined || grant.userId === userId) grant.expires = 0
    },
    clear() {
      refusals = []
      slow = []
      later = []
      dropped.clear()
      lost.clear()
      busy = 0
    },
    ordered: () => ({
      refuse: refusals.map(({ method, refusal }) => ({ method, ...refusal })),
      slow,
      after: later,
      dropAnswer: Object.fromEntries(dropped),
      loseRequest: Object.fromEntries(lost),
      busy,
    }),
    checkRefused(method, userId, params) {
      for (const { refusal } of refusals.filter((candidate) => isMeant(candidate, method)))
        if ((refusal.userId ?? userId) === userId && (refusal.when?.(params) ?? true))
          throw new RestError(refusal.error, refusal.description, refusal.status ?? 400)
    },
    checkBusy() {
      if (busy === 0) return
      busy -= 1
      throw new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503)
    },
    isLost: (methods) => use(lost, methods),
    isDropped: (methods) => use(dropped, methods),
    slowness(method) {
      const order = slow.find((candidate) => isMeant(candidate, method) && candidate.times > 0)
      if (order) order.times -= 1
      return order?.ms ?? 0
    },
    carriedOut(method) {
      for (const order of later) if (isMeant(order, method)) order.calls -= 1
      const due = later.filter(({ calls }) => calls <= 0)
      later = later.filter(({ calls }) => calls > 0)
      for (const { trouble } of due) {
        if (trouble === 'expireTokens') faults.expireTokens()
        if (trouble === 'uninstall') uninstall()
      }
      const troubles = due.map(({ trouble }) => trouble)
      return troubles.find((trouble) => trouble === 'dropAnswer' || trouble === 'serverError') ?? null
    },
  }
  return faults
}
