import { randomUUID } from 'node:crypto'
import {
  portalTokenHeader,
  sessionHeader,
  type ConversionAnswer,
  type FirstPreview,
  type PreviewAnswer,
  type StartState,
} from '../../server/contract.ts'
import { recordType, type RecordTypeName } from '../../server/conversion/record-types.ts'
import type { SourceTypeName } from '../../server/conversion/schemes.ts'
import { installApp } from '../install-app.ts'

/** Who opens a card: what the portal puts into the form of every frame. */
export interface Visitor {
  memberId: string
  accessToken: string
}

/** A page of ours, opened in a record's card. */
export interface OpenedPage {
  preview: PreviewAnswer
  session: string
}

/** Sets the app up on a portal, whose administrator the visitor is. */
export function install(appUrl: string, { memberId, accessToken }: Visitor): Promise<void> {
  return installApp(appUrl, { AUTH_ID: accessToken, member_id: memberId })
}

/** Opens our item in a record's card as the portal's frame does, and reads the page to its end. */
export async function openPage(
  appUrl: string,
  { memberId, accessToken }: Visitor,
  source: { type: SourceTypeName; id: number },
): Promise<OpenedPage> {
  const { code, idKey } = recordType(source.type).placement
  const form = {
    AUTH_ID: accessToken,
    member_id: memberId,
    PLACEMENT: code,
    PLACEMENT_OPTIONS: JSON.stringify({ [idKey]: String(source.id) }),
  }
  const answer = await fetch(`${appUrl}/app?LANG=en`, { method: 'POST', body: new URLSearchParams(form) })
  const html = await answer.text()
  const start = readJson<StartState>(html, 'start')
  const first = readJson<FirstPreview>(html, 'preview')
  if (!start || !('session' in start) || !first || 'error' in first)
    throw new Error(`No preview of ${source.type} ${source.id}: ${JSON.stringify(first ?? start)}`)
  return { preview: first.preview, session: start.session }
}

/** Clicks Continue on a page; anything but a conversion that is done and proven is an error of the benchmark. */
export async function convert(
  appUrl: string,
  { accessToken }: Visitor,
  { preview, session }: OpenedPage,
  targets: RecordTypeName[],
): Promise<ConversionAnswer> {
  const answer = await fetch(`${appUrl}/api/convert`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [sessionHeader]: session, [portalTokenHeader]: accessToken },
    body: JSON.stringify({ requestId: randomUUID(), fingerprint: preview.fingerprint, targets }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Refused with ${answer.status}: ${text}`)
  const conversion = JSON.parse(text) as ConversionAnswer
  if (conversion.outcome !== 'done' || conversion.differences?.length !== 0) throw new Error(`Not done: ${text}`)
  return conversion
}

function readJson<T>(html: string, id: string): T | null {
  const [, json] = new RegExp(`<script type="application/json" id="${id}">([^<]*)</script>`).exec(html) ?? []
  return json ? (JSON.parse(json) as T) : null
}
