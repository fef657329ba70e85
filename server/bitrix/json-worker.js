// Parses large JSON beside the event loop. Runs by itself in a worker thread, so it may refer to nothing outside.
const { parentPort, workerData } = require('node:worker_threads')

/** @type {{ entries: number, values: number, depth: number }} */
const { entries, values, depth } = workerData

/**
 * Cuts lists and maps to a number of entries, and counts what is left.
 * @param {unknown} root
 */
function bounded(root) {
  let count = 0
  /** @type {{ value: unknown, level: number }[]} */
  const open = [{ value: root, level: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    if (++count > values || next.level > depth) throw new Error('too large')
    if (Array.isArray(next.value)) {
      if (next.value.length > entries) next.value.length = entries
      for (const value of next.value) open.push({ value, level: next.level + 1 })
    } else if (typeof next.value === 'object' && next.value !== null) {
      const map = /** @type {Record<string, unknown>} */ (next.value)
      const keys = Object.keys(map)
      for (const key of keys.slice(entries)) delete map[key]
      for (const key of keys.slice(0, entries)) open.push({ value: map[key], level: next.level + 1 })
    }
  }
  return root
}

/** @param {string} _ @param {unknown} value */
const toWellFormed = (_, value) => (typeof value === 'string' ? value.toWellFormed() : value)

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

parentPort?.on('message', (/** @type {{ id: number, bytes: Uint8Array }} */ { id, bytes }) => {
  try {
    const text = new TextDecoder().decode(bytes)
    // Only an escape can spell half a pair of surrogates.
    const answer = /\\u[dD][89a-fA-F]/.test(text) ? JSON.parse(text, toWellFormed) : JSON.parse(text)
    // The answers of a batch go one by one, so that taking one over is all that is done at a time.
    const batch = isMap(answer) && isMap(answer.result) && isMap(answer.result.result) ? answer.result.result : null
    for (const key of Object.keys(batch ?? {}).slice(0, 50)) {
      parentPort?.postMessage({ id, key, value: bounded(batch?.[key]) })
      delete batch?.[key]
    }
    parentPort?.postMessage({ id, isWhole: true, value: bounded(answer), isBatch: batch !== null })
  } catch (error) {
    parentPort?.postMessage({ id, isWhole: true, refused: error instanceof SyntaxError ? 'syntax' : 'size' })
  }
})
