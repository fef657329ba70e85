import axios from 'axios'
import { AppError } from '../errors.ts'

export interface DownloadedFile {
  name: string
  content: Buffer
}

/**
 * Downloads a file of a record by its machine link. The link holds a token, so it is called only on the portal's own
 * origin and appears in no message. Portals answer technical clients with a page that says 404, hence the headers.
 */
export async function download(origin: string, link: string, mostBytes: number): Promise<DownloadedFile> {
  if (!URL.canParse(link, origin) || new URL(link, origin).origin !== origin)
    throw new AppError('unexpected_answer', 'A file link leads away from the portal.', { mayHaveWritten: false })
  const answer = await axios
    .get<ArrayBuffer>(new URL(link, origin).href, {
      responseType: 'arraybuffer',
      timeout: 30_000,
      maxRedirects: 0,
      maxContentLength: mostBytes,
      headers: {
        accept: '*/*',
        'accept-language': 'en',
        referer: `${origin}/`,
        'user-agent': 'Mozilla/5.0 (compatible; CreateFrom/1.0)',
      },
    })
    // The error would carry the link and its token.
    .catch((error: unknown) => {
      const tooLarge = axios.isAxiosError(error) && error.message.startsWith('maxContentLength')
      throw new AppError('portal_refused', tooLarge ? 'The file is too large.' : 'The file cannot be downloaded.', {
        restCode: tooLarge ? 'FILE_TOO_LARGE' : 'FILE_NOT_READABLE',
        mayHaveWritten: false,
      })
    })
  return { name: nameFrom(String(answer.headers['content-disposition'] ?? '')), content: Buffer.from(answer.data) }
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
