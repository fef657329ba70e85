import { toShown } from './shown.ts'
import type { Field, Json, Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** One phone, e-mail or the like, without the id it has on its record. */
export interface CommunicationEntry {
  typeId: string
  valueType: string
  value: string
}

/** The communication entries of a record in its own order; none where they were not read. */
export function entriesOf(value: Json | undefined): CommunicationEntry[] {
  const entries = Array.isArray(value) ? value : Object.values(value ?? {})
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return []
    const text = (one: Json | undefined): string => (typeof one === 'string' ? one : String(one ?? ''))
    return [{ typeId: text(entry.typeId), valueType: text(entry.valueType), value: text(entry.value) }]
  })
}

/** Phones, e-mails and the like as another record may take them: without their ids and without chats. */
export function toCommunication(value: Json): CommunicationEntry[] {
  return entriesOf(value).filter((entry) => !isChatLink(entry))
}

/** Names open-channel addresses as staying behind; true when there is nothing else among the communication entries. */
export function planChatLinks(snapshot: Snapshot, field: Field, plan: TargetPlan): boolean {
  const entries = entriesOf(snapshot.source.item.fm)
  const chats = entries.filter(isChatLink)
  if (chats.length === 0) return false
  const values = toShown(snapshot, field, chats.map(toJson))
  plan.leftBehind.push({ field: 'fm', label: field.label, values, reason: { code: 'chat_link' } })
  return chats.length === entries.length
}

/** Two entries say the same: phones by their digits, everything else without regard to case. */
export function isSameEntry(one: CommunicationEntry, other: CommunicationEntry): boolean {
  return one.typeId === other.typeId && spelling(one) === spelling(other)
}

/** An entry as the portal takes it. */
export function toJson({ typeId, valueType, value }: CommunicationEntry): Json {
  return { typeId, valueType, value }
}

function spelling({ typeId, value }: CommunicationEntry): string {
  return typeId === 'PHONE' ? value.replace(/\D/g, '').replace(/^00/, '') : value.trim().toLowerCase()
}

/** Open-channel addresses (`imol|…`) bind chats; on a second record they would pull the chat along. */
function isChatLink({ value }: CommunicationEntry): boolean {
  return /^imol\|/i.test(value)
}
