import type { TypeName } from '../state.ts'

/**
 * What the answers of `crm.item.*` carry beside the fields: columns of the platform's tables that nothing fills any
 * more. `crm.item.fields` does not name them, nobody can write them. Source: answers of crm.item.get and .add, fields of
 * CRM objects.
 */
export const bareColumns: Partial<Record<TypeName, readonly string[]>> = {
  lead: ['dateCreateShort', 'dateModifyShort', 'searchContent'],
  deal: [
    'dateCreateShort',
    'dateModifyShort',
    'begindateShort',
    'closedateShort',
    'eventDate',
    'eventDateShort',
    'eventId',
    'eventDescription',
    'webformId',
    'searchContent',
    'orderStage',
    'isWork',
    'isWon',
    'isLose',
    'receivedAmount',
    'lostAmount',
    'hasProducts',
  ],
  contact: ['shortName', 'searchContent', 'webformId'],
  company: ['addressLegal', 'searchContent', 'webformId'],
  quote: [
    'dateCreateShort',
    'dateModifyShort',
    'personTypeId',
    'commentsType',
    'begindateShort',
    'closedateShort',
    'contentType',
    'termsType',
    'storageTypeId',
    'storageElementIds',
    'clientTitle',
    'clientAddr',
    'clientContact',
    'clientEmail',
    'clientPhone',
    'clientTpId',
    'clientTpaId',
    'searchContent',
    'hasProducts',
  ],
}

/** The pictures a company lends to documents: user fields of the platform's own, whose names follow the wish for originals. */
export const documentPictures: Partial<Record<TypeName, readonly [original: string, camelCase: string][]>> = {
  company: [
    ['UF_LOGO', 'ufLogo'],
    ['UF_STAMP', 'ufStamp'],
    ['UF_DIRECTOR_SIGN', 'ufDirectorSign'],
    ['UF_ACCOUNTANT_SIGN', 'ufAccountantSign'],
  ],
}
