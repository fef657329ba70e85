import type { Clock } from './clock.ts'
import { RestError } from './wire/rest-error.ts'

/** `off` like a portal on a server of one's own; the others like the cloud's plans. */
export const limitLevels = ['off', 'standard', 'enterprise'] as const
export type LimitLevel = (typeof limitLevels)[number]

export interface LimitSettings {
  level: LimitLevel
  /** Seconds of work a method may take per app within ten minutes. */
  operatingSeconds: number
  /** How long every request takes besides its work. */
  latencyMs: number
  /** How long every command takes besides its work; it counts as the method's own time. */
  commandLatencyMs: number
}

/** `burst` requests may come at once, `drain` of them are forgotten per second. Source: REST API limits, table of plans. */
const buckets = { standard: { burst: 50, drain: 2 }, enterprise: { burst: 250, drain: 5 } }

/** The cloud ends a request after this many milliseconds. Source: REST API limits. */
const longestRequest = 60_000

const minute = 60_000
const window = 10 * minute

/** What a method has cost an app so far, and when the oldest part of it is forgotten (Unix seconds). */
export interface Operating {
  operating: number
  operatingResetAt: number
}

interface Basket {
  minute: number
  /** The first call of this minute; the basket lasts ten minutes from then. */
  first: number
  spent: number
}

/** The limits of one portal. */
export interface Limits {
  readonly settings: LimitSettings
  /** Counts a request of a source address; throws when the bucket is full. */
  countRequest(source: string): void
  /** Throws when a method has used up its time; `caller` is one app or one webhook. */
  checkOperating(caller: string, method: string): void
  /** Notes what a call cost, in milliseconds. */
  spend(caller: string, method: string, ms: number): Operating
  /** When a request that started now will be ended by force. */
  deadline(): number
  reset(): void
}

/** Opens the limits of a portal; every number of them can be changed while it runs. */
export function createLimits(clock: Clock, given: Partial<LimitSettings>): Limits {
  const settings: LimitSettings = { level: 'off', operatingSeconds: 480, latencyMs: 0, commandLatencyMs: 0, ...given }
  const counters = new Map<string, { count: number; since: number }>()
  const spent = new Map<string, Basket[]>()
  const basketsOf = (caller: string, method: string): Basket[] => {
    const live = (spent.get(`${caller} ${method}`) ?? []).filter(({ first }) => first + window > clock.now())
    spent.set(`${caller} ${method}`, live)
    return live
  }
  const sum = (baskets: Basket[]): number => baskets.reduce((total, basket) => total + basket.spent, 0)
  return {
    settings,
    countRequest(source) {
      if (settings.level === 'off') return
      const { burst, drain } = buckets[settings.level]
      const counter = counters.get(source) ?? { count: 0, since: clock.now() }
      counters.set(source, counter)
      const seconds = Math.floor((clock.now() - counter.since) / 1000)
      counter.count = Math.max(0, counter.count - seconds * drain)
      counter.since += seconds * 1000
      if (counter.count >= burst) throw new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503)
      counter.count += 1
    },
    checkOperating(caller, method) {
      if (settings.level !== 'off' && sum(basketsOf(caller, method)) > settings.operatingSeconds * 1000)
        throw new RestError('OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.', 429)
    },
    spend(caller, method, ms) {
      const baskets = basketsOf(caller, method)
      const now = clock.now() - ms
      const current = baskets.find((basket) => basket.minute === Math.floor(now / minute))
      if (current) current.spent += ms
      else baskets.push({ minute: Math.floor(now / minute), first: now, spent: ms })
      const oldest = Math.min(...baskets.map(({ first }) => first))
      return { operating: sum(baskets) / 1000, operatingResetAt: Math.floor((oldest + window) / 1000) }
    },
    deadline: () => (settings.level === 'off' ? Number.POSITIVE_INFINITY : clock.now() + longestRequest),
    reset() {
      counters.clear()
      spent.clear()
    },
  }
}
