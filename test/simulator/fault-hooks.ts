import type { Faults, HeldCall, Moment } from './fault-orders.ts'
import { bites, isMeant, type CountedOrder } from './fault-matching.ts'

/** What runs, or waits, at single calls. */
interface FaultHooks extends Pick<Faults, 'hook' | 'pause' | 'held' | 'release'> {
  /** Resolves when everything ordered for this moment of this call is done. */
  reach(method: string, moment: Moment): Promise<void>
  ordered(): unknown[]
  clear(): void
}

interface Hook extends CountedOrder {
  moment: Moment
  run: (call: HeldCall) => void | Promise<void>
}

/** Keeps the hooks of one portal. */
export function createFaultHooks(): FaultHooks {
  let hooks: Hook[] = []
  const waiting = new Map<HeldCall, () => void>()
  const hold = (call: HeldCall): Promise<void> => new Promise((go) => void waiting.set(call, go))
  const order = (method: string, moment: Moment, run: Hook['run'], call = 1): void =>
    void hooks.push({ method: method.toLowerCase(), moment, run, skip: call - 1, times: 1 })
  const release = (): void => {
    for (const go of waiting.values()) go()
    waiting.clear()
  }
  return {
    hook: order,
    pause: (method, moment, call) => order(method, moment, hold, call),
    held: () => [...waiting.keys()],
    release,
    async reach(method, moment) {
      const due = hooks.filter((hook) => hook.moment === moment && isMeant(hook.method, method) && bites(hook))
      hooks = hooks.filter(({ times }) => times > 0)
      for (const { run } of due) await run({ method, moment })
    },
    ordered: () => hooks.map(({ method, moment, skip }) => ({ method, moment, call: skip + 1 })),
    clear() {
      hooks = []
      release()
    },
  }
}
