import type { Context } from '../context.ts'
import type { Item } from '../state.ts'
import type { Params } from '../wire/php-query.ts'
import { userFieldsOf } from './user-field-names.ts'
import { isPhpEmpty } from './values.ts'

/**
 * Splits what crm.item.update was sent into what a portal with these defects writes, and the names of the fields it only
 * pretends to have emptied.
 */
export function splitEmptied({ state }: Context, item: Item, sent: Params): { written: Params; pretended: string[] } {
  const lists = userFieldsOf(state, item.type).filter(
    ({ userTypeId, multiple }) => userTypeId === 'enumeration' && multiple === 'Y',
  )
  const emptied = Object.keys(sent).filter((name) => isEmptied(sent[name]))
  const pretended = state.defects.has('listsStayFilled')
    ? emptied.filter((name) => lists.some(({ fieldName }) => fieldName === name))
    : []
  const passedOver = item.type === 'company' && state.defects.has('companiesStayFilled') ? emptied : []
  const lost = new Set([...pretended, ...passedOver])
  return { written: Object.fromEntries(Object.entries(sent).filter(([name]) => !lost.has(name))), pretended }
}

/** Nothing, or a list of nothing. */
function isEmptied(value: unknown): boolean {
  return isPhpEmpty(value) || (Array.isArray(value) && value.every(isPhpEmpty))
}
