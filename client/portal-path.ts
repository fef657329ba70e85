/**
 * The path of an address within the portal, or null: the only one that is ever opened or linked. It begins with exactly
 * one slash, or is a whole https address of the portal's own origin. Browsers read `\` as `/` and skip blanks and
 * controls, so an address that holds any of them is none.
 */
export function toPortalPath(address: string, origin: string): string | null {
  if (typeof address !== 'string' || address.length > 2000 || /[\s\\\p{C}]/u.test(address)) return null
  const isPath = address.startsWith('/') && !address.startsWith('//')
  if (!isPath && !address.startsWith('https://')) return null
  if (!URL.canParse(address, origin)) return null
  const { origin: its, pathname, search, hash, username, password } = new URL(address, origin)
  if (its !== new URL(origin).origin || username || password || pathname.startsWith('//')) return null
  return pathname + search + hash
}
