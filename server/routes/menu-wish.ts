import { createHash } from 'node:crypto'
import type { Request } from 'express'
import type { Wish } from '../contract.ts'
import { isRecordTypeName } from '../conversion/record-types.ts'
import type { Settings } from '../conversion/settings.ts'
import { line } from '../conversion/text-schema.ts'
import type { Portal } from '../portal.ts'
import type { FrameRecord } from './frame-form.ts'

const openingName = line(255).min(1)

/**
 * What the item in the card's menu names, by the address it opens (`/app/deal-contact`); the only item of a menu names
 * nothing. Where it shall be made at once, its request id follows from the portal's own name for this opening of the
 * frame: a reload sends the same form again and so asks for the same conversion, while another click on the item is
 * another opening.
 */
export async function readWish(
  request: Request,
  portal: Portal,
  record: FrameRecord,
  { oneClick }: Settings,
): Promise<Wish | undefined> {
  const { targets: path } = request.params
  const targets = (typeof path === 'string' ? path.split('-') : []).filter((name) => isRecordTypeName(name))
  const isOnlyItem = path === undefined
  if (targets.length === 0 && !isOnlyItem) return undefined
  const opening = openingName.safeParse(request.query.APP_SID).data
  // A portal that does not name the opening cannot tell a reload from a click, so a click must decide.
  if (!oneClick || opening === undefined) return isOnlyItem ? undefined : { targets, atOnce: null }
  const requestId = idOf([portal.memberId, portal.actor.userId, opening, record.type, record.id, ...targets])
  const entry = await portal.journal.find(requestId)
  return { targets: isOnlyItem ? null : targets, atOnce: { requestId, made: entry?.conversion ?? null } }
}

/** A UUID (version 8: of one's own making) that stands for these parts and no others. */
export function idOf(parts: (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
