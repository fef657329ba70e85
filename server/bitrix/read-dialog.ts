import { z } from 'zod'
import { typeAtPlacement } from '../conversion/record-types.ts'
import { isSourceType, type SourceTypeName } from '../conversion/schemes.ts'
import type { Rest } from './rest.ts'

const dialogAnswer = z.looseObject({
  entity_type: z.string().catch(''),
  entity_id: z.string().catch(''),
  entity_data_1: z.string().catch(''),
})

/**
 * The record a chat belongs to; null for other chats, and where the app may not ask (`im` is not granted) or the person
 * takes no part. Whether they may see the record itself shows when it is read. One request.
 */
export async function readDialogRecord(
  rest: Rest,
  dialogId: string,
): Promise<{ type: SourceTypeName; id: number } | null> {
  const answer = await rest.call({ method: 'im.dialog.get', params: { DIALOG_ID: dialogId } })
  const dialog = answer.ok ? dialogAnswer.safeParse(answer.result).data : undefined
  if (!dialog) return null
  const [code = '', id = ''] = recordIn(dialog)
  const type = typeAtPlacement(`CRM_${code}_DETAIL_TOOLBAR`)
  return type && isSourceType(type) && /^[1-9]\d{0,9}$/.test(id) ? { type, id: Number(id) } : null
}

/**
 * A record's own chat says `CRM` and `DEAL|1663` (im.dialog.get); an open channel says `LINES` and `Y|LEAD|56|…`, where
 * the first part tells whether the conversation was saved in the CRM at all (the chat's data in a widget).
 */
function recordIn({ entity_type, entity_id, entity_data_1 }: z.output<typeof dialogAnswer>): string[] {
  if (entity_type === 'CRM') return entity_id.split('|')
  const [isSaved, ...record] = entity_data_1.split('|')
  return entity_type === 'LINES' && isSaved === 'Y' ? record : []
}
