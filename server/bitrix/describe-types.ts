import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Described } from '../conversion/wanted-fields.ts'
import { AppError } from '../errors.ts'
import { parseDictionaries, parseFields, parseItem } from './parse.ts'
import type { Command, Rest } from './rest.ts'

/**
 * Reads the fields of some record types and the source as it is, in one request. For telling only: what the portal does
 * not answer stays undescribed, and it never fails.
 */
export async function describeTypes(
  rest: Rest,
  source: { type: SourceTypeName; id: number },
  types: readonly RecordTypeName[],
): Promise<Described> {
  const described: Described = { fields: {}, item: {}, dictionaries: new Map() }
  const useOriginalUfNames = 'Y'
  const commands: Record<string, Command> = {
    item: {
      method: 'crm.item.get',
      params: { entityTypeId: recordType(source.type).entityTypeId, id: source.id, useOriginalUfNames },
    },
    dictionaries: { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } },
  }
  for (const type of types)
    commands[`${type}Fields`] = {
      method: 'crm.item.fields',
      params: { entityTypeId: recordType(type).entityTypeId, useOriginalUfNames },
    }
  try {
    const answers = await rest.batch(commands, { halt: false })
    const [item, dictionaries] = [answers.get('item'), answers.get('dictionaries')]
    if (item?.ok) described.item = parseItem(item.result)
    if (dictionaries?.ok) described.dictionaries = parseDictionaries(dictionaries.result)
    for (const type of types) {
      const fields = answers.get(`${type}Fields`)
      if (fields?.ok) described.fields[type] = parseFields(fields.result)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  return described
}
