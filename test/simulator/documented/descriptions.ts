import type { Shape } from './shape.ts'
import type { Example } from './world.ts'

const card: Shape = [{ is: 'name:text title:text type:text', elements: ['name:text optionFlags:any'] }]
const main = { name: 'main', title: 'About the deal', type: 'section', elements: [{ name: 'TITLE', optionFlags: '0' }] }
const common = { entityTypeId: 2, userId: 1, scope: 'C', extras: { dealCategoryId: 0 } }

const kind = 'userTypeId:text description:text'
const userField: Shape = {
  is: 'ID:id ENTITY_ID:text FIELD_NAME:text USER_TYPE_ID:text XML_ID:any SORT:id MULTIPLE:flag MANDATORY:flag SHOW_FILTER:text SHOW_IN_LIST:flag EDIT_IN_LIST:flag IS_SEARCHABLE:flag',
  SETTINGS: 'SIZE:number ROWS:number REGEXP:any MIN_LENGTH:number MAX_LENGTH:number DEFAULT_VALUE:any',
  EDIT_FORM_LABEL: 'de:text en:text',
  LIST_COLUMN_LABEL: 'de:text en:text',
  LIST_FILTER_LABEL: 'de:text en:text',
  ERROR_MESSAGE: 'de:text? en:text?',
  HELP_MESSAGE: 'de:text? en:text?',
}

const itemField: Shape = {
  is: 'type:text isRequired:bool isReadOnly:bool isImmutable:bool isMultiple:bool isDynamic:bool title:text upperName:text',
  'isDeprecated?': 'bool',
  'statusType?': 'text',
  'settings?': 'object',
}
/** What a smart process has when everything is switched on. */
const smartFields =
  'id title xmlId createdTime updatedTime createdBy updatedBy assignedById opened webformId begindate closedate companyId contactId contactIds contacts observers categoryId movedTime movedBy stageId previousStageId sourceId sourceDescription currencyId isManualOpportunity opportunity taxValue mycompanyId lastActivityBy lastActivityTime'.split(
    ' ',
  )
const flags = [
  'Categories',
  'Stages',
  'BeginCloseDates',
  'Client',
  'LinkWithProducts',
  'Mycompany',
  'Source',
  'Observers',
]
const everything = Object.fromEntries(flags.map((flag) => [`is${flag}Enabled`, 'Y']))

