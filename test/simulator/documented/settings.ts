import type { Shape } from './shape.ts'
import type { Example } from './world.ts'

const category = 'id:number name:text sort:number entityTypeId:number isDefault:flag originId:any originatorId:any'

const smartType: Shape = {
  is: 'id:number title:text code:any createdBy:number entityTypeId:number customSectionId:any isCategoriesEnabled:flag isStagesEnabled:flag isBeginCloseDatesEnabled:flag isClientEnabled:flag isUseInUserfieldEnabled:flag isLinkWithProductsEnabled:flag isMycompanyEnabled:flag isDocumentsEnabled:flag isSourceEnabled:flag isObserversEnabled:flag isRecyclebinEnabled:flag isAutomationEnabled:flag isBizProcEnabled:flag isSetOpenPermissions:flag isPaymentsEnabled:flag isCountersEnabled:flag createdTime:moment updatedTime:moment updatedBy:number customSections:list',
  relations: {
    parent: ['entityTypeId:number isChildrenListEnabled:flag isPredefined:flag'],
    child: ['entityTypeId:number isChildrenListEnabled:flag isPredefined:flag'],
  },
  linkedUserFields:
    'CALENDAR_EVENT|UF_CRM_CAL_EVENT:flag TASKS_TASK|UF_CRM_TASK:flag TASKS_TASK_TEMPLATE|UF_CRM_TASK:flag',
}

const userField: Shape = {
  is: 'id:id entityId:text fieldName:text userTypeId:text xmlId:any sort:id multiple:flag mandatory:flag showFilter:flag showInList:flag editInList:flag isSearchable:flag',
  settings: 'DISPLAY:text LIST_HEIGHT:number CAPTION_NO_VALUE:any SHOW_NO_VALUE:flag',
  languageId: 'de:text? en:text?',
  editFormLabel: 'de:text? en:text?',
  listColumnLabel: 'de:any? en:any?',
  listFilterLabel: 'de:any? en:any?',
  errorMessage: 'de:any? en:any?',
  helpMessage: 'de:any? en:any?',
  enum: ['id:id userFieldId:id value:text def:flag sort:id xmlId:text'],
}

