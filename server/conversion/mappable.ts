import { isParentField } from './field-rules.ts'
import type { Field } from './snapshot.ts'

/** Why a field takes no part in a mapping: what else governs it. */
export type KeptOut =
  | 'identity' // names the record, or what it came from, for machines
  | 'number' // the portal counts it; it may be read, never written
  | 'link' // the relations of the records decide
  | 'stage' // pipeline and stage are chosen with the target
  | 'amount' // the product rows govern it
  | 'contact_data' // phones and e-mails travel together and find known clients
  | 'responsible' // chosen with the target
  | 'file' // pictures of a person or a company
  | 'system' // the portal keeps it by itself

/** Standard fields that no mapping touches, by their name. */
const byName: Readonly<Record<string, KeptOut>> = {
  id: 'identity',
  entityTypeId: 'identity',
  xmlId: 'identity',
  originId: 'identity',
  originatorId: 'identity',
  originVersion: 'identity',
  isMyCompany: 'identity',
  quoteNumber: 'number',
  accountNumber: 'number',
  contacts: 'link',
  mycompanyId: 'link',
  stageId: 'stage',
  categoryId: 'stage',
  previousStageId: 'stage',
  stageSemanticId: 'stage',
  statusDescription: 'stage',
  opportunity: 'amount',
  isManualOpportunity: 'amount',
  currencyId: 'amount',
  taxValue: 'amount',
  assignedById: 'responsible',
  isRecurring: 'system',
  isReturnCustomer: 'system',
  webformId: 'system',
  productId: 'system',
}

/** The same by type, for fields whose names nobody can list. */
const byType: Readonly<Record<string, KeptOut>> = {
  crm_multifield: 'contact_data',
  crm_category: 'stage',
  crm_currency: 'amount',
  crm_company: 'link',
  crm_contact: 'link',
  crm_lead: 'link',
  crm_deal: 'link',
  crm_quote: 'link',
  crm_entity: 'link',
  location: 'system',
  file: 'file',
}

/** Why this field takes no part in a mapping on its side; null for one that does. User fields always do. */
export function keptOut(field: Field, side: 'source' | 'target'): KeptOut | null {
  if (field.isUserField) return null
  const why = byName[field.name] ?? byType[field.type] ?? (isParentField(field.name) ? 'link' : null)
  if (why === 'number' && side === 'source') return null
  return why ?? (field.readOnly ? 'system' : null)
}
