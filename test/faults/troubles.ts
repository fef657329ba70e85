import { TimeIsUp } from '../simulator/call-method.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Trouble as Spoiled } from '../simulator/fault-orders.ts'
import type { Scene } from './scenes.ts'

/** One write of a scene. */
export interface Write {
  name: string
  method: string
  /** Among all writes of the conversion, counted from 1. */
  place: number
  /** The first write of its request. */
  isFirst: boolean
}

/** Something that can go wrong at a write. */
export interface Trouble {
  name: string
  /** What befalls a whole request befalls all its writes alike, and so is tried at the first of them. */
  befalls: 'write' | 'request'
  order(portal: Simulator, write: Write, again: Delivery): void
}

/** Delivers the same click once more. */
export type Delivery = () => void

const spoiled = (name: string, what: Spoiled): Trouble => ({
  name,
  befalls: 'request',
  order: (portal, { place }) => portal.faults.after('write', what, place),
})

const refused = (name: string, error: string, status: number): Trouble => ({
  name,
  befalls: 'write',
  order: ({ faults }, { place }) =>
    faults.refuse('write', { error, description: 'Refused on order.', status, skip: place - 1, times: 1 }),
})

const turnedAway = (name: string, error: string): Trouble => ({
  name,
  befalls: 'request',
  order: ({ faults }, { method }) =>
    faults.refuse('batch', {
      error,
      description: 'Too many requests.',
      status: 503,
      times: 1,
      when: ({ cmd }) => Object.values({ ...(cmd as object) }).some((command) => String(command).startsWith(method)),
    }),
})

export const troubles: Trouble[] = [
  { name: 'request lost', befalls: 'request', order: ({ faults }, { method }) => faults.loseRequest(method) },
  spoiled('answer lost', 'dropAnswer'),
  spoiled('HTTP 500', 'serverError'),
  spoiled('HTTP 502', 'badGateway'),
  spoiled('HTTP 504', 'gatewayTimeout'),
  {
    name: 'token ended',
    befalls: 'request',
    order: ({ faults }, { place }) =>
      place === 1 ? faults.expireTokens() : faults.after('write', 'expireTokens', place - 1),
  },
  turnedAway('busy', 'QUERY_LIMIT_EXCEEDED'),
  turnedAway('overloaded', 'OVERLOAD_LIMIT'),
  {
    // What came before it in its batch stays done.
    name: 'cut short',
    befalls: 'write',
    order: ({ faults }, { place }) =>
      faults.hook(
        'write',
        'before',
        () => {
          throw new TimeIsUp()
        },
        place,
      ),
  },
  {
    // While the first delivery is at this write.
    name: 'click twice',
    befalls: 'write',
    order: ({ faults }, { place }, again) => faults.hook('write', 'before', again, place),
  },
  refused('rate limit', 'QUERY_LIMIT_EXCEEDED', 503),
  refused('time limit', 'OPERATION_TIME_LIMIT', 429),
  refused('refused', 'ACCESS_DENIED', 400),
]

/** All writes of a scene, in order. */
export function writesOf({ requests }: Scene): Write[] {
  return requests
    .flatMap((writes) => writes.map(([name, method], index) => ({ name, method, isFirst: index === 0 })))
    .map((write, index) => ({ ...write, place: index + 1 }))
}
