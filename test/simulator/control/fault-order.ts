import { z } from 'zod'
import { defects } from '../defects.ts'
import { moments, troubles, type Faults } from '../fault-orders.ts'
import { changeTo } from '../hostile/answer-orders.ts'

const id = z.number().int().positive()
const milliseconds = z.number().min(0)
const skip = z.number().int().min(0).optional()
const method = z.string().min(1)
const times = z.number().int().positive()

/** A fault by its kind; the numbers mean what they mean in `Faults`. */
export const faultOrder = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refuse'),
    method,
    error: z.string(),
    description: z.string().default(''),
    status: z.number().int().optional(),
    userId: id.optional(),
    params: z.record(z.string(), z.unknown()).optional(),
    command: times.optional(),
    skip,
    times: times.optional(),
  }),
  z.strictObject({
    kind: z.literal('pause'),
    method,
    moment: z.enum(moments).default('after'),
    call: times.optional(),
  }),
  z.strictObject({ kind: z.literal('slow'), method, ms: milliseconds, times: times.optional() }),
  z.strictObject({ kind: z.literal('after'), method, trouble: z.enum(troubles), calls: times.optional() }),
  z.strictObject({ kind: z.literal('dropAnswer'), method, times: times.optional() }),
  z.strictObject({ kind: z.literal('loseRequest'), method, times: times.optional() }),
  z.strictObject({ kind: z.literal('busy'), times, skip }),
  z.strictObject({ kind: z.literal('defect'), defect: z.enum(defects), isThere: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('answer'),
    method,
    body: z.string().optional(),
    status: z.number().int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    set: z.record(z.string().min(1), z.unknown()).optional(),
    bytesPerSecond: z.number().positive().optional(),
    endlessly: z.string().min(1).optional(),
    contentLength: z.number().int().min(0).optional(),
    skip,
    times: times.optional(),
  }),
  z.strictObject({ kind: z.literal('expireTokens'), userId: id.optional() }),
])

/** Orders a fault that came as JSON. */
export function orderFault(faults: Faults, fault: z.output<typeof faultOrder>): void {
  switch (fault.kind) {
    case 'refuse': {
      const { kind, method: named, ...refusal } = fault
      return faults[kind](named, refusal)
    }
    case 'slow':
      return faults.slow(fault.method, fault.ms, fault.times)
    case 'after':
      return faults.after(fault.method, fault.trouble, fault.calls)
    case 'dropAnswer':
    case 'loseRequest':
      return faults[fault.kind](fault.method, fault.times)
    case 'busy':
      return faults.busy(fault.times, fault.skip)
    case 'pause':
      return faults.pause(fault.method, fault.moment, fault.call)
    case 'defect':
      return faults.defect(fault.defect, fault.isThere)
    case 'answer': {
      const { kind, method: named, set, ...answer } = fault
      return faults[kind](named, set ? { ...answer, change: changeTo(set) } : answer)
    }
    case 'expireTokens':
      return faults.expireTokens(fault.userId)
  }
}
