import { cardFolder, factsOf, isBuiltIn, typesOf } from '../crm/record-types.ts'
import type { BuiltInType, ItemRef, PortalState, TypeName } from '../state.ts'

interface RecordPage {
  list: string
  toolbar: { code: string; idKey: 'ID' | 'ENTITY_ID' }
}

/**
 * Where the list of a record type stands, and which placement its card's menu shows.
 * Source: the portal's own paths (openPath documentation) and the placement codes with the key under which a card
 * hands over its record (widgets in the CRM card, detail toolbar).
 */
export const recordPages: Record<BuiltInType, RecordPage> = {
  lead: { list: '/crm/lead/', toolbar: { code: 'CRM_LEAD_DETAIL_TOOLBAR', idKey: 'ID' } },
  deal: { list: '/crm/deal/', toolbar: { code: 'CRM_DEAL_DETAIL_TOOLBAR', idKey: 'ID' } },
  quote: { list: '/crm/type/7/list/', toolbar: { code: 'CRM_QUOTE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' } },
  invoice: { list: '/crm/type/31/list/', toolbar: { code: 'CRM_SMART_INVOICE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' } },
  contact: { list: '/crm/contact/', toolbar: { code: 'CRM_CONTACT_DETAIL_TOOLBAR', idKey: 'ID' } },
  company: { list: '/crm/company/', toolbar: { code: 'CRM_COMPANY_DETAIL_TOOLBAR', idKey: 'ID' } },
}

/** The same for any type of a portal: smart processes follow one rule. */
export function recordPage(state: PortalState, type: TypeName): RecordPage {
  if (isBuiltIn(type)) return recordPages[type]
  const { code, entityTypeId } = factsOf(state, type)
  return {
    list: `/crm/type/${entityTypeId}/list/`,
    toolbar: { code: `CRM_${code}_DETAIL_TOOLBAR`, idKey: 'ENTITY_ID' },
  }
}

/** The types in the order in which the portal's menu names them. */
export function menuOrder(state: PortalState): TypeName[] {
  const builtIn = Object.keys(recordPages) as BuiltInType[]
  return [...builtIn, ...typesOf(state).filter((type) => !isBuiltIn(type))]
}

/** The type whose list stands at this path; quotes have an older second address. */
export function listAt(state: PortalState, path: string): TypeName | undefined {
  if (path === '/crm/quote/') return 'quote'
  return typesOf(state).find((type) => recordPage(state, type).list === path)
}

/** The record whose card stands at this path, whether it exists or not. */
export function cardAt(state: PortalState, path: string): ItemRef | undefined {
  const [, folder, id] = /^(.+\/)([1-9]\d{0,9})\/$/.exec(path) ?? []
  const type = typesOf(state).find((name) => cardFolder(name) === folder)
  return type && { type, id: Number(id) }
}
