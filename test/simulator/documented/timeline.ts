import type { Example } from './world.ts'

const comment = 'ID:id ENTITY_ID:id ENTITY_TYPE:text CREATED:moment COMMENT:text AUTHOR_ID:id FILES:list'

const logMessage = 'id:number created:moment authorId:number title:text text:text iconCode:text'

/** Documented requests and the shapes of their documented answers: crm.timeline.*, crm.activity.*. */
export const timeline: Example[] = [
  [
    'crm.timeline.comment.add',
    (world) => ({ fields: { ENTITY_TYPE: 'deal', ENTITY_ID: world.deal, COMMENT: 'x' } }),
    'number',
  ],
  ['crm.timeline.comment.get', (world) => ({ id: world.comment }), comment],
  [
    'crm.timeline.comment.list',
    (world) => ({ filter: { ENTITY_TYPE: 'deal', ENTITY_ID: world.deal } }),
    [comment],
    'counted',
  ],
  [
    'crm.timeline.bindings.list',
    (world) => ({ filter: { OWNER_ID: world.comment } }),
    ['OWNER_ID:id ENTITY_ID:id ENTITY_TYPE:text'],
    'counted',
  ],
  [
    'crm.timeline.logmessage.add',
    (world) => ({ fields: { entityTypeId: 2, entityId: world.deal, title: 'x', text: 'x', iconCode: 'info' } }),
    { logMessage },
  ],
  ['crm.timeline.logmessage.get', (world) => ({ id: world.message }), { logMessage }],
  ['crm.timeline.logmessage.list', (world) => ({ entityTypeId: 2, entityId: world.deal }), [logMessage], 'counted'],
  [
    'crm.activity.list',
    () => ({ filter: { OWNER_TYPE_ID: 2 } }),
    [
      'ID:id OWNER_ID:id OWNER_TYPE_ID:id TYPE_ID:id PROVIDER_ID:text PROVIDER_TYPE_ID:text PROVIDER_GROUP_ID:any ASSOCIATED_ENTITY_ID:id SUBJECT:text CREATED:moment LAST_UPDATED:moment START_TIME:moment? END_TIME:moment? DEADLINE:moment? COMPLETED:flag STATUS:id RESPONSIBLE_ID:id PRIORITY:id NOTIFY_TYPE:id NOTIFY_VALUE:id DESCRIPTION:any DESCRIPTION_TYPE:id DIRECTION:id LOCATION:any SETTINGS:list ORIGINATOR_ID:any ORIGIN_ID:any AUTHOR_ID:id EDITOR_ID:id PROVIDER_PARAMS:list PROVIDER_DATA:any RESULT_MARK:id RESULT_VALUE:any RESULT_SUM:any RESULT_CURRENCY_ID:any RESULT_STATUS:id RESULT_STREAM:id RESULT_SOURCE_ID:any AUTOCOMPLETE_RULE:id',
    ],
    'counted',
  ],
  [
    'crm.activity.todo.add',
    (world) => ({ ownerTypeId: 2, ownerId: world.deal, deadline: '2030-01-01T10:00:00+02:00' }),
    { is: 'id:number' },
  ],
  ['crm.activity.binding.list', (world) => ({ activityId: world.activity }), ['entityTypeId:number entityId:number']],
]
