import { Worker } from 'node:worker_threads'
import { wellFormed } from '../conversion/well-formed.ts'
import { ceilings } from './ceilings.ts'
import source from './json-worker.js?raw'

/** JSON up to this size is parsed at once, which takes a few milliseconds; more of it beside the event loop. */
const atOnceBytes = 500_000

/** Bounds of one answer of a batch: entries of a list, values in all, and how deep they are nested. */
const bounds = { entries: ceilings.entries + 1, values: 150_000, depth: 40 }

interface Part {
  id: number
  value?: unknown
  /** Set for the answer of one command. */
  key?: string
  isWhole?: true
  isBatch?: boolean
  refused?: 'syntax' | 'size'
}

/** Only an escape can spell half a pair of surrogates; most answers hold none and need not be walked through. */
const halfOfPair = /\\u[dD][89a-fA-F]/

/** JSON that holds more than any answer may. */
export class TooMuchJson extends Error {}

let worker: Worker | null = null
let asked = 0
const waiting = new Map<number, { take(part: Part): void; fail(error: Error): void }>()

/**
 * Parses an answer without holding the event loop; undefined for what is no JSON. Lists of a large answer are cut one
 * entry behind the ceiling, so that whoever reads them sees that there are more. Throws TooMuchJson.
 */
export async function parseJson(bytes: Buffer): Promise<unknown> {
  if (bytes.length > atOnceBytes) return parseBeside(bytes)
  try {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '')
    const value: unknown = JSON.parse(text)
    return halfOfPair.test(text) ? wellFormed(value) : value
  } catch {
    return undefined
  }
}

function parseBeside(bytes: Buffer): Promise<unknown> {
  const id = ++asked
  const answers: [string, unknown][] = []
  return new Promise((resolve, reject) => {
    waiting.set(id, {
      fail: reject,
      take({ key, value, isWhole, isBatch, refused }) {
        if (key !== undefined) answers.push([key, value])
        if (!isWhole) return
        waiting.delete(id)
        if (waiting.size === 0) worker?.unref()
        if (refused === 'size') reject(new TooMuchJson())
        else resolve(refused ? undefined : isBatch ? withAnswers(value, answers) : value)
      },
    })
    worker ??= open()
    worker.ref()
    const copy = new Uint8Array(bytes)
    worker.postMessage({ id, bytes: copy }, [copy.buffer])
  })
}

function withAnswers(whole: unknown, answers: [string, unknown][]): unknown {
  const { result, ...rest } = whole as { result: object }
  return { ...rest, result: { ...result, result: Object.fromEntries(answers) } }
}

/** One thread for the whole process; one that dies of an answer takes those along that wait for it. */
function open(): Worker {
  const opened = new Worker(source, { eval: true, workerData: bounds, resourceLimits: { maxOldGenerationSizeMb: 512 } })
  opened.on('message', (part: Part) => waiting.get(part.id)?.take(part))
  opened.on('error', () => {
    worker = null
    for (const { fail } of waiting.values()) fail(new TooMuchJson())
    waiting.clear()
  })
  return opened
}
