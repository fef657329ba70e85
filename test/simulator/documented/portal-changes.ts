import type { Example } from './world.ts'

/** Documented requests and the shapes of their documented answers: options, people, places, events, robots. */
export const portalChanges: Example[] = [
  [
    'userfieldtype.add',
    () => ({ USER_TYPE_ID: 'roof', HANDLER: 'https://app.example.test/roof', TITLE: 'Roof', DESCRIPTION: 'A roof' }),
    'bool',
  ],
  ['userfieldtype.update', () => ({ USER_TYPE_ID: 'roof', TITLE: 'Roof type', OPTIONS: { height: 60 } }), 'bool'],
  ['userfieldtype.list', () => ({}), ['USER_TYPE_ID:text HANDLER:text TITLE:text DESCRIPTION:text'], 'counted'],
  ['userfieldtype.delete', () => ({ USER_TYPE_ID: 'roof' }), 'bool'],
  ['department.fields', () => ({}), 'ID:text NAME:text SORT:text PARENT:text UF_HEAD:text'],
  ['department.add', () => ({ NAME: 'Sales', PARENT: 1, UF_HEAD: 2 }), 'number'],
  ['department.update', () => ({ ID: 2, SORT: 100 }), 'bool'],
  ['department.get', () => ({ PARENT: 1 }), ['ID:id NAME:text SORT:number PARENT:id UF_HEAD:id'], 'counted'],
  ['department.delete', () => ({ ID: 2 }), 'bool'],
  ['app.option.set', () => ({ options: { data: 'x' } }), 'bool'],
  ['app.option.get', () => ({}), 'data:text'],
  ['user.option.set', () => ({ options: { data: 'x' } }), 'bool'],
  ['user.option.get', () => ({}), 'data:text'],
  ['scope', () => ({}), ['text']],
  ['methods', () => ({}), ['text']],
  ['method.get', () => ({ name: 'crm.lead.list' }), 'isExisting:bool isAvailable:bool'],
  ['server.time', () => ({}), 'moment'],
  [
    'access.name',
    () => ({ ACCESS: ['G2', 'AU'] }),
    { G2: 'provider:any name:text provider_id:text', AU: 'provider:any name:text provider_id:text' },
  ],
  ['user.access', () => ({ ACCESS: ['AU'] }), 'bool'],
  ['user.admin', () => ({}), 'bool'],
  ['feature.get', () => ({ CODE: 'rest_offline_extended' }), 'value:flag'],
  ['user.add', () => ({ EMAIL: 'eva@example.test', UF_DEPARTMENT: [1] }), 'number'],
  ['user.update', () => ({ ID: 2, NAME: 'Max' }), 'bool'],
  [
    'user.userfield.add',
    () => ({ fields: { FIELD_NAME: 'SHAPE', USER_TYPE_ID: 'enumeration', LIST: [{ VALUE: 'a' }] } }),
    'number',
  ],
  [
    'user.userfield.list',
    () => ({}),
    [
      {
        is: 'ID:id ENTITY_ID:text FIELD_NAME:text USER_TYPE_ID:text XML_ID:any SORT:id MULTIPLE:flag MANDATORY:flag SHOW_FILTER:text SHOW_IN_LIST:flag EDIT_IN_LIST:flag IS_SEARCHABLE:flag',
        SETTINGS: 'DISPLAY:text LIST_HEIGHT:number CAPTION_NO_VALUE:any SHOW_NO_VALUE:flag',
        'LIST?': ['ID:id SORT:id VALUE:text DEF:flag XML_ID:text'],
      },
    ],
    'counted',
  ],
  [
    'user.userfield.update',
    async (world) => ({
      id: await world.add('user.userfield.add', { fields: { FIELD_NAME: 'A', USER_TYPE_ID: 'string' } }),
      fields: { SORT: 5 },
    }),
    'bool',
  ],
  [
    'user.userfield.delete',
    async (world) => ({
      id: await world.add('user.userfield.add', { fields: { FIELD_NAME: 'B', USER_TYPE_ID: 'string' } }),
    }),
    'bool',
  ],
  ['placement.list', () => ({}), ['text']],
  ['placement.bind', () => ({ PLACEMENT: 'CRM_LEAD_DETAIL_TAB', HANDLER: 'https://app.example.test/tab' }), 'bool'],
  ['placement.unbind', () => ({ PLACEMENT: 'CRM_LEAD_DETAIL_TAB' }), 'count:number'],
  ['events', () => ({}), ['text']],
  ['event.bind', () => ({ event: 'ONCRMDEALUPDATE', handler: 'https://app.example.test/event' }), 'bool'],
  ['event.unbind', () => ({ event: 'ONCRMDEALUPDATE', handler: 'https://app.example.test/event' }), 'count:number'],
  ['event.offline.list', () => ({ auth_connector: '' }), 'list', 'counted'],
  ['event.offline.get', () => ({}), 'process_id:any events:list'],
  ['event.offline.clear', () => ({ process_id: '0' }), 'bool'],
  ['bizproc.robot.update', () => ({ CODE: 'robot', FIELDS: { NAME: 'Robot' } }), 'bool'],
  ['bizproc.robot.delete', () => ({ CODE: 'robot' }), 'bool'],
]
