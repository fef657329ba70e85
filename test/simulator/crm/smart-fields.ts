import type { SmartFlag, SmartType } from '../crm-state.ts'
import { standardFields, type StandardField } from './standard-fields.ts'

/** Fields every smart process has. Source: crm.item.add for smart processes, REST facts, section 1.5. */
const always = [
  'id',
  'title',
  'createdTime',
  'updatedTime',
  'createdBy',
  'updatedBy',
  'assignedById',
  'opened',
  'categoryId',
  'webformId',
  'xmlId',
  'lastActivityBy',
  'lastActivityTime',
]

/** Fields a smart process has when it was told so. */
const onDemand: Partial<Record<SmartFlag, string[]>> = {
  isStagesEnabled: ['stageId', 'previousStageId', 'movedTime', 'movedBy'],
  isBeginCloseDatesEnabled: ['begindate', 'closedate'],
  isClientEnabled: ['companyId', 'contactId', 'contactIds'],
  isLinkWithProductsEnabled: ['currencyId', 'opportunity', 'isManualOpportunity', 'taxValue'],
  isMycompanyEnabled: ['mycompanyId'],
  isSourceEnabled: ['sourceId', 'sourceDescription'],
  isObserversEnabled: ['observers'],
}

/** The fields of a smart process, in the order of the field matrix; smart invoices are made of the same stuff. */
export function smartFields(type: SmartType | undefined): ReadonlyMap<string, StandardField> {
  const wanted = new Set(always)
  for (const [flag, names] of Object.entries(onDemand))
    if (type?.flags[flag as SmartFlag] === 'Y') for (const name of names) wanted.add(name)
  const fields = [...standardFields.invoice].filter(([name]) => wanted.has(name))
  // Unlike an invoice's, the pipeline of such a record can be chosen.
  return new Map(fields.map(([name, field]) => [name, name === 'categoryId' ? { ...field, writable: true } : field]))
}
