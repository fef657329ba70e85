import { entityTypeIdOf, isSmartTypeId, isSmartTypeName, smartRecordType } from './smart-types.ts'
import type { SmartTypeName, SmartTypes } from './smart-types.ts'

/**
 * The record types we convert between: everything that differs per type and is a fact about the portal.
 * Source: entity type ids, owner codes, user-field entities and card paths of the public REST documentation
 * (crm.item.*, crm.item.productrow.*, userfieldconfig.*, openPath).
 */
export interface RecordType {
  entityTypeId: number
  /** `ownerType` of crm.item.productrow.*; null where a type carries no product rows. */
  rowOwner: string | null
  /** `entityId` of userfieldconfig.*; null where only the portal knows it. */
  userFieldEntity: string | null
  /** The classic user-field family, which alone takes labels for list and filter; null where it does not exist. */
  userFieldMethods: string | null
  /** `ENTITY_TYPE` of crm.timeline.comment.add. */
  timelineType: string
  /** Pipelines exist and can be chosen (crm.category.list answers). */
  hasPipelines: boolean
  /** Dictionary of its stages, to which a pipeline adds its number (crm.status.list, ENTITY_ID); null without stages. */
  stageDictionary: string | null
  /** Path of the card inside the portal; the id goes between the slashes at the end. */
  cardPath: string
  /** What stands in place of a title when a type has none. */
  titleFields: readonly string[]
  /** The toolbar placement of the card, and the key under which it hands over the record's id. */
  placement: { code: string; idKey: 'ID' | 'ENTITY_ID' }
}

export const recordTypes = {
  lead: {
    entityTypeId: 1,
    rowOwner: 'L',
    userFieldEntity: 'CRM_LEAD',
    userFieldMethods: 'crm.lead.userfield',
    timelineType: 'lead',
    hasPipelines: false,
    stageDictionary: 'STATUS',
    cardPath: '/crm/lead/details/',
    titleFields: ['title'],
    placement: { code: 'CRM_LEAD_DETAIL_TOOLBAR', idKey: 'ID' },
  },
  deal: {
    entityTypeId: 2,
    rowOwner: 'D',
    userFieldEntity: 'CRM_DEAL',
    userFieldMethods: 'crm.deal.userfield',
    timelineType: 'deal',
    hasPipelines: true,
    stageDictionary: 'DEAL_STAGE',
    cardPath: '/crm/deal/details/',
    titleFields: ['title'],
    placement: { code: 'CRM_DEAL_DETAIL_TOOLBAR', idKey: 'ID' },
  },
  contact: {
    entityTypeId: 3,
    rowOwner: null,
    userFieldEntity: 'CRM_CONTACT',
    userFieldMethods: 'crm.contact.userfield',
    timelineType: 'contact',
    hasPipelines: false,
    stageDictionary: null,
    cardPath: '/crm/contact/details/',
    titleFields: ['name', 'secondName', 'lastName'],
    placement: { code: 'CRM_CONTACT_DETAIL_TOOLBAR', idKey: 'ID' },
  },
  company: {
    entityTypeId: 4,
    rowOwner: null,
    userFieldEntity: 'CRM_COMPANY',
    userFieldMethods: 'crm.company.userfield',
    timelineType: 'company',
    hasPipelines: false,
    stageDictionary: null,
    cardPath: '/crm/company/details/',
    titleFields: ['title'],
    placement: { code: 'CRM_COMPANY_DETAIL_TOOLBAR', idKey: 'ID' },
  },
  quote: {
    entityTypeId: 7,
    rowOwner: 'Q',
    userFieldEntity: 'CRM_QUOTE',
    userFieldMethods: 'crm.quote.userfield',
    timelineType: 'quote',
    hasPipelines: false,
    stageDictionary: 'QUOTE_STATUS',
    cardPath: '/crm/type/7/details/',
    titleFields: ['title'],
    placement: { code: 'CRM_QUOTE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' },
  },
  invoice: {
    entityTypeId: 31,
    rowOwner: 'SI',
    userFieldEntity: 'CRM_SMART_INVOICE',
    userFieldMethods: null,
    timelineType: 'smart_invoice',
    hasPipelines: true,
    stageDictionary: 'SMART_INVOICE_STAGE',
    cardPath: '/crm/type/31/details/',
    titleFields: ['title'],
    placement: { code: 'CRM_SMART_INVOICE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' },
  },
} as const satisfies Record<string, RecordType>

export type StandardTypeName = keyof typeof recordTypes
export type RecordTypeName = StandardTypeName | SmartTypeName

/** Types that a portal in simple CRM mode does without: what comes in becomes a deal and its client at once. */
export const offInSimpleCrm: ReadonlySet<RecordTypeName> = new Set<RecordTypeName>(['lead'])

/** The types every portal has, in the order in which they depend on each other when created together. */
export const standardTypeNames = [
  'company',
  'contact',
  'deal',
  'quote',
  'invoice',
  'lead',
] as const satisfies StandardTypeName[]

/** The facts of one type, with the wide type that code working on any type wants. */
export function recordType(name: RecordTypeName): RecordType {
  return isStandardTypeName(name) ? recordTypes[name] : smartRecordType(name)
}

/** Tells whether every portal has this type. */
export function isStandardTypeName(name: string): name is StandardTypeName {
  return Object.hasOwn(recordTypes, name)
}

/** Tells whether a text names a type of records. */
export function isRecordTypeName(name: string): name is RecordTypeName {
  return isStandardTypeName(name) || isSmartTypeName(name)
}

/** The type with this number; null for numbers of types we know nothing of. */
export function typeNumbered(entityTypeId: number): RecordTypeName | null {
  const standard = standardTypeNames.find((name) => recordTypes[name].entityTypeId === entityTypeId)
  return standard ?? (isSmartTypeId(entityTypeId) ? `smart${entityTypeId}` : null)
}

/** The type in whose cards a toolbar placement stands; null for other places. */
export function typeAtPlacement(code: string): RecordTypeName | null {
  const number = /^CRM_DYNAMIC_([1-9]\d{2,8})_DETAIL_TOOLBAR$/.exec(code)?.[1]
  if (number) return typeNumbered(Number(number))
  return standardTypeNames.find((name) => recordTypes[name].placement.code === code) ?? null
}

/** Types in the order in which they depend on each other: smart processes may need any of the others. */
export function inOrder(names: readonly RecordTypeName[]): RecordTypeName[] {
  const standard = standardTypeNames.filter((name) => names.includes(name))
  const smart = new Set(names.filter((name) => isSmartTypeName(name)))
  return [...standard, ...[...smart].toSorted((a, b) => entityTypeIdOf(a) - entityTypeIdOf(b))]
}

/** `ownerType` of the type's product rows; null where a type, or this smart process, carries none. */
export function rowOwnerOf(name: RecordTypeName, smartTypes: SmartTypes): string | null {
  return isSmartTypeName(name) && !smartTypes[name]?.hasRows ? null : recordType(name).rowOwner
}

/** `entityId` of the type's user fields; null for a smart process the portal has not described. */
export function userFieldEntityOf(name: RecordTypeName, smartTypes: SmartTypes): string | null {
  return isSmartTypeName(name) ? (smartTypes[name]?.userFieldEntity ?? null) : recordType(name).userFieldEntity
}

/** The portal path that opens a record's card. */
export function cardPath(name: RecordTypeName, id: number): string {
  return `${recordType(name).cardPath}${id}/`
}
