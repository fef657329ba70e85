import { randomBytes } from 'node:crypto'
import { asList, asMap, toInt, type Call } from '../context.ts'
import type { FieldValue, Item, PortalState } from '../state.ts'
import { refuse } from '../wire/rest-error.ts'
import { factsOf } from './record-types.ts'

/**
 * Reads what a client sends for a file field: `[name, base64]` uploads, `{id}` keeps a file this very field holds. A
 * foreign id clears a single field and is skipped in a multiple one; what is not sent again is gone.
 * Source: files in CRM fields, REST facts, section 3.4.
 */
export function readFiles(
  state: PortalState,
  sent: unknown,
  before: FieldValue | undefined,
  multiple: boolean,
): FieldValue {
  const held = [before].flat()
  if (!multiple) return readFile(state, sent, held)
  if (sent !== null && sent !== '' && typeof sent !== 'object') throw refuse.notIterable(sent)
  return asList(sent)
    .map((file) => readFile(state, file, held))
    .filter((id) => id !== null)
}

function readFile(state: PortalState, sent: unknown, held: (FieldValue | undefined)[]): number | null {
  const id = toInt(asMap(sent).id)
  if (id > 0) return held.includes(id) ? id : null
  const [name, content] = asList(sent)
  if (typeof name !== 'string' || typeof content !== 'string') return null
  const file = {
    id: state.nextId('file'),
    name,
    content: Buffer.from(content, 'base64'),
    secret: randomBytes(16).toString('base64url'),
  }
  state.files.set(file.id, file)
  return file.id
}

/** A file as `crm.item.*` shows it: one link for a person in the portal, one for the app that asked. */
export function showFiles(call: Call, item: Item, fieldName: string, value: FieldValue): unknown {
  if (Array.isArray(value)) return value.map((id) => showFiles(call, item, fieldName, id))
  const file = typeof value === 'number' ? call.state.files.get(value) : undefined
  if (!file) return null
  const { origin } = call.state
  const place = `entityTypeId=${factsOf(call.state, item.type).entityTypeId}&id=${item.id}&fieldName=${fieldName}&fileId=${file.id}`
  const token = encodeURIComponent(`crm|${Buffer.from(String(file.id)).toString('base64')}.${file.secret}`)
  return {
    id: file.id,
    url: `${origin}/bitrix/services/main/ajax.php?action=crm.controller.item.getFile&SITE_ID=s1&${place}`,
    urlMachine: `${origin}/rest/crm.controller.item.getFile.json?auth=${call.grant?.accessToken ?? ''}&token=${token}`,
  }
}

/** The download behind `urlMachine`; the token alone opens it, so that a webhook's links work too. */
export function downloadFile(state: PortalState, token: unknown): Response {
  const [, id = '', secret] = /^crm\|([^.]+)\.(.+)$/.exec(String(token)) ?? []
  const file = state.files.get(Number(Buffer.from(id, 'base64').toString()))
  if (!file || file.secret !== secret) return new Response('404 Not Found', { status: 404 })
  return fileAnswer(file)
}

/** A file as a browser or an app downloads it. */
export function fileAnswer(file: { name: string; content: Uint8Array }): Response {
  return new Response(new Uint8Array(file.content), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=utf-8''${encodeURIComponent(file.name)}`,
    },
  })
}
