import { recordType, type RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'
import { isSmartTypeName } from './smart-types.ts'

/** What travels between one source type and one target type; the built-in conversion's own lists. */
export interface FieldRules {
  /** Fields that travel under the same name, or every field both sides have (`same`) except the type's own values. */
  copy: readonly string[] | 'same'
  /** Target field ← first filled of these source fields. */
  rename?: Readonly<Record<string, readonly string[]>>
  /** Target field ← first entry of this dictionary. */
  firstOf?: Readonly<Record<string, string>>
  /** Relation field of the target ← field of the source (`id` is the source itself). */
  links: Readonly<Record<string, string>>
  /** The smart processes the source is a child of become parents of the target too. */
  parents?: true
  rows: boolean
}

const always = ['comments', 'opened', 'assignedById'] as const
const money = ['opportunity', 'currencyId', 'isManualOpportunity'] as const
const campaign = ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const
const origin = ['originatorId', 'originId'] as const
const provenance = ['sourceId', 'sourceDescription'] as const
const person = ['honorific', 'name', 'secondName', 'lastName', 'birthdate', 'post'] as const
const clients = { companyId: 'companyId', contactIds: 'contactIds' } as const

/** What an offer and a deal have in common. */
const offer = ['title', ...money, 'taxValue', 'locationId', ...always] as const

export const fieldRules = {
  'lead>contact': {
    copy: [...person, 'fm', ...always, ...provenance, ...origin, ...campaign],
    links: { leadId: 'id', companyIds: 'companyId' },
    rows: false,
  },
  'lead>company': {
    copy: ['fm', ...always, ...origin, ...campaign],
    rename: { title: ['companyTitle', 'title'] },
    links: { leadId: 'id' },
    rows: false,
  },
  'lead>deal': {
    copy: ['title', ...money, ...always, ...provenance, ...origin, 'webformId', ...campaign],
    firstOf: { typeId: 'DEAL_TYPE' },
    links: { leadId: 'id', ...clients },
    parents: true,
    rows: true,
  },
  'deal>quote': { copy: offer, links: { dealId: 'id', leadId: 'leadId', ...clients }, parents: true, rows: true },
  'quote>deal': { copy: offer, links: { quoteId: 'id', leadId: 'leadId', ...clients }, parents: true, rows: true },
  'deal>invoice': { copy: 'same', links: { parentId2: 'id', ...clients }, rows: true },
  'quote>invoice': { copy: 'same', links: { parentId7: 'id', parentId2: 'dealId', ...clients }, rows: true },
} as const satisfies Record<string, FieldRules>

/** What a smart process and a standard type call the same relation: a link travels only where both have their field. */
const sameRelations = {
  parentId1: 'leadId',
  parentId2: 'dealId',
  parentId7: 'quoteId',
  leadId: 'parentId1',
  dealId: 'parentId2',
  quoteId: 'parentId7',
} as const

/** From or into a smart process travels every field both sides have; the portal relates them by one field. */
function smartRules(source: SourceTypeName): FieldRules {
  return {
    copy: 'same',
    links: { ...sameRelations, ...clients, [`parentId${recordType(source).entityTypeId}`]: 'id' },
    rows: true,
  }
}

/** Never copied although both sides may have them: stages, pipelines, dates and numbers belong to one record. */
export const ownValues: ReadonlySet<string> = new Set([
  'stageId',
  'categoryId',
  'begindate',
  'closedate',
  'actualDate',
  'accountNumber',
  'quoteNumber',
  'contactId',
  'xmlId',
])

/** Fields that say the same as another one, so that they are neither copied nor missed. */
export const shadows: ReadonlySet<string> = new Set(['id', 'contactId', 'contacts', 'entityTypeId'])

/** Which relation fields of a new record point at records made in the same conversion. */
const createdLinks: Partial<Record<RecordTypeName, Readonly<Record<string, RecordTypeName>>>> = {
  contact: { companyIds: 'company' },
  deal: { companyId: 'company', contactIds: 'contact' },
}
const smartCreatedLinks = { companyId: 'company', contactIds: 'contact', parentId2: 'deal' } as const

/** The same for any type; a smart process has only some of the fields, as its settings say. */
export function createdLinksOf(type: RecordTypeName): Readonly<Record<string, RecordTypeName>> {
  return isSmartTypeName(type) ? smartCreatedLinks : (createdLinks[type] ?? {})
}

/** What closing a source sets; only leads close. The client made from a lead is written back to it. */
export const closing: Partial<
  Record<SourceTypeName, { stageId: string; links: Readonly<Record<string, RecordTypeName>> }>
> = {
  // `CONVERTED` is the one success stage of leads on every portal (crm.status.entity.types, FINAL_SUCCESS_FIELD).
  lead: { stageId: 'CONVERTED', links: { companyId: 'company', contactIds: 'contact' } },
}

interface Origin {
  field: string
  reason: 'made_from_quote' | 'made_from_deal' | 'made_from_such'
}

const origins: Partial<Record<SourceTypeName, Partial<Record<RecordTypeName, Origin>>>> = {
  deal: { quote: { field: 'quoteId', reason: 'made_from_quote' } },
  quote: { deal: { field: 'dealId', reason: 'made_from_deal' } },
}

/** The field of the source that says it was itself made from this target type, so that it cannot become one again. */
export function originOf(source: SourceTypeName, target: RecordTypeName): Origin | null {
  if (isSmartTypeName(source) || isSmartTypeName(target))
    return { field: `parentId${recordType(target).entityTypeId}`, reason: 'made_from_such' }
  return origins[source]?.[target] ?? null
}

/** Targets of which a source gets at most one: an earlier one is linked instead of making another. */
export const madeOnce: Partial<Record<SourceTypeName, readonly RecordTypeName[]>> = { lead: ['contact', 'company'] }

/** An offer stands beside the others: it takes nothing from what a further one may carry. */
export const alternatives: ReadonlySet<RecordTypeName> = new Set(['quote'])

/** The target's field that points at the source, by which earlier children are found. */
export function originField(source: SourceTypeName, target: RecordTypeName): string {
  const [field] = Object.entries(rulesFor(source, target).links).find(([, from]) => from === 'id') ?? []
  if (!field) throw new Error(`No link from ${target} to its ${source}`)
  return field
}

/** A source that belongs to a known client gives only these targets: its contact and company exist already. */
export const knownClients: Partial<Record<SourceTypeName, { flag: string; targets: readonly RecordTypeName[] }>> = {
  lead: { flag: 'isReturnCustomer', targets: ['deal'] },
}

/** Relation fields that take several ids. */
export const listLinks: ReadonlySet<string> = new Set(['contactIds', 'companyIds'])

/** Tells whether records of the one type may become records of the other; what the portal relates is another question. */
export function hasRules(source: SourceTypeName, target: RecordTypeName): boolean {
  return isSmartTypeName(source) || isSmartTypeName(target) || Object.hasOwn(fieldRules, `${source}>${target}`)
}

/** The rules of a pair; every pair of a scheme has a row in the table, and one rule goes for all smart processes. */
export function rulesFor(source: SourceTypeName, target: RecordTypeName): FieldRules {
  if (isSmartTypeName(source) || isSmartTypeName(target)) return smartRules(source)
  const rules: FieldRules | undefined = (fieldRules as Record<string, FieldRules>)[`${source}>${target}`]
  if (!rules) throw new Error(`No field rules from ${source} to ${target}`)
  return rules
}

/** Tells whether a field names a parent of the record, by the portal's own naming of such relations. */
export function isParentField(name: string): boolean {
  return /^parentId[1-9]\d*$/.test(name)
}
