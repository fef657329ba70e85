import { z } from 'zod'
import type { ProductRow } from '../conversion/snapshot.ts'
import { ceilings } from './ceilings.ts'
import { check, parseRows } from './parse.ts'
import type { Answer, Command } from './rest.ts'

/** Every list comes so many a page; fixed by the platform. */
export const pageSize = 50

/** Lists the product rows of a record, named by its id or by a reference to it. */
export function rowsCommand(ownerType: string, ownerId: number | string, start: number): Command {
  const filter = { '=ownerType': ownerType, '=ownerId': ownerId }
  return { method: 'crm.item.productrow.list', params: { filter, order: { id: 'ASC' }, start } }
}

const owned = z.object({ productRows: z.array(z.looseObject({ ownerId: z.coerce.number() })).max(ceilings.entries) })

/** The listed rows of this record: a reference that leads nowhere resolves to something else, whose rows are not it. */
export function rowsOf(ownerId: number, answer: Answer | undefined): ProductRow[] {
  if (!answer?.ok) return []
  const { productRows } = check(owned, answer.result, 'crm.item.productrow.list')
  return parseRows({ productRows: productRows.filter((row) => row.ownerId === ownerId) })
}
