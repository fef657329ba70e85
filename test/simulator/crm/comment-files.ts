import { userById } from '../apps.ts'
import type { Call } from '../context.ts'
import type { PortalState, TimelineComment } from '../state.ts'
import { shown } from '../time.ts'
import type { Params } from '../wire/php-query.ts'
import { readFiles } from './files.ts'

/** Keeps what is sent as `[name, base64]`; unlike a record's field, a comment never keeps what it had. */
export function keepCommentFiles(state: PortalState, sent: unknown): number[] {
  return sent === undefined ? [] : [readFiles(state, sent, [], true)].flat().map(Number)
}

/** The files of a comment by their ids; the links open in the portal only. Source: crm.timeline.comment.get, updating files. */
export function showCommentFiles({ state }: Call, comment: TimelineComment): Params {
  const author = userById(state, comment.authorId)
  const files = (comment.fileIds ?? []).flatMap((id) => state.files.get(id) ?? [])
  return Object.fromEntries(
    files.map(({ id, name, content }) => {
      const image = sizeOfImage(Buffer.from(content))
      const query = `?&ncc=1&filename=${encodeURIComponent(name)}`
      const place = `${state.origin}/disk`
      return [
        id,
        {
          id,
          date: shown(comment.createdTime),
          type: image ? 'image' : 'file',
          name,
          size: content.length,
          image: image ?? false,
          authorId: comment.authorId,
          authorName: `${author.name} ${author.lastName}`.trim(),
          urlPreview: image ? `${place}/showFile/${id}/${query}&width=640&height=640` : null,
          urlShow: `${place}/showFile/${id}/${query}`,
          urlDownload: `${place}/downloadFile/${id}/${query}`,
        },
      ]
    }),
  )
}

/** Width and height as a PNG or GIF says them; nothing for anything else. */
function sizeOfImage(content: Buffer): { width: number; height: number } | null {
  if (content.toString('latin1', 1, 4) === 'PNG' && content.length >= 24)
    return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) }
  if (content.toString('latin1', 0, 3) === 'GIF' && content.length >= 10)
    return { width: content.readUInt16LE(6), height: content.readUInt16LE(8) }
  return null
}
