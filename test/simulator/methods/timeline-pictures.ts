import { toText, type Call } from '../context.ts'
import { page } from '../crm/filter.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'

type Kind = 'icon' | 'logo'

/** Edge of the square a picture must be, in pixels. Source: crm.timeline.icon.add, crm.timeline.logo.add. */
const edges: Record<Kind, number> = { icon: 24, logo: 60 }

/** Those of the portal's own that the documentation shows. Source: crm.timeline.icon.list, crm.timeline.logo.list. */
const ownCodes = ['call', 'arrow-down']

/** crm.timeline.{icon,logo}.add: a PNG of exactly the documented size. */
export function pictureAdd(call: Call): Answer {
  const kind = kindOf(call)
  for (const name of ['code', 'fileContent']) if (toText(call.params[name]) === '') throw refuse.missing(name)
  const code = toText(call.params.code)
  const content = Buffer.from(toText(call.params.fileContent), 'base64')
  if (!isPngOf(content, edges[kind]) || ownCodes.includes(code))
    throw refuse.invalidArgument('Invalid value of parameter {fileContent}')
  call.state.timelinePictures[kind].set(code, `/upload/crm/${call.state.nextId('picture')}/${code}`)
  return { result: { [kind]: find(call, kind) } }
}

/** crm.timeline.{icon,logo}.get. */
export function pictureGet(call: Call): Answer {
  const kind = kindOf(call)
  return { result: { [kind]: find(call, kind) } }
}

/** crm.timeline.{icon,logo}.list: the portal's own, then those that were added. */
export function pictureList(call: Call): Answer {
  const kind = kindOf(call)
  const { items, ...paging } = page(allOf(call, kind), call.params)
  return { result: { [`${kind}s`]: items }, ...paging }
}

/** crm.timeline.{icon,logo}.delete: the portal's own stay. */
export function pictureDelete(call: Call): Answer {
  const kind = kindOf(call)
  const { code } = find(call, kind)
  if (!call.state.timelinePictures[kind].delete(toText(code))) throw refuse.accessDenied()
  return { result: true }
}

function kindOf(call: Call): Kind {
  return call.method.split('.')[2] === 'logo' ? 'logo' : 'icon'
}

function allOf(call: Call, kind: Kind): Params[] {
  return [
    ...ownCodes.map((code) => ({ code, isSystem: true, fileUri: '' })),
    ...[...call.state.timelinePictures[kind]].map(([code, fileUri]) => ({ code, isSystem: false, fileUri })),
  ]
}

function find(call: Call, kind: Kind): Params {
  if (call.params.code === undefined) throw refuse.missing('code')
  const picture = allOf(call, kind).find(({ code }) => code === toText(call.params.code))
  const name = kind === 'icon' ? 'Icon' : 'Logo'
  if (!picture) throw new RestError('NOT_FOUND', `${name} not found for code \`${toText(call.params.code)}\``)
  return picture
}

/** Reads the header every PNG begins with: signature, then width and height of the image. */
function isPngOf(content: Buffer, edge: number): boolean {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return (
    content.length > 24 &&
    content.subarray(0, 8).equals(signature) &&
    content.readUInt32BE(16) === edge &&
    content.readUInt32BE(20) === edge
  )
}
