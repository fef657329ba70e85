/**
 * The portal's own small endpoints behind its pages, for what a frame may change or must be given.
 *
 * @typedef {{ title: string, action: string, fields: Record<string, string>, origin: string,
 *   appSid: string, clientId: string, placement: string, silent: string[], init: Record<string, any> }} Frame
 * @typedef {{ id: number, name: string, position: string, url: string }} Person
 */

/**
 * Asks the portal as the person who looks at it; throws when it refuses.
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<any>}
 */
export async function askPortal(path, body) {
  const answer = await fetch(`/simulation/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const result = await answer.json()
  if (!answer.ok) throw new Error(result.error)
  return result
}

/** The portal's words for what scripts show. @returns {Record<string, string>} */
export function readTexts() {
  return JSON.parse(document.getElementById('portal-texts')?.textContent ?? '{}')
}
