import { isAxiosError } from 'axios'
import type { Readable } from 'node:stream'
import { AppError } from '../errors.ts'
import type { Outgoing } from './outgoing.ts'
import { uploadMs } from './upload.ts'

/** A file whose content is still to come: it is read only as fast as somebody takes it. */
export interface Download {
  name: string
  /** Throws an AppError when the file ends early, stands still or turns out larger than allowed. */
  content: AsyncIterable<Buffer>
}

/** How long a file may stand still before it counts as lost. */
const standstillMs = 30_000
/** How long a whole file may take, as long as all of a record's files together. */
const wholeFileMs = uploadMs

/**
 * Opens a file of a record by its machine link. The link holds a token, so it is called only on the portal's own
 * origin and appears in no message. Portals answer technical clients with a page that says 404, hence the headers.
 * A file whose announced size is above the bound is refused unread; one that lies about it, while it flows.
 */
export async function openDownload(
  outgoing: Outgoing,
  origin: string,
  link: string,
  mostBytes: number,
  timeoutMs = wholeFileMs,
): Promise<Download> {
  if (!URL.canParse(link, origin) || new URL(link, origin).origin !== origin)
    throw new AppError('unexpected_answer', 'A file link leads away from the portal.', { mayHaveWritten: false })
  const answer = await outgoing
    .get<Readable>(new URL(link, origin).href, {
      responseType: 'stream',
      timeout: standstillMs,
      // A file that drips never stands still.
      signal: AbortSignal.timeout(timeoutMs),
      maxContentLength: mostBytes,
      headers: {
        accept: '*/*',
        'accept-language': 'en',
        referer: `${origin}/`,
        'user-agent': 'Mozilla/5.0 (compatible; CreateFrom/1.0)',
      },
    })
    // The error would carry the link and its token.
    .catch((error: unknown) => Promise.reject(toRefusal(error)))
  const name = nameFrom(String(answer.headers['content-disposition'] ?? ''))
  if (Number(answer.headers['content-length']) > mostBytes) {
    answer.data.on('error', () => {}).destroy()
    throw tooLarge(name)
  }
  return { name, content: flowing(answer.data) }
}

/** Hands on piece by piece; only waiting for the portal counts as standing still, not waiting for the taker. */
async function* flowing(stream: Readable): AsyncIterable<Buffer> {
  const standstill = (): unknown => stream.destroy(new Error('The file stands still.'))
  let patience = setTimeout(standstill, standstillMs)
  try {
    for await (const piece of stream) {
      clearTimeout(patience)
      yield piece as Buffer
      patience = setTimeout(standstill, standstillMs)
    }
  } catch (error) {
    throw toRefusal(error)
  } finally {
    clearTimeout(patience)
  }
}

function toRefusal(error: unknown): AppError {
  if (isAxiosError(error) && error.message.startsWith('maxContentLength')) return tooLarge()
  return refusal('FILE_NOT_READABLE', 'The file cannot be downloaded.')
}

function tooLarge(fileName?: string): AppError {
  return refusal('FILE_TOO_LARGE', 'The file is too large.', fileName)
}

function refusal(restCode: string, message: string, fileName?: string): AppError {
  return new AppError('portal_refused', message, { restCode, fileName, mayHaveWritten: false })
}

/** The name in Content-Disposition (RFC 6266: the encoded form wins); path parts of it are dropped. */
export function nameFrom(disposition: string): string {
  const [, encoded] = /filename\*=(?:UTF-8)?''([^;]+)/i.exec(disposition) ?? []
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition) ?? []
  const name = (encoded ? decode(encoded) : plain) ?? ''
  return name.split(/[\\/]/).pop()?.trim() || 'file'
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
