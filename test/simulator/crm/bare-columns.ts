import type { TypeName } from '../state.ts'

/**
 * What the answers of `crm.item.*` carry beside the fields: columns of the platform's tables that nothing fills any
 * more. `crm.item.fields` does not name them, nobody can write them. Source: answers of crm.item.get and .add.
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
}
