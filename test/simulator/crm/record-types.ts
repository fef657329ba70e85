import type { Text, TypeName } from '../state.ts'

export interface TypeFacts {
  entityTypeId: number
  name: Text
  /** Upper-case code, as in user-field entities and event names. */
  code: string
  /** `ownerType` of product rows; types without rows have a code that takes none. */
  ownerCode: string
  carriesRows: boolean
  userFieldEntity: string
  /** Name inside `crm.<family>.userfield.*`; null where that family does not exist. */
  userFieldFamily: string | null
  timelineType: string
  cardPath: string
  /** Dictionary of the stages of a pipeline; null for types without stages. */
  stageDictionary: ((categoryId: number) => string) | null
  /** Pipelines can be listed. */
  hasCategories: boolean
  hasFm: boolean
}

/**
 * What differs per type. Source: object types and owner types of the REST documentation (crm data types),
 * userfieldconfig.*, crm.timeline.comment.add, openPath.
 */
export const typeFacts: Record<TypeName, TypeFacts> = {
  lead: {
    entityTypeId: 1,
    name: { de: 'Lead', en: 'Lead' },
    code: 'LEAD',
    ownerCode: 'L',
    carriesRows: true,
    userFieldEntity: 'CRM_LEAD',
    userFieldFamily: 'lead',
    timelineType: 'lead',
    cardPath: '/crm/lead/details/',
    stageDictionary: () => 'STATUS',
    hasCategories: false,
    hasFm: true,
  },
  deal: {
    entityTypeId: 2,
    name: { de: 'Auftrag', en: 'Deal' },
    code: 'DEAL',
    ownerCode: 'D',
    carriesRows: true,
    userFieldEntity: 'CRM_DEAL',
    userFieldFamily: 'deal',
    timelineType: 'deal',
    cardPath: '/crm/deal/details/',
    stageDictionary: (id) => (id === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${id}`),
    hasCategories: true,
    hasFm: false,
  },
  contact: {
    entityTypeId: 3,
    name: { de: 'Kontakt', en: 'Contact' },
    code: 'CONTACT',
    ownerCode: 'C',
    carriesRows: false,
    userFieldEntity: 'CRM_CONTACT',
    userFieldFamily: 'contact',
    timelineType: 'contact',
    cardPath: '/crm/contact/details/',
    stageDictionary: null,
    hasCategories: true,
    hasFm: true,
  },
  company: {
    entityTypeId: 4,
    name: { de: 'Unternehmen', en: 'Company' },
    code: 'COMPANY',
    ownerCode: 'CO',
    carriesRows: false,
    userFieldEntity: 'CRM_COMPANY',
    userFieldFamily: 'company',
    timelineType: 'company',
    cardPath: '/crm/company/details/',
    stageDictionary: null,
    hasCategories: true,
    hasFm: true,
  },
  quote: {
    entityTypeId: 7,
    name: { de: 'Angebot', en: 'Quote' },
    code: 'QUOTE',
    ownerCode: 'Q',
    carriesRows: true,
    userFieldEntity: 'CRM_QUOTE',
    userFieldFamily: 'quote',
    timelineType: 'quote',
    cardPath: '/crm/type/7/details/',
    stageDictionary: () => 'QUOTE_STATUS',
    hasCategories: false,
    hasFm: false,
  },
  invoice: {
    entityTypeId: 31,
    name: { de: 'Rechnung', en: 'Invoice' },
    code: 'SMART_INVOICE',
    ownerCode: 'SI',
    carriesRows: true,
    userFieldEntity: 'CRM_SMART_INVOICE',
    userFieldFamily: null,
    timelineType: 'smart_invoice',
    cardPath: '/crm/type/31/details/',
    stageDictionary: (id) => `SMART_INVOICE_STAGE_${id}`,
    hasCategories: true,
    hasFm: false,
  },
}

const names = Object.keys(typeFacts) as TypeName[]

/** The type for which a fact has this value, e.g. `findType('entityTypeId', 31)`. */
export function findType<K extends keyof TypeFacts>(fact: K, value: TypeFacts[K]): TypeName | undefined {
  return names.find((name) => typeFacts[name][fact] === value)
}
