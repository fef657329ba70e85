import type { Example } from './world.ts'

const layout = {
  icon: { code: 'call-completed' },
  header: { title: 'x' },
  body: { logo: { code: 'call-incoming' }, blocks: { note: { type: 'text', properties: { value: 'x' } } } },
}

/** Documented requests and the shapes of their documented answers: robots, events, chats, activities. */
export const automation: Example[] = [
  [
    'bizproc.robot.add',
    () => ({
      CODE: 'send_message',
      HANDLER: 'https://app.example.test/robot',
      AUTH_USER_ID: 1,
      USE_SUBSCRIPTION: 'Y',
      NAME: 'Send Message',
      PROPERTIES: { when: { Name: 'When', Type: 'datetime' }, user: { Name: 'To', Type: 'user', Default: 'Author;' } },
    }),
    'bool',
  ],
  [
    'bizproc.activity.add',
    () => ({ CODE: 'md5', HANDLER: 'https://app.example.test/md5', NAME: { en: 'MD5' } }),
    'bool',
  ],
  ['bizproc.activity.update', () => ({ CODE: 'md5', FIELDS: { NAME: 'Digest' } }), 'bool'],
  ['bizproc.activity.list', () => ({}), ['text']],
  ['bizproc.activity.delete', () => ({ CODE: 'md5' }), 'bool'],
  [
    'bizproc.activity.log',
    (world) => ({ event_token: world.eventToken(), log_message: 'Please wait for answer!' }),
    'bool',
  ],
  [
    'bizproc.event.send',
    (world) => ({ event_token: world.eventToken(), return_values: { outputString: 'x' } }),
    'bool',
  ],
  ['event.test', () => ({ any: 'data' }), 'number'],
  ['event.offline.error', () => ({ process_id: 'yh3gu929sf0d32lsfysqas2y1hlpp09q', message_id: [2] }), 'bool'],
  [
    'im.dialog.get',
    (world) => ({ DIALOG_ID: world.dialogId }),
    {
      is: 'id:number parent_chat_id:number parent_message_id:number name:text description:any owner:number extranet:bool avatar:any color:text type:text counter:number user_counter:number message_count:number unread_id:number last_message_id:number last_id:number marked_id:number disk_folder_id:number entity_type:text entity_id:text entity_data_1:any entity_data_2:any entity_data_3:any mute_list:list date_create:moment message_type:text public:any role:text text_field_enabled:bool background_id:any is_new:bool readed_list:list manager_list:list dialog_id:text',
      restrictions:
        'avatar:bool rename:bool extend:bool call:bool mute:bool leave:bool leave_owner:bool send:bool user_list:bool path:any path_title:any',
      entity_link: 'type:text url:text id:text',
      permissions:
        'manage_users_add:text manage_users_delete:text manage_ui:text manage_settings:text manage_messages:text can_post:text',
      last_message_views: 'message_id:number first_viewers:list count_of_viewers:number',
    },
  ],
  [
    'crm.activity.add',
    (world) => ({
      fields: {
        OWNER_TYPE_ID: 2,
        OWNER_ID: world.deal,
        TYPE_ID: 2,
        COMMUNICATIONS: [{ VALUE: '+499832322323', ENTITY_ID: world.contact, ENTITY_TYPE_ID: 3 }],
        SUBJECT: 'New call',
        START_TIME: '2023-12-31T12:00:00+00:00',
        END_TIME: '2023-12-31T12:30:00+00:00',
        RESPONSIBLE_ID: 1,
      },
    }),
    'number',
  ],
  [
    'crm.activity.configurable.update',
    (world) => ({ id: world.configurable, fields: { completed: true, responsibleId: 1 }, layout }),
    { activity: 'id:number' },
  ],
  [
    'crm.activity.layout.blocks.get',
    async (world) => {
      const place = { entityTypeId: 2, entityId: world.deal, activityId: world.activity }
      await world.ask('crm.activity.layout.blocks.set', { ...place, layout: { blocks: layout.body.blocks } })
      return place
    },
    { layout: { blocks: { note: { is: 'type:text', properties: 'value:text' } } } },
  ],
]