/** Documented requests and the shapes of their documented answers: what describes fields, dictionaries and cards. */
export const descriptions: Example[] = [
  [
    'crm.status.entity.types',
    () => ({}),
    [
      {
        is: 'ID:text NAME:text',
        'SEMANTIC_INFO?': 'object',
        'ENTITY_TYPE_ID?': 'number',
        'PARENT_ID?': 'text',
        'PREFIX?': 'text',
        'FIELD_ATTRIBUTE_SCOPE?': 'text?',
        'IS_ENABLED?': 'bool',
        'CATEGORY_ID?': 'any',
        'CATEGORY_NAME?': 'text',
        'CATEGORY_SORT?': 'number',
        'IS_DEFAULT_CATEGORY?': 'bool',
      },
    ],
  ],
  [
    'crm.lead.list',
    () => ({ select: ['ID', 'TITLE', 'STATUS_ID', 'DATE_CREATE'], order: { STATUS_ID: 'ASC' } }),
    ['ID:id TITLE:text STATUS_ID:text DATE_CREATE:moment'],
    'counted',
  ],
  [
    'crm.item.fields',
    async (world) => {
      const { body } = await world.ask('crm.type.add', { fields: { title: 'Einkauf', ...everything } })
      return { entityTypeId: (body.result as { type: { entityTypeId: number } }).type.entityTypeId }
    },
    { fields: Object.fromEntries(smartFields.map((name) => [name, itemField])) },
  ],
  ['crm.item.details.configuration.set', () => ({ ...common, data: [main] }), 'bool'],
  ['crm.item.details.configuration.get', () => common, card],
  ['crm.item.details.configuration.forceCommonScopeForAll', () => common, 'bool'],
  ['crm.item.details.configuration.reset', () => common, 'bool'],
  [
    'crm.requisite.get',
    (world) => ({ id: world.requisite }),
    'ID:id ENTITY_TYPE_ID:id ENTITY_ID:id PRESET_ID:id DATE_CREATE:moment DATE_MODIFY:any CREATED_BY_ID:id MODIFY_BY_ID:any NAME:text CODE:any XML_ID:any ORIGINATOR_ID:any ACTIVE:flag ADDRESS_ONLY:flag SORT:id RQ_NAME:any RQ_FIRST_NAME:any RQ_LAST_NAME:any RQ_SECOND_NAME:any RQ_COMPANY_ID:any RQ_COMPANY_NAME:any RQ_COMPANY_FULL_NAME:any RQ_COMPANY_REG_DATE:any RQ_DIRECTOR:any RQ_ACCOUNTANT:any RQ_CEO_NAME:any RQ_CEO_WORK_POS:any RQ_CONTACT:any RQ_EMAIL:any RQ_PHONE:any RQ_FAX:any RQ_IDENT_TYPE:any RQ_IDENT_DOC:any RQ_IDENT_DOC_SER:any RQ_IDENT_DOC_NUM:any RQ_IDENT_DOC_PERS_NUM:any RQ_IDENT_DOC_DATE:any RQ_IDENT_DOC_ISSUED_BY:any RQ_IDENT_DOC_DEP_CODE:any RQ_INN:any RQ_KPP:any RQ_USRLE:any RQ_IFNS:any RQ_OGRN:any RQ_OGRNIP:any RQ_OKPO:any RQ_OKTMO:any RQ_OKVED:any RQ_EDRPOU:any RQ_DRFO:any RQ_KBE:any RQ_IIN:any RQ_BIN:any RQ_ST_CERT_SER:any RQ_ST_CERT_NUM:any RQ_ST_CERT_DATE:any RQ_VAT_PAYER:any RQ_VAT_ID:any RQ_VAT_CERT_SER:any RQ_VAT_CERT_NUM:any RQ_VAT_CERT_DATE:any RQ_RESIDENCE_COUNTRY:any RQ_BASE_DOC:any RQ_REGON:any RQ_KRS:any RQ_PESEL:any RQ_LEGAL_FORM:any RQ_SIRET:any RQ_SIREN:any RQ_CAPITAL:any RQ_RCS:any RQ_CNPJ:any RQ_STATE_REG:any RQ_MNPL_REG:any RQ_CPF:any',
  ],
  [
    'user.fields',
    () => ({}),
    'ID:text XML_ID:text ACTIVE:text NAME:text LAST_NAME:text SECOND_NAME:text TITLE:text EMAIL:text LAST_LOGIN:text DATE_REGISTER:text TIME_ZONE:text IS_ONLINE:text TIMESTAMP_X:text TIME_ZONE_OFFSET:text LAST_ACTIVITY_DATE:text PERSONAL_GENDER:text PERSONAL_PROFESSION:text PERSONAL_WWW:text PERSONAL_BIRTHDAY:text PERSONAL_PHOTO:text PERSONAL_ICQ:text PERSONAL_PHONE:text PERSONAL_FAX:text PERSONAL_MOBILE:text PERSONAL_PAGER:text PERSONAL_STREET:text PERSONAL_CITY:text PERSONAL_STATE:text PERSONAL_ZIP:text PERSONAL_COUNTRY:text PERSONAL_MAILBOX:text PERSONAL_NOTES:text WORK_PHONE:text WORK_COMPANY:text WORK_POSITION:text WORK_DEPARTMENT:text WORK_WWW:text WORK_FAX:text WORK_PAGER:text WORK_STREET:text WORK_MAILBOX:text WORK_CITY:text WORK_STATE:text WORK_ZIP:text WORK_COUNTRY:text WORK_PROFILE:text WORK_LOGO:text WORK_NOTES:text UF_SKYPE_LINK:text UF_ZOOM:text UF_EMPLOYMENT_DATE:text UF_TIMEMAN:text UF_DEPARTMENT:text UF_INTERESTS:text UF_SKILLS:text UF_WEB_SITES:text UF_XING:text UF_LINKEDIN:text UF_TWITTER:text UF_SKYPE:text UF_DISTRICT:text UF_PHONE_INNER:text USER_TYPE:text',
  ],
  [
    'crm.userfield.fields',
    () => ({}),
    {
      ID: 'type:text title:text isReadOnly:bool',
      ENTITY_ID: 'type:text title:text isImmutable:bool',
      FIELD_NAME: 'type:text title:text isImmutable:bool',
      USER_TYPE_ID: 'type:text title:text isImmutable:bool',
      XML_ID: 'type:text title:text',
      SORT: 'type:text title:text',
      MULTIPLE: 'type:text title:text',
      MANDATORY: 'type:text title:text',
      SHOW_FILTER: 'type:text title:text',
      SHOW_IN_LIST: 'type:text title:text',
      EDIT_IN_LIST: 'type:text title:text',
      IS_SEARCHABLE: 'type:text title:text',
      EDIT_FORM_LABEL: 'type:text title:text',
      LIST_COLUMN_LABEL: 'type:text title:text',
      LIST_FILTER_LABEL: 'type:text title:text',
      ERROR_MESSAGE: 'type:text title:text',
      HELP_MESSAGE: 'type:text title:text',
      LIST: 'type:text title:text isMultiple:bool',
      SETTINGS: 'type:text title:text',
    },
  ],
  [
    'crm.userfield.enumeration.fields',
    () => ({}),
    {
      ID: 'type:text title:text isReadOnly:bool',
      SORT: 'type:text title:text',
      VALUE: 'type:text title:text',
      DEF: 'type:text title:text',
      DEL: 'type:text title:text',
    },
  ],
  [
    'crm.userfield.settings.fields',
    () => ({ type: 'double' }),
    { DEFAULT_VALUE: 'type:text title:text', PRECISION: 'type:text title:text' },
  ],
  [
    'userfieldconfig.getTypes',
    () => ({ moduleId: 'crm' }),
    {
      types: {
        crm: kind,
        crm_status: kind,
        money: kind,
        employee: kind,
        string: kind,
        integer: kind,
        double: kind,
        datetime: kind,
        date: kind,
        boolean: kind,
        address: kind,
        url: kind,
        file: kind,
        enumeration: kind,
        iblock_section: kind,
        iblock_element: kind,
      },
    },
  ],
  ...['lead', 'contact', 'company', 'quote', 'requisite'].map((family): Example => [
    `crm.${family}.userfield.get`,
    async (world) => {
      const fields = { FIELD_NAME: 'SHOWN', USER_TYPE_ID: 'string', LABEL: 'x' }
      return { id: await world.add(`crm.${family}.userfield.add`, { fields }) }
    },
    userField,
  ]),
]
