import { toShown } from './shown.ts'
import type { Field, Json, Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** Phones, e-mails and the like as another record may take them: without their ids and without chats. */
export function toCommunication(value: Json): Json[] {
  return withoutIds(value).filter((entry) => !isChatLink(entry))
}

/** Names open-channel addresses as staying behind; true when there is nothing else among the communication entries. */
export function planChatLinks(snapshot: Snapshot, field: Field, plan: TargetPlan): boolean {
  const entries = withoutIds(snapshot.source.item.fm ?? [])
  const chats = entries.filter(isChatLink)
  if (chats.length === 0) return false
  const values = toShown(snapshot, field, chats)
  plan.leftBehind.push({ field: 'fm', label: field.label, values, reason: { code: 'chat_link' } })
  return chats.length === entries.length
}

function withoutIds(value: Json): Json[] {
  const entries = Array.isArray(value) ? value : Object.values(value ?? {})
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return []
    return [{ typeId: entry.typeId ?? '', valueType: entry.valueType ?? '', value: entry.value ?? '' }]
  })
}

/** Open-channel addresses (`imol|…`) bind chats; on a second record they would pull the chat along. */
function isChatLink(entry: Json): boolean {
  return /^imol\|/i.test(String((entry as { value?: Json }).value ?? ''))
}
