import { isCreatedAs } from '../conversion/compare.ts'
import type { Creation, Plan, PlannedValue } from '../conversion/plan.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { IdOf } from './chain.ts'
import type { Command } from './rest.ts'

export const rowsKey = (type: RecordTypeName) => `${type}Rows` as const

/** The writing itself: records in the order in which they need each other, their rows, and the source closed last. */
export function planCommands(plan: Plan): Record<string, Command> {
  const commands: Record<string, Command> = {}
  for (const creation of plan.creations) {
    commands[creation.type] = addCommand(creation)
    if (creation.rows.length > 0) commands[rowsKey(creation.type)] = rowsCommand(creation)
  }
  if (plan.closing)
    commands.closeSource = {
      method: 'crm.item.update',
      params: {
        entityTypeId: recordType(plan.source.type).entityTypeId,
        id: plan.source.id,
        fields: toWire(plan.closing),
      },
    }
  return commands
}

function addCommand({ type, fields }: Creation): Command {
  return {
    method: 'crm.item.add',
    params: { entityTypeId: recordType(type).entityTypeId, fields: toWire(fields), useOriginalUfNames: 'Y' },
  }
}

function rowsCommand({ type, rows }: Creation): Command {
  return {
    method: 'crm.item.productrow.set',
    params: {
      ownerType: recordType(type).rowOwner,
      ownerId: new IdOf(type),
      productRows: rows.map((row) => ({
        // A row without a product is free text; the portal wants the key absent then.
        ...(row.productId > 0 ? { productId: row.productId } : {}),
        productName: row.productName,
        price: row.price,
        quantity: row.quantity,
        discountTypeId: row.discountTypeId,
        discountRate: row.discountRate,
        discountSum: row.discountSum,
        // No tax is the absence of a rate: batches know no null.
        ...(row.taxRate === null ? {} : { taxRate: row.taxRate }),
        taxIncluded: row.taxIncluded,
        ...(row.measureCode === null ? {} : { measureCode: row.measureCode }),
        ...(row.measureName === '' ? {} : { measureName: row.measureName }),
        sort: row.sort,
      })),
    },
  }
}

function toWire(fields: Record<string, PlannedValue>): Record<string, unknown> {
  const one = (value: unknown): unknown => (isCreatedAs(value) ? new IdOf(value.createdAs) : value)
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.map(one) : one(value)]),
  )
}
