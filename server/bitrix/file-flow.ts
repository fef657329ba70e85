import { AppError } from '../errors.ts'
import type { Download } from './download.ts'

/** The files one field of a record shall receive, by their machine links. */
export interface FieldFiles {
  /** Name of the field that receives them. */
  target: string
  /** What people call the field: a file that cannot be opened has no name. */
  label: string
  multiple: boolean
  links: readonly string[]
}

/** A file that stays behind: what it is called, and the code that says why. */
export interface FileFailure {
  name: string
  code: string
}

/** The file fields of one record, as an update takes them: written while the files arrive, never held. */
export interface FileFlow {
  /**
   * JSON members `"FIELD":["name","base64"]`, piece by piece; each file is opened when its turn comes. Throws when a
   * file breaks off in the middle. May be started again: files that failed are then left out.
   */
  members(): AsyncIterable<string>
  /** The last start ended in the middle of a file, so that whatever was sent is no complete request. */
  brokeOff(): boolean
  failures(): FileFailure[]
}

/** Prepares the flow of one record's files, all of them together within `mostBytes`. */
export function createFileFlow(
  fields: readonly FieldFiles[],
  open: (link: string, mostBytes: number) => Promise<Download>,
  mostBytes: number,
): FileFlow {
  const failed = new Map<string, FileFailure>()
  let brokeOff = false

  async function* members(): AsyncIterable<string> {
    brokeOff = false
    let left = mostBytes
    let before = ''
    for (const { target, label, multiple, links } of fields) {
      const opening = `${before}${JSON.stringify(target)}:${multiple ? '[' : ''}`
      let next = opening
      for (const link of multiple ? links : links.slice(0, 1)) {
        const file = failed.has(link) ? null : await openOrTell(link, left, label)
        if (!file) continue
        yield `${next}[${JSON.stringify(file.name)},"`
        try {
          for await (const piece of toBase64(file.content, (bytes) => (left -= bytes))) yield piece
        } catch (error) {
          brokeOff = true
          failed.set(link, toFailure(error, file.name))
          throw error
        }
        yield '"]'
        next = ','
      }
      if (next === opening) continue
      if (multiple) yield ']'
      before = ','
    }
  }

  async function openOrTell(link: string, left: number, label: string): Promise<Download | null> {
    try {
      return await open(link, left)
    } catch (error) {
      failed.set(link, toFailure(error, label))
      return null
    }
  }

  return { members, brokeOff: () => brokeOff, failures: () => [...failed.values()] }
}

/** Base64 without padding in between: three bytes make four characters, and what is left over waits for the next piece. */
async function* toBase64(content: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncIterable<string> {
  let waiting: Buffer = Buffer.alloc(0)
  for await (const piece of content) {
    count(piece.length)
    const bytes = Buffer.concat([waiting, piece])
    const whole = bytes.length - (bytes.length % 3)
    if (whole > 0) yield bytes.toString('base64', 0, whole)
    waiting = bytes.subarray(whole)
  }
  if (waiting.length > 0) yield waiting.toString('base64')
}

function toFailure(error: unknown, name: string): FileFailure {
  if (!(error instanceof AppError)) throw error
  const { restCode, fileName } = (error.details ?? {}) as { restCode?: string; fileName?: string }
  return { name: fileName ?? name, code: restCode ?? error.code }
}
