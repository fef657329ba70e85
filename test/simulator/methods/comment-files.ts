import { readFiles } from '../crm/files.ts'
import { asList } from '../context.ts'
import type { Call } from '../context.ts'
import type { TimelineComment } from '../state.ts'
import { shown } from '../time.ts'
import type { Params } from '../wire/php-query.ts'

/** Reads `FILES` of a comment: `[name, base64]` each. Source: crm.timeline.comment.add. */
export function readCommentFiles(call: Call, sent: unknown): number[] {
  return asList(readFiles(call.state, asList(sent), [], true)).filter((id) => typeof id === 'number')
}

/** The files of a comment by their id, with links for somebody signed in. Source: crm.timeline.comment.get. */
export function showCommentFiles(call: Call, { fileIds = [], authorId, createdTime }: TimelineComment): Params {
  const { files, users, origin } = call.state
  const author = users.get(authorId)
  const shownFiles = fileIds.flatMap((id) => {
    const file = files.get(id)
    if (!file) return []
    const image = sizeOf(file.content)
    const link = (kind: 'show' | 'download'): string =>
      `${origin}/disk/${kind}File/${id}/?&ncc=1&filename=${encodeURIComponent(file.name)}`
    const view = {
      id,
      date: shown(createdTime),
      type: image ? 'image' : 'file',
      name: file.name,
      size: file.content.length,
      ...(image ? { image } : {}),
      authorId,
      authorName: [author?.name, author?.lastName].filter(Boolean).join(' '),
      ...(image ? { urlPreview: `${link('show')}&width=640&height=640` } : {}),
      urlShow: link('show'),
      urlDownload: link('download'),
    }
    return [[String(id), view] as const]
  })
  return Object.fromEntries(shownFiles)
}

/** How big a picture is, as its first bytes say; null for what is no GIF and no PNG. */
function sizeOf(content: Uint8Array): { width: number; height: number } | null {
  const bytes = Buffer.from(content)
  if (bytes.length > 9 && bytes.toString('latin1', 0, 3) === 'GIF')
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  if (bytes.length > 23 && bytes.toString('latin1', 1, 4) === 'PNG')
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  return null
}
