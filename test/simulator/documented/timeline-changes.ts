import type { Example } from './world.ts'

/** The beginning of a PNG: all that is read of a picture. */
function png(edge: number): string {
  const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000000000000000806000000', 'hex')
  head.writeUInt32BE(edge, 16)
  head.writeUInt32BE(edge, 20)
  return head.toString('base64')
}

/** Documented requests and the shapes of their documented answers: changes in timelines, activities, notes, blocks. */
export const timelineChanges: Example[] = [
  ['crm.timeline.comment.update', (world) => ({ id: world.comment, fields: { COMMENT: 'y' } }), 'number'],
  [
    'crm.timeline.bindings.bind',
    (world) => ({ fields: { OWNER_ID: world.comment, ENTITY_ID: world.lead, ENTITY_TYPE: 'lead' } }),
    'bool',
  ],
  [
    'crm.timeline.bindings.unbind',
    (world) => ({ fields: { OWNER_ID: world.comment, ENTITY_ID: world.lead, ENTITY_TYPE: 'lead' } }),
    'bool',
  ],
  [
    'crm.timeline.note.save',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, itemType: 2, itemId: world.activity, text: 'Notiz' }),
    'bool',
  ],
  [
    'crm.timeline.note.get',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, itemType: 2, itemId: world.activity }),
    'text:text createdById:number createdTime:moment updatedById:number updatedTime:moment',
  ],
  [
    'crm.timeline.note.delete',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, itemType: 2, itemId: world.activity }),
    'bool',
  ],
  ['crm.timeline.item.pin', (world) => ({ id: world.comment, ownerTypeId: 2, ownerId: world.deal }), 'any'],
  ['crm.timeline.item.unpin', (world) => ({ id: world.comment, ownerTypeId: 2, ownerId: world.deal }), 'any'],
  [
    'crm.timeline.layout.blocks.set',
    (world) => ({
      entityTypeId: 2,
      entityId: world.deal,
      timelineId: world.comment,
      layout: {
        blocks: { note: { type: 'text', properties: { value: 'x', multiline: true, bold: true, color: 'base_90' } } },
      },
    }),
    'success:bool',
  ],
  [
    'crm.timeline.layout.blocks.get',
    (world) => ({ entityTypeId: 2, entityId: world.deal, timelineId: world.comment }),
    { layout: { blocks: { note: { is: 'type:text', properties: 'value:text multiline:bool bold:bool color:text' } } } },
  ],
  [
    'crm.timeline.layout.blocks.delete',
    (world) => ({ entityTypeId: 2, entityId: world.deal, timelineId: world.comment }),
    'success:bool',
  ],
  [
    'crm.activity.layout.blocks.set',
    (world) => ({
      entityTypeId: 2,
      entityId: world.deal,
      activityId: world.activity,
      layout: {
        blocks: { note: { type: 'text', properties: { value: 'x', multiline: true, bold: true, color: 'base_90' } } },
      },
    }),
    'success:bool',
  ],
  [
    'crm.activity.layout.blocks.delete',
    (world) => ({ entityTypeId: 2, entityId: world.deal, activityId: world.activity }),
    'success:bool',
  ],
  [
    'crm.timeline.icon.add',
    () => ({ code: 'own', fileContent: png(24) }),
    { icon: 'code:text isSystem:bool fileUri:text' },
  ],
  ['crm.timeline.icon.get', () => ({ code: 'own' }), { icon: 'code:text isSystem:bool fileUri:text' }],
  ['crm.timeline.icon.list', () => ({}), { icons: ['code:text isSystem:bool fileUri:text?'] }, 'counted'],
  ['crm.timeline.icon.delete', () => ({ code: 'own' }), 'bool'],
  [
    'crm.timeline.logo.add',
    () => ({ code: 'own', fileContent: png(60) }),
    { logo: 'code:text isSystem:bool fileUri:text' },
  ],
  ['crm.timeline.logo.get', () => ({ code: 'own' }), { logo: 'code:text isSystem:bool fileUri:text' }],
  ['crm.timeline.logo.list', () => ({}), { logos: ['code:text isSystem:bool fileUri:text?'] }, 'counted'],
  ['crm.timeline.logo.delete', () => ({ code: 'own' }), 'bool'],
  ['crm.timeline.logmessage.delete', (world) => ({ id: world.message }), 'bool'],
  [
    'crm.activity.get',
    (world) => ({ id: world.activity }),
    'ID:id OWNER_ID:id OWNER_TYPE_ID:id TYPE_ID:id PROVIDER_ID:text PROVIDER_TYPE_ID:text PROVIDER_GROUP_ID:any ASSOCIATED_ENTITY_ID:id SUBJECT:text CREATED:moment LAST_UPDATED:moment START_TIME:moment END_TIME:moment DEADLINE:moment COMPLETED:flag STATUS:id RESPONSIBLE_ID:id PRIORITY:id NOTIFY_TYPE:id NOTIFY_VALUE:id DESCRIPTION:any DESCRIPTION_TYPE:id DIRECTION:id LOCATION:any SETTINGS:list ORIGINATOR_ID:any ORIGIN_ID:any AUTHOR_ID:id EDITOR_ID:id PROVIDER_PARAMS:list PROVIDER_DATA:any RESULT_MARK:id RESULT_VALUE:any RESULT_SUM:any RESULT_CURRENCY_ID:any RESULT_STATUS:id RESULT_STREAM:id RESULT_SOURCE_ID:any AUTOCOMPLETE_RULE:id',
  ],
  ['crm.activity.update', (world) => ({ id: world.activity, fields: { SUBJECT: 'y' } }), 'bool'],
  [
    'crm.activity.binding.add',
    (world) => ({ activityId: world.activity, entityTypeId: 1, entityId: world.lead }),
    'bool',
  ],
  [
    'crm.activity.binding.delete',
    (world) => ({ activityId: world.activity, entityTypeId: 1, entityId: world.lead }),
    'bool',
  ],
  [
    'crm.activity.binding.move',
    async (world) => ({
      activityId: world.activity,
      sourceEntityTypeId: 2,
      sourceEntityId: world.deal,
      targetEntityTypeId: 2,
      targetEntityId: await world.add('crm.deal.add', { fields: {} }),
    }),
    'bool',
  ],
  [
    'crm.activity.badge.add',
    () => ({ code: 'missed', title: 'Anruf', value: 'Verpasst', type: 'failure' }),
    { badge: 'code:text title:text value:text type:text' },
  ],
  ['crm.activity.badge.get', () => ({ code: 'missed' }), { badge: 'code:text title:text value:text type:text' }],
  ['crm.activity.badge.list', () => ({}), { badges: ['code:text title:text value:text type:text'] }],
  ['crm.activity.badge.delete', () => ({ code: 'missed' }), 'bool'],
  ['crm.activity.type.add', () => ({ fields: { TYPE_ID: 'OWN', NAME: 'Eigen', IS_CONFIGURABLE_TYPE: 'Y' } }), 'bool'],
  ['crm.activity.type.list', () => ({}), ['TYPE_ID:text NAME:text IS_CONFIGURABLE_TYPE:flag ICON_ID:id']],
  ['crm.activity.type.delete', () => ({ TYPE_ID: 'OWN' }), 'bool'],
  [
    'crm.activity.configurable.add',
    (world) => ({
      ownerTypeId: 2,
      ownerId: world.deal,
      fields: { completed: true, responsibleId: 1 },
      layout: {
        icon: { code: 'call-completed' },
        header: { title: 'x' },
        body: { logo: { code: 'call-incoming' }, blocks: { note: { type: 'text', properties: { value: 'x' } } } },
      },
    }),
    { activity: 'id:number' },
  ],
  [
    'crm.activity.configurable.get',
    (world) => ({ id: world.configurable }),
    {
      activity: {
        is: 'id:number ownerTypeId:number ownerId:number',
        fields:
          'typeId:text completed:bool deadline:moment? pingOffsets:list isIncomingChannel:bool responsibleId:number badgeCode:any originatorId:any originId:any',
        layout: {
          icon: 'code:text',
          header: 'title:text',
          body: { logo: 'code:text', blocks: { note: { is: 'type:text', properties: 'value:text' } } },
        },
      },
    },
  ],
  [
    'crm.activity.todo.update',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, id: world.todo, deadline: '2031-01-01T10:00:00+02:00' }),
    'id:number',
  ],
  [
    'crm.activity.todo.updateDeadline',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, id: world.todo, value: '2031-01-01T10:00:00+02:00' }),
    'id:number',
  ],
  [
    'crm.activity.todo.updateDescription',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, id: world.todo, value: 'x' }),
    'id:number',
  ],
  [
    'crm.activity.todo.updateColor',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, id: world.todo, colorId: '1' }),
    'id:number',
  ],
  [
    'crm.activity.todo.updateResponsibleUser',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, id: world.todo, responsibleId: 2 }),
    'id:number',
  ],
  ['crm.activity.delete', (world) => ({ id: world.todo }), 'bool'],
  [
    'crm.timeline.comment.delete',
    async (world) => ({
      id: await world.add('crm.timeline.comment.add', {
        fields: { ENTITY_TYPE: 'deal', ENTITY_ID: world.deal, COMMENT: 'x' },
      }),
    }),
    'any',
  ],
]