/** Documented requests and the shapes of their documented answers: dictionaries, pipelines, types, user fields. */
export const settings: Example[] = [
  [
    'crm.status.get',
    (world) => ({ id: world.source }),
    'ID:id ENTITY_ID:text STATUS_ID:text NAME:text NAME_INIT:text SORT:id SYSTEM:flag CATEGORY_ID:id? COLOR:text? SEMANTICS:text?',
  ],
  [
    'crm.status.list',
    () => ({ filter: { ENTITY_ID: 'STATUS' } }),
    [
      {
        is: 'ID:id ENTITY_ID:text STATUS_ID:text NAME:text NAME_INIT:text? SORT:id SYSTEM:flag CATEGORY_ID:any COLOR:text SEMANTICS:any',
        EXTRA: 'SEMANTICS:text COLOR:text',
      },
    ],
    'counted',
  ],
  ['crm.status.entity.items', () => ({ entityId: 'SOURCE' }), ['NAME:text SORT:number STATUS_ID:text']],
  ['crm.category.add', () => ({ entityTypeId: 2, fields: { name: 'Wartung', sort: 50 } }), { category: category }],
  ['crm.category.get', (world) => ({ entityTypeId: 2, id: world.category }), { category: category }],
  [
    'crm.category.list',
    () => ({ entityTypeId: 31 }),
    {
      categories: [category],
    },
    'counted',
  ],
  [
    'crm.category.update',
    (world) => ({ entityTypeId: 2, id: world.category, fields: { name: 'Service' } }),
    { category: category },
  ],
  [
    'crm.type.add',
    (world) => ({ fields: { title: 'Montage', ...world.relations } }),
    {
      type: smartType,
    },
  ],
  [
    'crm.type.get',
    (world) => ({ id: world.type.id }),
    {
      type: smartType,
    },
  ],
  [
    'crm.type.list',
    () => ({}),
    {
      types: [
        'id:number title:text code:any createdBy:number entityTypeId:number customSectionId:any isCategoriesEnabled:flag isStagesEnabled:flag isBeginCloseDatesEnabled:flag isClientEnabled:flag isUseInUserfieldEnabled:flag isLinkWithProductsEnabled:flag isMycompanyEnabled:flag isDocumentsEnabled:flag isSourceEnabled:flag isObserversEnabled:flag isRecyclebinEnabled:flag isAutomationEnabled:flag isBizProcEnabled:flag isSetOpenPermissions:flag isPaymentsEnabled:flag isCountersEnabled:flag createdTime:moment updatedTime:moment updatedBy:number',
      ],
    },
    'counted',
  ],
  [
    'crm.type.getbyentitytypeid',
    (world) => ({ entityTypeId: world.type.entityTypeId }),
    {
      type: smartType,
    },
  ],
  [
    'crm.automatedsolution.get',
    (world) => ({ id: world.solution }),
    { automatedSolution: { is: 'id:number title:text', typeIds: ['number'] } },
  ],
  [
    'userfieldconfig.add',
    () => ({
      moduleId: 'crm',
      field: {
        entityId: 'CRM_DEAL',
        fieldName: 'UF_CRM_DEAL_FORM',
        userTypeId: 'enumeration',
        editFormLabel: { de: 'Form', en: 'Shape' },
        enum: [{ value: 'Walm' }],
      },
    }),
    {
      field: userField,
    },
  ],
  [
    'userfieldconfig.get',
    (world) => ({ moduleId: 'crm', id: world.list }),
    {
      field: userField,
    },
  ],
  [
    'userfieldconfig.list',
    () => ({
      moduleId: 'crm',
      filter: { entityId: 'CRM_DEAL', fieldName: 'UF_CRM_DEAL_LIST' },
      select: { language: 'de' },
    }),
    {
      fields: [
        {
          is: 'id:id entityId:text fieldName:text userTypeId:text xmlId:any sort:id multiple:flag mandatory:flag showFilter:flag showInList:flag editInList:flag isSearchable:flag listColumnLabel:any listFilterLabel:any errorMessage:any helpMessage:any',
          settings: 'DISPLAY:text LIST_HEIGHT:number CAPTION_NO_VALUE:any SHOW_NO_VALUE:flag',
          languageId: 'de:text',
          editFormLabel: 'de:text',
        },
      ],
    },
    'counted',
  ],
  [
    'userfieldconfig.update',
    (world) => ({ moduleId: 'crm', id: world.list, field: { sort: 200 } }),
    {
      field: userField,
    },
  ],
  [
    'crm.deal.userfield.get',
    (world) => ({ id: world.text }),
    {
      is: 'ID:id ENTITY_ID:text FIELD_NAME:text USER_TYPE_ID:text XML_ID:any SORT:id MULTIPLE:flag MANDATORY:flag SHOW_FILTER:flag SHOW_IN_LIST:flag EDIT_IN_LIST:flag IS_SEARCHABLE:flag',
      SETTINGS: 'SIZE:number ROWS:number REGEXP:any MIN_LENGTH:number MAX_LENGTH:number DEFAULT_VALUE:text?',
      EDIT_FORM_LABEL: 'de:text? en:text?',
      LIST_COLUMN_LABEL: 'de:text? en:text?',
      LIST_FILTER_LABEL: 'de:text? en:text?',
      ERROR_MESSAGE: 'de:text? en:text?',
      HELP_MESSAGE: 'de:text? en:text?',
    },
  ],
  [
    'crm.deal.userfield.list',
    () => ({ filter: { LANG: 'de', USER_TYPE_ID: 'crm_status' } }),
    [
      {
        is: 'ID:id ENTITY_ID:text FIELD_NAME:text USER_TYPE_ID:text XML_ID:any SORT:id MULTIPLE:flag MANDATORY:flag SHOW_FILTER:text SHOW_IN_LIST:flag EDIT_IN_LIST:flag IS_SEARCHABLE:flag EDIT_FORM_LABEL:text LIST_COLUMN_LABEL:text LIST_FILTER_LABEL:text ERROR_MESSAGE:any HELP_MESSAGE:any',
        SETTINGS: 'ENTITY_TYPE:text?',
      },
    ],
    'counted',
  ],
]
