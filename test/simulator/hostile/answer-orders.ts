import { bites, isMeant, type CountedOrder } from '../fault-matching.ts'

/**
 * An answer no portal should give: other words, or the right ones changed, too slow, without an end, or of another length
 * than they claim. What is not ordered stays as the portal made it.
 */
export interface AnswerOrder {
  /** Sent as it stands, in place of the portal's own words. */
  body?: string
  status?: number
  headers?: Record<string, string>
  /** Changes the parsed answer. A command of a batch hands over its own part: `result`, `total` and `next`. */
  change?: (answer: unknown) => unknown
  /** So many bytes in a second of the machine's clock. */
  bytesPerSecond?: number
  /** Once all is said, this is sent over and over again. */
  endlessly?: string
  /** What the header claims; where less is sent, the connection breaks after it. */
  contentLength?: number
  /** Answers so many calls well first. */
  skip?: number
  /** Once unless told. */
  times?: number
}

/** Orders of answers, asked by the wire when there is something to answer. */
export interface AnswerOrders {
  add(method: string, order: AnswerOrder): void
  /** The order for an answer to one of these methods, which counts as used. */
  take(methods: readonly string[], isFor?: (order: AnswerOrder) => boolean): AnswerOrder | undefined
  ordered(): unknown[]
  clear(): void
}

/** Keeps the orders of one portal. */
export function createAnswerOrders(): AnswerOrders {
  let orders: (CountedOrder & { order: AnswerOrder })[] = []
  return {
    add: (method, order) =>
      void orders.push({ method: method.toLowerCase(), skip: order.skip ?? 0, times: order.times ?? 1, order }),
    take(methods, isFor = () => true) {
      const meant = orders.find(
        ({ method, times, order }) => times > 0 && isFor(order) && methods.some((name) => isMeant(method, name)),
      )
      return meant && bites(meant) ? meant.order : undefined
    },
    ordered: () => orders.map(({ method, skip, times, order }) => ({ ...order, method, skip, times })),
    clear: () => void (orders = []),
  }
}

/** A change that puts values in place of others, each by its path: `result.item.title`. */
export function changeTo(values: Record<string, unknown>): (answer: unknown) => unknown {
  return (answer) =>
    Object.entries(values).reduce((changed, [path, value]) => put(changed, path.split('.'), value), answer)
}

function put(into: unknown, [step, ...rest]: string[], value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(into)) return Object.assign([...into], { [step]: put(into[Number(step)], rest, value) })
  const map: Record<string, unknown> = typeof into === 'object' && into !== null ? { ...into } : {}
  return { ...map, [step]: put(map[step], rest, value) }
}
