import { typeNames, type BuiltInType, type PortalState, type Text, type TypeName } from '../state.ts'
import { smartCardPath, smartFacts, smartId, smartName } from './smart-types.ts'

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
export const typeFacts: Record<BuiltInType, TypeFacts> = {
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

/** Every type of records of this portal, its smart processes included. */
export function typesOf(state: PortalState): TypeName[] {
  return [...typeNames, ...state.smartTypes.map((type) => smartName(type.entityTypeId))]
}

/** What differs for this type on this portal. */
export function factsOf(state: PortalState, name: TypeName): TypeFacts {
  if (isBuiltIn(name)) return typeFacts[name]
  const type = state.smartTypes.find((known) => known.entityTypeId === smartId(name))
  if (!type) throw new Error(`The portal has no type ${name}.`)
  return smartFacts(type)
}

/** Whether every portal has this type. */
export function isBuiltIn(name: TypeName): name is BuiltInType {
  return name in typeFacts
}

/** The name of the type with this number: every number that is no built-in one stands for a smart process. */
export function typeNamed(entityTypeId: number): TypeName {
  return typeNames.find((name) => typeFacts[name].entityTypeId === entityTypeId) ?? smartName(entityTypeId)
}

/** The folder of a type's cards. */
export function cardFolder(name: TypeName): string {
  return isBuiltIn(name) ? typeFacts[name].cardPath : smartCardPath(smartId(name))
}

/** The type for which a fact has this value, e.g. `findType(state, 'entityTypeId', 31)`. */
export function findType<K extends keyof TypeFacts>(
  state: PortalState,
  fact: K,
  value: TypeFacts[K],
): TypeName | undefined {
  return typesOf(state).find((name) => factsOf(state, name)[fact] === value)
}
