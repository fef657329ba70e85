import type { Example } from './world.ts'

/** Documented requests and the shapes of their documented answers: crm.item.*, the classic families, crm.stagehistory.list, crm.duplicate.findbycomm. */
export const records: Example[] = [
  [
    'crm.item.add',
    (world) => ({
      entityTypeId: 2,
      fields: { title: 'Dach', observers: [1], contactIds: [world.contact], companyId: world.company, comments: 'x' },
    }),
    {
      item: {
        is: 'id:number createdTime:moment dateCreateShort:any updatedTime:moment dateModifyShort:any createdBy:number updatedBy:number assignedById:number opened:flag leadId:number? companyId:number contactId:number quoteId:number? title:text productId:any categoryId:number stageId:text stageSemanticId:text isNew:flag isRecurring:flag isReturnCustomer:flag isRepeatedApproach:flag closed:flag typeId:text opportunity:number isManualOpportunity:flag taxValue:number currencyId:text probability:number? comments:text begindate:moment begindateShort:any closedate:moment closedateShort:any eventDate:any eventDateShort:any eventId:any eventDescription:any locationId:any webformId:any sourceId:text sourceDescription:text? originatorId:any originId:any additionalInfo:text? searchContent:any orderStage:any movedBy:number movedTime:moment lastActivityBy:number lastActivityTime:moment isWork:any isWon:any isLose:any receivedAmount:any lostAmount:any hasProducts:any utmSource:text? utmMedium:text? utmCampaign:any utmContent:any utmTerm:any entityTypeId:number',
        observers: ['number'],
        contactIds: ['number'],
      },
    },
  ],
  [
    'crm.item.get',
    (world) => ({ entityTypeId: 1, id: world.lead }),
    {
      item: {
        is: 'id:number createdTime:moment dateCreateShort:any updatedTime:moment dateModifyShort:any createdBy:number updatedBy:number assignedById:number opened:flag companyId:number contactId:number stageId:text isConvert:any statusDescription:any stageSemanticId:text productId:any opportunity:number currencyId:text sourceId:text sourceDescription:text? title:text name:text? lastName:text? secondName:text? shortName:any companyTitle:text? post:text? address:any comments:text? webformId:number originatorId:any originId:any dateClosed:any birthdate:moment? honorific:text? hasPhone:flag hasEmail:flag hasImol:flag login:any isReturnCustomer:flag searchContent:text? isManualOpportunity:flag movedBy:number movedTime:moment lastActivityBy:number lastActivityTime:moment phoneMobile:any phoneWork:text phoneMailing:any emailHome:any emailWork:text? emailMailing:any skype:any icq:any imol:any email:text? phone:text utmSource:any utmMedium:any utmCampaign:any utmContent:any utmTerm:any observers:list contactIds:list entityTypeId:number',
        fm: ['id:number valueType:text value:text typeId:text'],
      },
    },
  ],
  [
    'crm.item.list',
    () => ({
      entityTypeId: 1,
      select: [
        'id',
        'title',
        'lastName',
        'name',
        'stageId',
        'sourceId',
        'assignedById',
        'opportunity',
        'isManualOpportunity',
      ],
    }),
    {
      items: [
        'id:number assignedById:number stageId:text opportunity:number sourceId:text title:text name:text? lastName:any isManualOpportunity:flag',
      ],
    },
    'counted',
  ],
  [
    'crm.item.update',
    (world) => ({ entityTypeId: 2, id: world.deal, fields: { title: 'Dachstuhl', observers: [1] } }),
    {
      item: {
        is: 'id:number createdTime:moment dateCreateShort:any updatedTime:moment dateModifyShort:any createdBy:number updatedBy:number assignedById:number opened:flag leadId:any companyId:number contactId:number quoteId:any title:text productId:any categoryId:number stageId:text stageSemanticId:text isNew:flag isRecurring:flag isReturnCustomer:flag isRepeatedApproach:flag closed:flag typeId:text opportunity:number isManualOpportunity:flag taxValue:number currencyId:text probability:any comments:any begindate:moment begindateShort:any closedate:moment closedateShort:any eventDate:any eventDateShort:any eventId:any eventDescription:any locationId:any webformId:number? sourceId:any sourceDescription:any originatorId:any originId:any additionalInfo:text? searchContent:text? orderStage:any movedBy:number movedTime:moment lastActivityBy:number lastActivityTime:moment isWork:any isWon:any isLose:any receivedAmount:any lostAmount:any hasProducts:any utmSource:text? utmMedium:any utmCampaign:any utmContent:any utmTerm:any contactIds:list entityTypeId:number',
        observers: ['number'],
      },
    },
  ],
  [
    'crm.lead.get',
    (world) => ({ id: world.lead }),
    {
      is: 'ID:id TITLE:text HONORIFIC:any NAME:any SECOND_NAME:any LAST_NAME:any COMPANY_TITLE:any COMPANY_ID:any CONTACT_ID:any IS_RETURN_CUSTOMER:flag BIRTHDATE:any SOURCE_ID:text SOURCE_DESCRIPTION:any STATUS_ID:text STATUS_DESCRIPTION:any POST:any COMMENTS:any CURRENCY_ID:text OPPORTUNITY:text IS_MANUAL_OPPORTUNITY:flag HAS_PHONE:flag HAS_EMAIL:flag HAS_IMOL:flag ASSIGNED_BY_ID:id CREATED_BY_ID:id MODIFY_BY_ID:id DATE_CREATE:moment DATE_MODIFY:moment DATE_CLOSED:any STATUS_SEMANTIC_ID:text OPENED:flag ORIGINATOR_ID:any ORIGIN_ID:any MOVED_BY_ID:id MOVED_TIME:moment ADDRESS:any ADDRESS_2:any ADDRESS_CITY:any ADDRESS_POSTAL_CODE:any ADDRESS_REGION:any ADDRESS_PROVINCE:any ADDRESS_COUNTRY:any ADDRESS_COUNTRY_CODE:any ADDRESS_LOC_ADDR_ID:any UTM_SOURCE:any UTM_MEDIUM:any UTM_CAMPAIGN:any UTM_CONTENT:any UTM_TERM:any LAST_ACTIVITY_BY:id LAST_ACTIVITY_TIME:moment',
      PHONE: ['ID:id VALUE_TYPE:text VALUE:text TYPE_ID:text'],
    },
  ],
  [
    'crm.deal.get',
    (world) => ({ id: world.deal }),
    'ID:id TITLE:text TYPE_ID:text STAGE_ID:text PROBABILITY:id? CURRENCY_ID:text OPPORTUNITY:text IS_MANUAL_OPPORTUNITY:flag TAX_VALUE:text LEAD_ID:any COMPANY_ID:id CONTACT_ID:id? QUOTE_ID:any BEGINDATE:moment CLOSEDATE:moment ASSIGNED_BY_ID:id CREATED_BY_ID:id MODIFY_BY_ID:id DATE_CREATE:moment DATE_MODIFY:moment OPENED:flag CLOSED:flag COMMENTS:text? ADDITIONAL_INFO:text? LOCATION_ID:any CATEGORY_ID:id STAGE_SEMANTIC_ID:text IS_NEW:flag IS_RECURRING:flag IS_RETURN_CUSTOMER:flag IS_REPEATED_APPROACH:flag SOURCE_ID:text SOURCE_DESCRIPTION:text? ORIGINATOR_ID:any ORIGIN_ID:any MOVED_BY_ID:id MOVED_TIME:moment LAST_ACTIVITY_TIME:moment UTM_SOURCE:text? UTM_MEDIUM:text? UTM_CAMPAIGN:any UTM_CONTENT:any UTM_TERM:any LAST_ACTIVITY_BY:id',
  ],
  [
    'crm.contact.get',
    (world) => ({ id: world.contact }),
    {
      is: 'ID:id POST:text? COMMENTS:text? HONORIFIC:text? NAME:text SECOND_NAME:text? LAST_NAME:text PHOTO:any LEAD_ID:any TYPE_ID:text SOURCE_ID:text SOURCE_DESCRIPTION:text? COMPANY_ID:id BIRTHDATE:moment? EXPORT:flag HAS_PHONE:flag HAS_EMAIL:flag HAS_IMOL:flag DATE_CREATE:moment DATE_MODIFY:moment ASSIGNED_BY_ID:id CREATED_BY_ID:id MODIFY_BY_ID:id OPENED:flag FACE_ID:any ORIGINATOR_ID:any ORIGIN_ID:any ORIGIN_VERSION:any ADDRESS_COUNTRY_CODE:any LAST_ACTIVITY_TIME:moment ADDRESS:any ADDRESS_2:any ADDRESS_CITY:any ADDRESS_POSTAL_CODE:any ADDRESS_REGION:any ADDRESS_PROVINCE:any ADDRESS_COUNTRY:any ADDRESS_LOC_ADDR_ID:any UTM_SOURCE:text? UTM_MEDIUM:text? UTM_CAMPAIGN:text? UTM_CONTENT:text? UTM_TERM:text? LAST_ACTIVITY_BY:id',
      PHONE: ['ID:id VALUE_TYPE:text VALUE:text TYPE_ID:text'],
      EMAIL: ['ID:id VALUE_TYPE:text VALUE:text TYPE_ID:text'],
    },
  ],
  [
    'crm.company.get',
    (world) => ({ id: world.company }),
    'ID:id COMPANY_TYPE:text TITLE:text LOGO:any LEAD_ID:any HAS_PHONE:flag HAS_EMAIL:flag HAS_IMOL:flag ASSIGNED_BY_ID:id CREATED_BY_ID:id MODIFY_BY_ID:id BANKING_DETAILS:text? INDUSTRY:text? REVENUE:text CURRENCY_ID:text EMPLOYEES:text? COMMENTS:any DATE_CREATE:moment DATE_MODIFY:moment OPENED:flag IS_MY_COMPANY:flag ORIGINATOR_ID:any ORIGIN_ID:any ORIGIN_VERSION:any ADDRESS:any ADDRESS_2:any ADDRESS_CITY:any ADDRESS_POSTAL_CODE:any ADDRESS_REGION:any ADDRESS_PROVINCE:any ADDRESS_COUNTRY:any ADDRESS_COUNTRY_CODE:any ADDRESS_LOC_ADDR_ID:any ADDRESS_LEGAL:any REG_ADDRESS:any REG_ADDRESS_2:any REG_ADDRESS_CITY:any REG_ADDRESS_POSTAL_CODE:any REG_ADDRESS_REGION:any REG_ADDRESS_PROVINCE:any REG_ADDRESS_COUNTRY:any REG_ADDRESS_COUNTRY_CODE:any REG_ADDRESS_LOC_ADDR_ID:any UTM_SOURCE:any UTM_MEDIUM:any UTM_CAMPAIGN:any UTM_CONTENT:any UTM_TERM:any LAST_ACTIVITY_BY:id LAST_ACTIVITY_TIME:moment LAST_COMMUNICATION_TIME:any',
  ],
  [
    'crm.quote.get',
    (world) => ({ id: world.quote }),
    'ID:id TITLE:text STATUS_ID:text CURRENCY_ID:text OPPORTUNITY:text TAX_VALUE:text COMPANY_ID:id CONTACT_ID:any MYCOMPANY_ID:id? BEGINDATE:moment CLOSEDATE:moment? ACTUAL_DATE:moment? ASSIGNED_BY_ID:id CREATED_BY_ID:id MODIFY_BY_ID:id DATE_CREATE:moment DATE_MODIFY:moment OPENED:flag CLOSED:flag COMMENTS:text? LEAD_ID:any DEAL_ID:any QUOTE_NUMBER:id CONTENT:any TERMS:any PERSON_TYPE_ID:id? LOCATION_ID:any CLIENT_TITLE:any CLIENT_ADDR:any CLIENT_CONTACT:any CLIENT_EMAIL:any CLIENT_PHONE:any CLIENT_TP_ID:any CLIENT_TPA_ID:any UTM_SOURCE:any UTM_MEDIUM:any UTM_CAMPAIGN:any UTM_CONTENT:any UTM_TERM:any LAST_COMMUNICATION_TIME:any LAST_ACTIVITY_BY:id LAST_ACTIVITY_TIME:moment',
  ],
  [
    'crm.stagehistory.list',
    () => ({ entityTypeId: 2 }),
    {
      items: [
        'ID:number TYPE_ID:number OWNER_ID:number CREATED_TIME:moment CATEGORY_ID:number STAGE_SEMANTIC_ID:text STAGE_ID:text',
      ],
    },
    'counted',
  ],
  [
    'crm.duplicate.findbycomm',
    () => ({ entity_type: 'CONTACT', type: 'PHONE', values: ['+4930123'] }),
    { CONTACT: ['number'] },
  ],
]
