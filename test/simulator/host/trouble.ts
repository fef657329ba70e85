import type { Simulator } from '../simulator.ts'
import type { Texts } from './texts.ts'

export type TroubleName = keyof Texts['troubles']

/** What a click in the bar orders: one bad moment of a portal, for the next person who converts something. */
export const troubles: Record<TroubleName, (simulator: Simulator, personId: number) => void> = {
  lostAnswer: ({ faults }) => faults.after('crm.item.add', 'dropAnswer'),
  lostRequest: ({ faults }) => faults.loseRequest('crm.item.add'),
  serverError: ({ faults }) => faults.after('crm.item.add', 'serverError'),
  slow: ({ faults }) => faults.slow('*', 3000, 5),
  busy: ({ faults }) => faults.busy(3),
  refuseRecord: ({ faults }) =>
    faults.refuse('crm.item.add', { error: 'ACCESS_DENIED', description: 'Access denied.' }),
  refuseRows: ({ faults }) =>
    faults.refuse('crm.item.productrow.set', { error: 'ACCESS_DENIED', description: 'Access denied.' }),
  refuseComment: ({ faults }) =>
    faults.refuse('crm.timeline.comment.add', { error: 'ACCESS_DENIED', description: 'Access denied.' }),
  tokenEnds: ({ faults }, personId) => faults.expireTokens(personId),
  tokenEndsLater: ({ faults }) => faults.after('crm.item.get', 'expireTokens'),
  newVersion: (simulator) => void simulator.updateApp(),
  none: ({ faults }) => faults.clear(),
}

/** Whether the bar offers it. */
export function isTrouble(name: unknown): name is TroubleName {
  return typeof name === 'string' && Object.hasOwn(troubles, name)
}

/** What is still ordered, a line each, in the words of the faults themselves. */
export function describeOrdered(ordered: Record<string, unknown>): string[] {
  return Object.entries(ordered).flatMap(([kind, value]) => {
    if (Array.isArray(value))
      return value.filter(({ times }) => times !== 0).map((order: object) => `${kind}: ${scalarsOf(order).join(' · ')}`)
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([method, times]) => (times > 0 ? `${kind}: ${method} · ${times}` : []))
    return Number(value) > 0 ? `${kind}: ${Number(value)}` : []
  })
}

/** The method first, how often last; what is not counted is not told. */
function scalarsOf(order: object): unknown[] {
  const { method, skip, times, ...others } = order as { method?: string; skip?: number; times?: number }
  const told = [method, ...Object.values(others), skip || null, times]
  return told.filter((value) => typeof value === 'string' || Number.isFinite(value))
}
