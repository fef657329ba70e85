import type { Example } from './world.ts'

/** Documented requests and the shapes of their documented answers: crm.requisite.*, crm.address.*. */
export const clients: Example[] = [
  [
    'crm.requisite.list',
    () => ({ select: ['ENTITY_TYPE_ID', 'ENTITY_ID', 'ID', 'NAME'] }),
    ['ENTITY_TYPE_ID:id ENTITY_ID:id ID:id NAME:text'],
    'counted',
  ],
  ['crm.requisite.preset.list', () => ({ select: ['ID', 'NAME'] }), ['ID:id NAME:text'], 'counted'],
  [
    'crm.requisite.preset.get',
    () => ({ id: 1 }),
    'ID:id ENTITY_TYPE_ID:id COUNTRY_ID:id DATE_CREATE:moment DATE_MODIFY:any CREATED_BY_ID:id MODIFY_BY_ID:any NAME:text XML_ID:text ACTIVE:flag SORT:id',
  ],
  [
    'crm.requisite.bankdetail.get',
    (world) => ({ id: world.bankDetail }),
    'ID:id ENTITY_ID:id COUNTRY_ID:id DATE_CREATE:moment DATE_MODIFY:any CREATED_BY_ID:id MODIFY_BY_ID:any NAME:text CODE:any XML_ID:text? ORIGINATOR_ID:any ACTIVE:flag SORT:id RQ_BANK_NAME:text? RQ_BANK_CODE:any RQ_BANK_ADDR:text? RQ_BANK_ROUTE_NUM:any RQ_BIK:text? RQ_MFO:any RQ_ACC_NAME:any RQ_ACC_NUM:text? RQ_ACC_TYPE:any RQ_IIK:any RQ_ACC_CURRENCY:text? RQ_COR_ACC_NUM:text? RQ_IBAN:any RQ_SWIFT:any RQ_BIC:any RQ_CODEB:any RQ_CODEG:any RQ_RIB:any RQ_AGENCY_NAME:any COMMENTS:any',
  ],
  [
    'crm.requisite.bankdetail.list',
    () => ({ select: ['ENTITY_ID', 'ID', 'NAME'] }),
    ['ENTITY_ID:id ID:id NAME:text'],
    'counted',
  ],
  [
    'crm.requisite.link.get',
    (world) => ({ entityTypeId: 2, entityId: world.deal }),
    'ENTITY_TYPE_ID:number ENTITY_ID:number REQUISITE_ID:id BANK_DETAIL_ID:id MC_REQUISITE_ID:id MC_BANK_DETAIL_ID:id',
  ],
  [
    'crm.requisite.link.list',
    () => ({}),
    ['ENTITY_TYPE_ID:id ENTITY_ID:id REQUISITE_ID:id BANK_DETAIL_ID:id MC_REQUISITE_ID:id MC_BANK_DETAIL_ID:id'],
    'counted',
  ],
  [
    'crm.address.list',
    () => ({}),
    [
      'TYPE_ID:id ENTITY_TYPE_ID:id ENTITY_ID:id ADDRESS_1:text ADDRESS_2:text? CITY:text POSTAL_CODE:text? REGION:text? PROVINCE:text? COUNTRY:text? COUNTRY_CODE:any LOC_ADDR_ID:id ANCHOR_TYPE_ID:id ANCHOR_ID:id',
    ],
    'counted',
  ],
]
