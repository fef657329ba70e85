import { typeFacts } from '../crm/record-types.ts'
import { typeNames } from '../state.ts'
import type { ItemRef, TypeName } from '../state.ts'

/**
 * Where the list of a record type stands, and which placement its card's menu shows.
 * Source: the portal's own paths (openPath documentation) and the placement codes with the key under which a card
 * hands over its record (widgets in the CRM card, detail toolbar).
 */
export const recordPages: Record<TypeName, { list: string; toolbar: { code: string; idKey: 'ID' | 'ENTITY_ID' } }> = {
  lead: { list: '/crm/lead/', toolbar: { code: 'CRM_LEAD_DETAIL_TOOLBAR', idKey: 'ID' } },
  deal: { list: '/crm/deal/', toolbar: { code: 'CRM_DEAL_DETAIL_TOOLBAR', idKey: 'ID' } },
  quote: { list: '/crm/type/7/list/', toolbar: { code: 'CRM_QUOTE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' } },
  invoice: { list: '/crm/type/31/list/', toolbar: { code: 'CRM_SMART_INVOICE_DETAIL_TOOLBAR', idKey: 'ENTITY_ID' } },
  contact: { list: '/crm/contact/', toolbar: { code: 'CRM_CONTACT_DETAIL_TOOLBAR', idKey: 'ID' } },
  company: { list: '/crm/company/', toolbar: { code: 'CRM_COMPANY_DETAIL_TOOLBAR', idKey: 'ID' } },
}

/** The order in which the portal's menu names the types. */
export const menuOrder = Object.keys(recordPages) as readonly TypeName[]

/** The type whose list stands at this path; quotes have an older second address. */
export function listAt(path: string): TypeName | undefined {
  if (path === '/crm/quote/') return 'quote'
  return typeNames.find((type) => recordPages[type].list === path)
}

/** The record whose card stands at this path, whether it exists or not. */
export function cardAt(path: string): ItemRef | undefined {
  const [, folder, id] = /^(.+\/)([1-9]\d{0,9})\/$/.exec(path) ?? []
  const type = typeNames.find((name) => typeFacts[name].cardPath === folder)
  return type && { type, id: Number(id) }
}
