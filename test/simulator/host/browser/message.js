/**
 * The grammar of the window protocol (SDK `MessageManager`): `command:params:callback:appSid` as text, parts without
 * content left out, or an object where the command's own name contains a colon.
 *
 * @typedef {{ command: string, params: any, callback: string, appSid: string }} FrameMessage
 */

/**
 * Reads what a frame sent; null for anything that is no command.
 * @param {unknown} data
 * @returns {FrameMessage | null}
 */
export function parseMessage(data) {
  if (typeof data === 'string') return parseText(data)
  if (typeof data !== 'object' || data === null) return null
  const { method, params, callback, appSid } = /** @type {Record<string, unknown>} */ (data)
  if (typeof method !== 'string' || typeof appSid !== 'string') return null
  return { command: method, params: params || {}, callback: String(callback ?? ''), appSid }
}

/** @param {string} text @returns {FrameMessage | null} */
function parseText(text) {
  const parts = text.split(':')
  if (parts.length < 3) return null
  // The JSON in the middle holds colons of its own, so the outer parts are taken off from both ends.
  const [command, params] = [parts[0] ?? '', parts.slice(1, -2).join(':')]
  return { command, params: parseParams(params), callback: parts.at(-2) ?? '', appSid: parts.at(-1) ?? '' }
}

/** `setValue` sends its value raw, so what is no JSON is passed on as it came. @param {string} text */
function parseParams(text) {
  if (text === '') return {}
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return text
  }
}

/**
 * An answer, always text; without a result the part after the colon is empty.
 * @param {string} callback
 * @param {unknown} [result]
 */
export function toAnswer(callback, result) {
  return `${callback}:${result === undefined ? '' : JSON.stringify(result)}`
}
