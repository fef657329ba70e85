import { recordType, type StandardTypeName } from '../../server/conversion/record-types.ts'
import type { Source } from './sources.ts'

/** One REST call, however it is sent. */
export type Call = (method: string, params: object) => Promise<unknown>

interface Item {
  id: number
  [field: string]: unknown
}

/** What a developer knows by heart: which field of the new record points at the source, or at another new record. */
const links: Record<Source, Partial<Record<StandardTypeName, string>>> = {
  lead: { deal: 'leadId', contact: 'leadId', company: 'leadId' },
  deal: { quote: 'dealId', invoice: 'parentId2' },
  quote: { deal: 'quoteId', invoice: 'parentId7' },
}
const withRows: ReadonlySet<string> = new Set(['deal', 'quote', 'invoice'])
const order: StandardTypeName[] = ['company', 'contact', 'deal', 'quote', 'invoice']
const neverCopied = /^(id|stageId|categoryId|xmlId|webformId|parentId\d+|.*(Time|By|IdOrder)|.*Date)$/i

/** How the source and the fields of all types are asked for: one after the other, or together. */
export type ReadAll = (calls: [method: string, params: object][]) => Promise<unknown[]>

/**
 * The same conversion as somebody writes it straight with `crm.item.*`: read the source, the fields and the rows, copy
 * what both have, link it, close the lead, comment. It shows nothing beforehand, asks for no rights, looks for no known
 * clients, proves nothing afterwards and leaves half of it behind when a call fails.
 */
export async function convertByHand(
  call: Call,
  readAll: ReadAll,
  source: { type: Source; id: number },
  targets: StandardTypeName[],
): Promise<void> {
  const from = recordType(source.type)
  const types = [source.type, ...targets]
  const filter = { '=ownerType': from.rowOwner, '=ownerId': source.id }
  const [got, ...answers] = await readAll([
    ['crm.item.get', { entityTypeId: from.entityTypeId, id: source.id }],
    ...types.map((type): [string, object] => ['crm.item.fields', { entityTypeId: recordType(type).entityTypeId }]),
    ...(targets.some((type) => withRows.has(type))
      ? [['crm.item.productrow.list', { filter }] as [string, object]]
      : []),
  ])
  const { item } = got as { item: Item }
  const fieldAnswers = answers.slice(0, types.length)
  const { productRows = [] } = (answers[types.length] ?? {}) as { productRows?: Record<string, unknown>[] }
  const fieldsOf = new Map(types.map((type, index) => [type, (fieldAnswers[index] as { fields: object }).fields]))

  const made: Partial<Record<StandardTypeName, number>> = {}
  for (const type of order.filter((one) => targets.includes(one))) {
    const { entityTypeId, rowOwner } = recordType(type)
    const shared = Object.keys(fieldsOf.get(type) ?? {}).filter((name) => isCopied(name, item))
    const fields = {
      ...Object.fromEntries(shared.map((name) => [name, item[name]])),
      ...(type === 'company' && { title: item.companyTitle ?? item.title }),
      ...(made.company && { companyId: made.company }),
      ...(made.contact && { contactIds: [made.contact] }),
      [links[source.type][type]!]: source.id,
    }
    const added = (await call('crm.item.add', { entityTypeId, fields })) as { item: Item }
    made[type] = added.item.id
    if (withRows.has(type)) {
      const rows = productRows.map((row) => ({ ...row, id: undefined }))
      await call('crm.item.productrow.set', { ownerType: rowOwner, ownerId: made[type], productRows: rows })
    }
  }
  if (source.type === 'lead')
    await call('crm.item.update', {
      entityTypeId: from.entityTypeId,
      id: source.id,
      fields: {
        stageId: 'CONVERTED',
        ...(made.company && { companyId: made.company }),
        ...(made.contact && { contactIds: [made.contact] }),
      },
    })
  const list = Object.entries(made).map(([type, id]) => `${type} ${id}`)
  await call('crm.timeline.comment.add', {
    fields: { ENTITY_ID: source.id, ENTITY_TYPE: source.type, COMMENT: `Created: ${list.join(', ')}` },
  })
}

function isCopied(name: string, item: Item): boolean {
  const value = item[name]
  return !neverCopied.test(name) && value !== null && value !== '' && value !== undefined
}
