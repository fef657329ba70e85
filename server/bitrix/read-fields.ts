import type { RecordTypeName } from '../conversion/record-types.ts'
import { recordType } from '../conversion/record-types.ts'
import type { Fields, Snapshot } from '../conversion/snapshot.ts'
import { parseDictionaries, parseFields } from './parse.ts'
import { namesIn, type Names } from './read-people.ts'
import type { Answer, Command, Rest } from './rest.ts'
import { learnSmartTypes, allTypes, type SmartTypeMemory } from './smart-types.ts'
import { isAccessDenied } from './source-refusals.ts'
import type { SmartTypes } from '../conversion/smart-types.ts'

/** What the portal says about the fields of some record types, and who asks. */
export interface TypesRead {
  isAdmin: boolean
  /** Null for a type the portal does not have; absent for one this person may not see. */
  fields: Partial<Record<RecordTypeName, Fields | null>>
  dictionaries: Snapshot['dictionaries']
  names: Names
}

/**
 * Reads the fields of record types, their dictionaries, and what these people are called, with ONE batch. At most forty
 * types and fifty people.
 */
export async function readFields(
  rest: Rest,
  types: readonly RecordTypeName[],
  people: readonly number[] = [],
): Promise<TypesRead> {
  return parseTypes(types, await rest.batch(fieldCommands(types, people), { halt: false }))
}

/** The same with the portal's smart processes; those that are not known yet cost a request more. */
export async function readFieldsAndTypes(
  rest: Rest,
  types: readonly RecordTypeName[],
  people: readonly number[],
  memory: SmartTypeMemory,
): Promise<TypesRead & { smartTypes: SmartTypes }> {
  const answers = await rest.batch({ ...fieldCommands(types, people), types: allTypes }, { halt: false })
  return { ...parseTypes(types, answers), smartTypes: await learnSmartTypes(rest, answers.get('types'), memory) }
}

function fieldCommands(types: readonly RecordTypeName[], people: readonly number[]): Record<string, Command> {
  const commands: Record<string, Command> = {
    admin: { method: 'user.admin', params: {} },
    dictionaries: { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } },
  }
  if (people.length > 0) commands.people = { method: 'user.get', params: { ID: people } }
  for (const type of types)
    commands[keyOf(type)] = {
      method: 'crm.item.fields',
      params: { entityTypeId: recordType(type).entityTypeId, useOriginalUfNames: 'Y' },
    }
  return commands
}

function parseTypes(types: readonly RecordTypeName[], answers: Map<string, Answer>): TypesRead {
  const [admin, dictionaries] = [answers.get('admin'), answers.get('dictionaries')]
  const fields: TypesRead['fields'] = {}
  for (const type of types) {
    const answer = answers.get(keyOf(type))
    if (answer?.ok) fields[type] = parseFields(answer.result)
    else if (answer && !isAccessDenied(answer)) fields[type] = null
  }
  return {
    isAdmin: admin?.ok === true && admin.result === true,
    fields,
    dictionaries: dictionaries?.ok ? parseDictionaries(dictionaries.result) : new Map(),
    names: new Map(namesIn(answers.get('people'))),
  }
}

const keyOf = (type: RecordTypeName) => `${type}Fields` as const
