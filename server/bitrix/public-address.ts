import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/** Finds every address behind a name, in the manner of `dns.lookup`. */
export type Resolve = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What decides whether an address may be called. */
export interface Reach {
  /** Lets this very machine in, as in the demo and in tests, and nothing else of what is not public. */
  allowLoopback: boolean
  resolve?: Resolve
}

/** Networks no portal lives in as seen from the internet: loopback, private, link-local, shared, multicast, reserved. */
const insideIPv4 = toList('ipv4', {
  '0.0.0.0': 8,
  '10.0.0.0': 8,
  '100.64.0.0': 10,
  '127.0.0.0': 8,
  '169.254.0.0': 16,
  '172.16.0.0': 12,
  '192.0.0.0': 24,
  '192.0.2.0': 24,
  '192.88.99.0': 24,
  '192.168.0.0': 16,
  '198.18.0.0': 15,
  '198.51.100.0': 24,
  '203.0.113.0': 24,
  '224.0.0.0': 3,
})
/** A list of its own, since a list of both takes an IPv4 address for the IPv6 address it is mapped into. */
const insideIPv6 = toList('ipv6', {
  // Public addresses begin with the bits 001. Before: loopback, IPv4 in IPv6, NAT64. After: unique local, link-local, multicast.
  '::': 3,
  '4000::': 2,
  '8000::': 1,
  '2001::': 23, // protocols of their own, among them IPv4 behind Teredo
  '2001:db8::': 32,
  '2002::': 16, // IPv4 behind 6to4
  '3fff::': 20,
})
const loopback = { ipv4: toList('ipv4', { '127.0.0.0': 8 }), ipv6: toList('ipv6', { '::1': 128 }) }

function toList(family: 'ipv4' | 'ipv6', networks: Record<string, number>): BlockList {
  const list = new BlockList()
  for (const [network, bits] of Object.entries(networks)) list.addSubnet(network, bits, family)
  return list
}

/** Tells whether an IP address is one of the internet, not of this machine or the network around it. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? !insideIPv4.check(address, 'ipv4') : !insideIPv6.check(address, 'ipv6')
}

/** Tells whether an IP address is this very machine. */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return family === 4 ? loopback.ipv4.check(address, 'ipv4') : loopback.ipv6.check(address, 'ipv6')
}

/** A host that can stand in a header as it is: the address parser lets `*`, `;` and `,` through. */
const plainHost = /^[a-z0-9_.-]+$|^\[[0-9a-f:.]+\]$/

/**
 * Tells whether a portal's REST root may be called: encrypted, plainly spelled, and on the internet. The owner of an
 * on-premise portal decides this address, so it must not lead our requests into the network around us. Names can point
 * elsewhere a moment later; `outgoing.ts` looks again at every connection.
 */
export async function isReachableEndpoint(
  endpoint: string,
  { allowLoopback, resolve = lookup }: Reach,
): Promise<boolean> {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, username, password } = new URL(endpoint)
  if (username || password || !plainHost.test(hostname)) return false
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (allowLoopback && (hostname === 'localhost' || isLoopbackAddress(literal))) return true
  if (protocol !== 'https:') return false
  if (isIP(literal)) return isPublicAddress(literal)
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return false
  return new Promise((answer) =>
    // A name that leads nowhere leads nowhere inside either; calling it fails by itself.
    resolve(hostname, { all: true }, (error, addresses) =>
      answer(error !== null || addresses.every(({ address }) => isPublicAddress(address))),
    ),
  )
}
