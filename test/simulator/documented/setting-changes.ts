import type { Example } from './world.ts'

const typeNames =
  'string integer double boolean enumeration date datetime money url address file employee crm crm_status iblock_section iblock_element'
const typeList: Example[2] = {
  types: Object.fromEntries(typeNames.split(' ').map((name) => [name, 'userTypeId:text description:text'])),
}

/** Documented requests and the shapes of their documented answers: dictionaries, currencies, types. */
export const settingChanges: Example[] = [
  ['crm.status.add', () => ({ fields: { ENTITY_ID: 'SOURCE', STATUS_ID: 'FAIR', NAME: 'Messe' } }), 'number'],
  ['crm.status.update', (world) => ({ id: world.source, fields: { NAME: 'Anruf' } }), 'bool'],
  [
    'crm.status.delete',
    async (world) => ({
      id: await world.add('crm.status.add', { fields: { ENTITY_ID: 'SOURCE', STATUS_ID: 'GONE', NAME: 'x' } }),
    }),
    'bool',
  ],
  [
    'crm.category.delete',
    async (world) => ({
      entityTypeId: 2,
      id: await world.add('crm.category.add', { entityTypeId: 2, fields: { name: 'x' } }, 'category'),
    }),
    'any',
  ],
  [
    'crm.currency.list',
    () => ({}),
    [
      'CURRENCY:text AMOUNT_CNT:id AMOUNT:text SORT:id BASE:flag FULL_NAME:text LID:text FORMAT_STRING:text DEC_POINT:text THOUSANDS_SEP:text? DECIMALS:id DATE_UPDATE:moment',
    ],
    'counted',
  ],
  [
    'crm.currency.get',
    () => ({ id: 'EUR' }),
    {
      is: 'CURRENCY:text AMOUNT_CNT:id AMOUNT:text SORT:id BASE:flag FULL_NAME:text LID:text FORMAT_STRING:text DEC_POINT:text THOUSANDS_SEP:text DECIMALS:id DATE_UPDATE:moment',
      LANG: {
        en: 'FORMAT_STRING:text FULL_NAME:text DEC_POINT:text THOUSANDS_SEP:any DECIMALS:id THOUSANDS_VARIANT:text HIDE_ZERO:flag',
        de: 'FORMAT_STRING:text FULL_NAME:text DEC_POINT:text THOUSANDS_SEP:text DECIMALS:id THOUSANDS_VARIANT:text HIDE_ZERO:flag',
      },
    },
  ],
  ['crm.currency.add', () => ({ fields: { CURRENCY: 'CNY', AMOUNT: 8, AMOUNT_CNT: 1 } }), 'text'],
  ['crm.currency.update', () => ({ id: 'CNY', fields: { SORT: 5 } }), 'bool'],
  [
    'crm.currency.localizations.set',
    () => ({ id: 'CNY', localizations: { de: { FULL_NAME: 'Yuan', FORMAT_STRING: '#', DECIMALS: 2 } } }),
    'bool',
  ],
  [
    'crm.currency.localizations.get',
    () => ({ id: 'EUR' }),
    {
      en: 'FORMAT_STRING:text FULL_NAME:text DEC_POINT:text THOUSANDS_SEP:any DECIMALS:id THOUSANDS_VARIANT:text HIDE_ZERO:flag',
      de: 'FORMAT_STRING:text FULL_NAME:text DEC_POINT:text THOUSANDS_SEP:text DECIMALS:id THOUSANDS_VARIANT:text HIDE_ZERO:flag',
    },
  ],
  ['crm.currency.localizations.delete', () => ({ id: 'CNY', lids: ['de'] }), 'bool'],
  ['crm.currency.delete', () => ({ id: 'CNY' }), 'bool'],
  ['crm.currency.base.get', () => ({}), 'text'],
  ['crm.currency.base.set', () => ({ id: 'EUR' }), 'bool'],
  ['crm.settings.mode.get', () => ({}), 'number'],
  ['crm.enum.ownertype', () => ({}), ['ID:number NAME:text SYMBOL_CODE:text SYMBOL_CODE_SHORT:text']],
  ['crm.enum.addresstype', () => ({}), ['ID:number NAME:text SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.settings.mode', () => ({}), ['ID:number NAME:text SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.activitytype', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.activitystatus', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.activitypriority', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.activitydirection', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.activitynotifytype', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.contenttype', () => ({}), ['ID:number NAME:text? SYMBOL_CODE:any SYMBOL_CODE_SHORT:any']],
  ['crm.enum.getorderownertypes', () => ({}), ['attribute:text code:text id:number name:text']],
  ['crm.userfield.types', () => ({}), ['ID:text title:text']],
  ['userfieldconfig.getTypes', () => ({ moduleId: 'crm' }), typeList],
  [
    'userfieldconfig.delete',
    async (world) => ({
      moduleId: 'crm',
      id: await world.add('crm.deal.userfield.add', {
        fields: { FIELD_NAME: 'HELLO', USER_TYPE_ID: 'enumeration', LABEL: 'x', LIST: [{ VALUE: 'a' }] },
      }),
    }),
    'any',
  ],
  [
    'crm.type.update',
    (world) => ({ id: world.type.id, fields: { title: 'Abnahme' } }),
    {
      type: {
        is: 'id:number title:text code:any createdBy:number entityTypeId:number customSectionId:any isCategoriesEnabled:flag isStagesEnabled:flag isBeginCloseDatesEnabled:flag isClientEnabled:flag isUseInUserfieldEnabled:flag isLinkWithProductsEnabled:flag isMycompanyEnabled:flag isDocumentsEnabled:flag isSourceEnabled:flag isObserversEnabled:flag isRecyclebinEnabled:flag isAutomationEnabled:flag isBizProcEnabled:flag isSetOpenPermissions:flag isPaymentsEnabled:flag isCountersEnabled:flag createdTime:moment updatedTime:moment updatedBy:number customSections:list',
        relations: { is: 'parent:list', child: ['entityTypeId:number isChildrenListEnabled:flag isPredefined:flag'] },
        linkedUserFields:
          'CALENDAR_EVENT|UF_CRM_CAL_EVENT:flag TASKS_TASK|UF_CRM_TASK:flag TASKS_TASK_TEMPLATE|UF_CRM_TASK:flag',
      },
    },
  ],
  [
    'crm.type.delete',
    async (world) => ({ id: await world.add('crm.type.add', { fields: { title: 'x' } }, 'type') }),
    'list',
  ],
  [
    'crm.automatedsolution.add',
    (world) => ({ fields: { title: 'Büro', typeIds: [world.type.id] } }),
    { automatedSolution: { is: 'id:number title:text', typeIds: ['number'] } },
  ],
  [
    'crm.automatedsolution.list',
    () => ({}),
    { automatedSolutions: [{ is: 'id:number title:text', typeIds: 'list' }] },
    'counted',
  ],
  [
    'crm.automatedsolution.update',
    (world) => ({ id: world.solution, fields: { title: 'Bau' } }),
    { automatedSolution: { is: 'id:number title:text', typeIds: 'list' } },
  ],
  [
    'crm.automatedsolution.delete',
    async (world) => ({
      id: await world.add('crm.automatedsolution.add', { fields: { title: 'x' } }, 'automatedSolution'),
    }),
    'any',
  ],
]
