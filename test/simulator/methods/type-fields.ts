import type { ClassicField } from '../crm/classic-records.ts'

/** What a smart process consists of. Source: crm.type.fields. */
export const typeFields: ClassicField[] = [
  ['id', 'integer', 'R', 'ID'],
  ['title', 'string', '!', 'Title'],
  ['code', 'string', '', 'Symbolic Code'],
  ['createdBy', 'user', 'R', 'Created By'],
  ['entityTypeId', 'integer', '!I', 'Type Identifier'],
  ['customSectionId', 'integer', 'I', 'Digital Workspace'],
  ['isCategoriesEnabled', 'boolean', '', 'Use custom funnels and sales tunnels in the smart process'],
  ['isStagesEnabled', 'boolean', '', 'Use custom stages and Kanban in the smart process'],
  ['isBeginCloseDatesEnabled', 'boolean', '', "Fields 'Start Date' and 'End Date'"],
  ['isClientEnabled', 'boolean', '', "Field 'Client'"],
  ['isUseInUserfieldEnabled', 'boolean', '', 'Use in user field'],
  ['isLinkWithProductsEnabled', 'boolean', '', 'Link with catalog products'],
  ['isMycompanyEnabled', 'boolean', '', "Field 'Your Company Details'"],
  ['isDocumentsEnabled', 'boolean', '', 'Document Printing'],
  ['isSourceEnabled', 'boolean', '', "Fields 'Source' and 'Additional Information about Source'"],
  ['isObserversEnabled', 'boolean', '', "Field 'Observers'"],
  ['isRecyclebinEnabled', 'boolean', '', 'Use Recycle Bin'],
  ['isAutomationEnabled', 'boolean', '', 'Use Automation rules and triggers in the smart process'],
  ['isBizProcEnabled', 'boolean', '', 'Use business process designer in the smart process'],
  ['isSetOpenPermissions', 'boolean', '', 'Make new funnels available to everyone'],
  ['createdTime', 'datetime', '', 'Creation Date'],
  ['updatedTime', 'datetime', '', 'Modification Date'],
  ['updatedBy', 'user', 'R', 'Modified By'],
]
