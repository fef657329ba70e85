import axios, { type AxiosInstance } from 'axios'
import { lookup } from 'node:dns'
import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Duplex } from 'node:stream'
import { isLoopbackAddress, isPublicAddress, type Reach, type Resolve } from './public-address.ts'

/** How every request to a portal or an auth server leaves this server. */
export type Outgoing = AxiosInstance

/** The code of a connection that was not made because its address is none of the internet. */
export const notPublic = 'EADDRNOTPUBLIC'

/**
 * The most bytes an answer may have once it is unpacked, unless a request says otherwise: a portal's owner decides what
 * it answers, and all of it is held in memory. The largest batch of ours, thousands of records, stays far below.
 */
const mostAnswerBytes = 20_000_000

type MayConnect = (address: string) => boolean
type Connected = (error: Error | null, socket: Duplex) => void

/** As Node's own agents keep connections. */
const keeping = { keepAlive: true, scheduling: 'lifo', timeout: 5000 } as const

/**
 * Opens the way out. The address that a connection really goes to is judged when it is made, so a name that points
 * elsewhere since it was last looked at leads nowhere. Redirects are not followed, and no proxy of the environment is
 * asked, since it would connect to whatever it is told. Answers are bounded.
 */
export function openOutgoing({ allowLoopback, resolve = lookup }: Reach): Outgoing {
  const encrypted: MayConnect = (address) => isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address))
  const plain: MayConnect = (address) => allowLoopback && isLoopbackAddress(address)
  return axios.create({
    httpAgent: guarded(new HttpAgent(keeping), plain, resolve),
    httpsAgent: guarded(new HttpsAgent(keeping), encrypted, resolve),
    maxRedirects: 0,
    maxContentLength: mostAnswerBytes,
    proxy: false,
  })
}

function guarded<T extends HttpAgent>(agent: T, mayConnect: MayConnect, resolve: Resolve): T {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options: ClientRequestArgs, connected: Connected) => {
    const host = options.host ?? ''
    // An address that is written out is never looked up, so it is judged here.
    if (isIP(host) && !mayConnect(host)) {
      connected(refusal(), undefined as never)
      return undefined
    }
    return connect({ ...options, lookup: guardedLookup(mayConnect, resolve) }, connected)
  }
  return agent
}

function guardedLookup(mayConnect: MayConnect, resolve: Resolve): LookupFunction {
  return (hostname, options, found) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return found(error ?? refusal(), '', 0)
      if (!addresses.every(({ address }) => mayConnect(address))) return found(refusal(), '', 0)
      return options.all ? found(null, addresses) : found(null, first.address, first.family)
    })
}

function refusal(): NodeJS.ErrnoException {
  return Object.assign(new Error('The address is not one of the internet.'), { code: notPublic })
}
