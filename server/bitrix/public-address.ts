import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Networks no portal lives in as seen from the internet: loopback, private, link-local, shared, reserved. */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127], // unspecified and loopback
  ['64:ff9b::', 96], // IPv4 behind NAT64
  ['2002::', 16], // IPv4 behind 6to4
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** Tells whether an IP address is one of the internet, not of this machine or the network around it. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  // An IPv4 address mapped into IPv6 is checked as the IPv4 address it is.
  return family !== 0 && !inside.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * Tells whether a portal's REST root may be called: encrypted, and on the internet. The owner of an on-premise portal
 * decides this address, so it must not lead our requests into the network around us.
 */
export async function isPublicEndpoint(endpoint: string): Promise<boolean> {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, username, password } = new URL(endpoint)
  if (protocol !== 'https:' || username || password) return false
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal)) return isPublicAddress(literal)
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return false
  try {
    return (await lookup(hostname, { all: true })).every(({ address }) => isPublicAddress(address))
  } catch {
    return true // A name that leads nowhere leads nowhere inside either; calling it fails by itself.
  }
}

/** Tells whether a REST root is on this very machine, as in the demo and in tests. */
export function isLoopbackEndpoint(endpoint: string): boolean {
  return URL.canParse(endpoint) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(endpoint).hostname)
}
