import type { ItemRef, PortalState, User } from './state.ts'
import { nowUtc } from './time.ts'

/** A chat of several people; conversations of two have no row of their own, they are named by the other one's id. */
export interface Chat {
  id: number
  title: string
  ownerId: number
  memberIds: number[]
  /** The CRM record the chat belongs to. */
  record: ItemRef | null
  createdTime: string
}

export interface ChatToOpen {
  title: string
  /** The first one owns the chat. */
  memberIds: [number, ...number[]]
  record?: ItemRef
}

/** Where a conversation leads: into a chat, or to one other person. */
export type Dialog = { chat: Chat } | { person: User }

/** Opens a chat. */
export function openChat(state: PortalState, { title, memberIds, record }: ChatToOpen): Chat {
  const id = state.nextId('chat')
  const ref = record ? { type: record.type, id: record.id } : null
  const chat = { id, title, ownerId: memberIds[0], memberIds, record: ref, createdTime: nowUtc(state.clock) }
  state.chats.set(id, chat)
  return chat
}

/** The chats somebody takes part in. */
export function chatsOf(state: PortalState, user: User): Chat[] {
  return [...state.chats.values()].filter(({ memberIds }) => memberIds.includes(user.id))
}

/** What `chat5` or `2` means to somebody; undefined where they have no access. Source: im.dialog.get. */
export function dialogOf(state: PortalState, user: User, dialogId: string): Dialog | undefined {
  const [, prefix, id] = /^(chat|)(\d+)$/.exec(dialogId) ?? []
  if (prefix === 'chat') {
    const chat = chatsOf(state, user).find((one) => one.id === Number(id))
    return chat && { chat }
  }
  const person = state.users.get(Number(id))
  return person?.active ? { person } : undefined
}
