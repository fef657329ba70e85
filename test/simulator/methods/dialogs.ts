import { dialogOf, type Chat } from '../chats.ts'
import { anyCase, toText, type Call } from '../context.ts'
import { cardPath } from '../crm/relations.ts'
import { factsOf } from '../crm/record-types.ts'
import type { PortalState, User } from '../state.ts'
import { shown } from '../time.ts'
import type { Answer } from '../wire/answer.ts'
import { RestError } from '../wire/rest-error.ts'
import type { Params } from '../wire/php-query.ts'

/** im.dialog.get: a chat one takes part in, or a conversation with one person; a record's chat names the record. */
export function dialogGet(call: Call): Answer {
  const dialogId = toText(anyCase(call.params, 'DIALOG_ID'))
  if (dialogId === '') throw new RestError('DIALOG_ID_EMPTY', "Dialog ID can't be empty")
  const dialog = dialogOf(call.state, call.user, dialogId)
  if (!dialog) throw new RestError('ACCESS_ERROR', 'You do not have access to the specified dialog', 403)
  const own = 'chat' in dialog ? ofChat(call, dialog.chat) : ofPerson(call.user, dialog.person)
  return { result: { ...common, ...own, dialog_id: dialogId } }
}

function ofChat({ state, user }: Call, chat: Chat): Params {
  const others = chat.memberIds.filter((id) => id !== user.id)
  return {
    id: chat.id,
    name: chat.title,
    owner: chat.ownerId,
    type: chat.record ? 'crm' : 'chat',
    user_counter: chat.memberIds.length,
    message_type: 'C',
    role: chat.ownerId === user.id ? 'owner' : 'member',
    date_create: shown(chat.createdTime),
    manager_list: [chat.ownerId],
    readed_list: others.map((id) => ({ user_id: id, user_name: nameOf(state, id), message_id: 0, date: null })),
    ...boundTo(state, chat),
  }
}

/** How a chat says that it belongs to a record: `CRM`, and the type's code with the id. */
function boundTo(state: PortalState, { record }: Chat): Params {
  if (!record) return {}
  const { code } = factsOf(state, record.type)
  const id = `${code}|${record.id}`
  return { entity_type: 'CRM', entity_id: id, entity_link: { type: code, url: cardPath(record), id } }
}

function ofPerson(user: User, person: User): Params {
  return {
    id: 0,
    name: `${person.name} ${person.lastName}`.trim(),
    owner: user.id,
    type: 'private',
    user_counter: 2,
    message_type: 'P',
    role: 'member',
    extranet: person.extranet,
  }
}

function nameOf(state: PortalState, id: number): string {
  const person = state.users.get(id)
  return person ? `${person.name} ${person.lastName}`.trim() : ''
}

/** What every dialog answers here; nobody has written anything yet. Source: im.dialog.get. */
const common: Params = {
  parent_chat_id: 0,
  parent_message_id: 0,
  description: '',
  extranet: false,
  avatar: '',
  color: '#f76187',
  counter: 0,
  message_count: 0,
  unread_id: 0,
  restrictions: {
    avatar: false,
    rename: false,
    extend: true,
    call: true,
    mute: true,
    leave: true,
    leave_owner: false,
    send: true,
    user_list: true,
    path: '',
    path_title: '',
  },
  last_message_id: 0,
  last_id: 0,
  marked_id: 0,
  disk_folder_id: 0,
  entity_type: '',
  entity_id: '',
  entity_data_1: '',
  entity_data_2: '',
  entity_data_3: '',
  mute_list: [],
  date_create: null,
  public: '',
  entity_link: { type: '', url: '', id: '' },
  text_field_enabled: true,
  background_id: null,
  permissions: {
    manage_users_add: 'member',
    manage_users_delete: 'manager',
    manage_ui: 'member',
    manage_settings: 'owner',
    manage_messages: 'member',
    can_post: 'member',
  },
  is_new: false,
  readed_list: [],
  manager_list: [],
  last_message_views: { message_id: 0, first_viewers: [], count_of_viewers: 0 },
}
