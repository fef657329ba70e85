/**
 * Which addresses a frame may open. The portal tests the text as it was sent, before `..` is resolved; that is how
 * the SDK's slider.openPath reaches every page and chooses the slider's width by a permitted path in front.
 */
const permitted =
  /^\/(crm\/(deal|lead|contact|company|type)|marketplace|company\/personal\/user\/[0-9]+|workgroups\/group\/[0-9]+)\//

/** Width of the slider by the address as it was sent; the first row that fits counts. */
const widths = /** @type {const} */ ([
  [/^\/crm\/company\/requisite\//, 950],
  [/^\/workgroups\/group\/[0-9]+\/card\//, 900],
  [/^\/company\/personal\/user\/[0-9]+\/groups\/create\//, 1200],
  [/^\/crm\/type\//, 1640],
])

/**
 * Finds the page behind a path a frame asks to open; null when the portal does not open it.
 * @param {unknown} path
 * @param {{ origin: string, clientId: string }} portal
 * @returns {{ url: string, width: number | null } | null}
 */
export function resolveOpenPath(path, portal) {
  if (typeof path !== 'string' || !permitted.test(path)) return null
  const url = new URL(portal.origin)
  // Set as path and query, never as a whole address: what climbing leaves behind may start with two slashes.
  const [, pathname = '/', search = ''] = /^([^?#]*)(\?[^#]*)?/.exec(path) ?? []
  url.pathname = pathname
  url.search = search
  url.searchParams.set('from', 'rest_placement')
  url.searchParams.set('from_app', portal.clientId)
  return { url: url.href, width: widths.find(([form]) => form.test(path))?.[1] ?? null }
}
