import { createFaultHooks } from './fault-hooks.ts'
import { bites, contains, isMeant, type CountedOrder } from './fault-matching.ts'
import type { Faults, Moment, Refusal, Trouble } from './fault-orders.ts'
import { createAnswerOrders, type AnswerOrders } from './hostile/answer-orders.ts'
import type { PortalState } from './state.ts'
import { RestError } from './wire/rest-error.ts'

/** One call as the faults see it; `command` is its place in its batch, 0 for a call of its own. */
interface Called {
  method: string
  userId: number
  params: Record<string, unknown>
  command: number
}

/** The faults a test ordered, asked by the wire at the moments where they bite. */
export interface OrderedFaults extends Faults {
  readonly answers: AnswerOrders
  /** Throws when this call was ordered to be refused. */
  checkRefused(called: Called): void
  /** Throws when the portal was ordered to be busy. */
  checkBusy(): void
  /** Whether the connection breaks before one of these methods is carried out. */
  isLost(methods: readonly string[]): boolean
  /** Whether the connection breaks after one of these methods was carried out. */
  isDropped(methods: readonly string[]): boolean
  /** How many milliseconds this call was ordered to take. */
  slowness(method: string): number
  /** Resolves when whatever was ordered for this moment of a call is done. */
  reach(method: string, moment: Moment): Promise<void>
  /** Tells that a method was carried out; what comes back happens to the answer. */
  carriedOut(method: string): Trouble[]
}

/** Keeps ordered faults for one portal. */
export function createFaults(state: PortalState, uninstall: () => void): OrderedFaults {
  const hooks = createFaultHooks()
  const answers = createAnswerOrders()
  let refusals: (CountedOrder & { refusal: Refusal })[] = []
  let slow: (CountedOrder & { ms: number })[] = []
  let later: (CountedOrder & { trouble: Trouble })[] = []
  let dropped: CountedOrder[] = []
  let lost: CountedOrder[] = []
  let busy: CountedOrder[] = []
  const counted = (method: string, times: number, skip = 0): CountedOrder => ({
    method: method.toLowerCase(),
    skip,
    times,
  })
  const use = (orders: CountedOrder[], methods: readonly string[]): boolean => {
    const order = orders.find(({ method, times }) => times > 0 && methods.some((name) => isMeant(method, name)))
    return order !== undefined && bites(order)
  }
  const faults: OrderedFaults = {
    ...hooks,
    answers,
    answer: answers.add,
    defect: (defect, isThere = true) => void (isThere ? state.defects.add(defect) : state.defects.delete(defect)),
    refuse: (method, refusal) =>
      void refusals.push({ ...counted(method, refusal.times ?? Number.POSITIVE_INFINITY, refusal.skip), refusal }),
    dropAnswer: (method, times = 1) => void dropped.push(counted(method, times)),
    loseRequest: (method, times = 1) => void lost.push(counted(method, times)),
    busy: (times, skip) => void busy.push(counted('*', times, skip)),
    slow: (method, ms, times = Number.POSITIVE_INFINITY) => void slow.push({ ...counted(method, times), ms }),
    after: (method, trouble, calls = 1) => void later.push({ ...counted(method, 1, calls - 1), trouble }),
    expireTokens(userId) {
      for (const grant of state.grants.values()) if (userId === undefined || grant.userId === userId) grant.expires = 0
    },
    clear() {
      refusals = []
      slow = []
      later = []
      dropped = []
      lost = []
      busy = []
      state.defects.clear()
      answers.clear()
      hooks.clear()
    },
    ordered: () => ({
      refuse: refusals.map(({ refusal, ...order }) => ({ ...refusal, ...order })),
      slow,
      after: later.map(({ method, trouble, skip }) => ({ method, trouble, calls: skip + 1 })),
      dropAnswer: dropped,
      loseRequest: lost,
      busy: busy.reduce((sum, { times }) => sum + times, 0),
      answer: answers.ordered(),
      defect: [...state.defects],
      hooks: hooks.ordered(),
      held: hooks.held(),
    }),
    checkRefused({ method, userId, params, command }) {
      const meant = refusals.filter(
        ({ method: named, refusal }) =>
          isMeant(named, method) &&
          (refusal.userId ?? userId) === userId &&
          (refusal.command ?? command) === command &&
          contains(params, refusal.params ?? {}) &&
          (refusal.when?.(params) ?? true),
      )
      const refusal = meant.find((order) => bites(order))?.refusal
      if (refusal) throw new RestError(refusal.error, refusal.description, refusal.status ?? 400)
    },
    checkBusy() {
      if (use(busy, ['request'])) throw new RestError('QUERY_LIMIT_EXCEEDED', 'Too many requests', 503)
    },
    isLost: (methods) => use(lost, methods),
    isDropped: (methods) => use(dropped, methods),
    slowness: (method) => {
      const order = slow.find((candidate) => isMeant(candidate.method, method) && bites(candidate))
      return order?.ms ?? 0
    },
    carriedOut(method) {
      const due = later.filter((order) => isMeant(order.method, method) && bites(order))
      later = later.filter(({ times }) => times > 0)
      for (const { trouble } of due) {
        if (trouble === 'expireTokens') faults.expireTokens()
        if (trouble === 'uninstall') uninstall()
      }
      return due.map(({ trouble }) => trouble)
    },
  }
  return faults
}
