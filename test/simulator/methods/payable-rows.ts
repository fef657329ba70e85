import type { Call } from '../context.ts'
import { isBuiltIn } from '../crm/record-types.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'
import { ownerOf, viewRow } from './product-rows.ts'

/**
 * crm.item.productrow.getAvailableForPayment: what nobody was asked to pay for yet. Nothing is sold on this portal, so that
 * is everything; of leads and quotes the platform never offers anything.
 */
export function payableRows(call: Call): Answer {
  for (const name of ['ownerId', 'ownerType']) if (call.params[name] === undefined) throw refuse.missing(name)
  const owner = ownerOf(call, call.params.ownerType, call.params.ownerId, 'read')
  const isSold = ['deal', 'invoice'].includes(owner.type) || !isBuiltIn(owner.type)
  return { result: { productRows: isSold ? owner.rows.map((row) => viewRow(call, owner, row)) : [] } }
}
