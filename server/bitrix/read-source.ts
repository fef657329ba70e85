import { setImmediate } from 'node:timers/promises'
import { AppError } from '../errors.ts'
import { offInSimpleCrm, recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { schemeOf, type SourceTypeName } from '../conversion/schemes.ts'
import { smartTypesAmong } from '../conversion/smart-types.ts'
import { peopleIn } from '../conversion/shown.ts'
import type { Dictionaries, Item, NamesById, ProductRow, Ruling, Snapshot } from '../conversion/snapshot.ts'
import { ceilings, laterPages, moreThan } from './ceilings.ts'
import { crmMode, isSimpleCrm } from './crm-mode.ts'
import { lookUpCommands, ownerCommands, ownersAnswer, readKnownClients } from './known-clients.ts'
import { historyCommands, readHistory } from './read-history.ts'
import {
  hasMoreEntries,
  hasMoreFields,
  parseDictionaries,
  parseFailedStages,
  parseFields,
  parseItem,
  parseRows,
} from './parse.ts'
import { legalCommands, readLegal } from './read-legal.ts'
import { readStaff, readDictionaries, rulingCommands } from './read-ruling.ts'
import { readTarget, targetCommands, targetsToRead } from './read-targets.ts'
import { dismissedIn, readMoreNames } from './read-people.ts'
import type { Answer, Command, Refusal, Rest } from './rest.ts'
import { allTypes, learnSmartTypes, namedSmartTypes, type SmartTypeMemory } from './smart-types.ts'
import { refuseSource, refuseSwitchedOff, refuseUneditable } from './source-refusals.ts'

const pageSize = 50
const mostCommands = 50
const noNames: NamesById = new Map()
const noDictionaries: Dictionaries = new Map()

/**
 * Reads all that a plan is made from with ONE batch; more only when the record has more product rows than a page or
 * names people beside the one in charge, or when the portal has smart processes that are not known yet, or more related
 * ones than fit. Refuses a source that is
 * gone, that the person may not edit, or of a type that is switched off.
 */
export async function readSource(
  rest: Rest,
  source: { type: SourceTypeName; id: number },
  memory: SmartTypeMemory,
  ruling: Ruling,
): Promise<Omit<Snapshot, 'remembered' | 'portalLanguage'>> {
  const known = memory.known()
  const expected = targetsToRead(source, known).slice(0, ceilings.targets)
  const answers = await readGroups(rest, [
    { ...sourceCommands(source), ...rulingCommands(source.type, ruling) },
    ...expected.map((type) => targetCommands(source, type, known)),
  ])
  if (isSimpleCrm(answers.get('mode'))) throw refuseSwitchedOff()
  const item = parseItem(resultOf(answers, 'item', refuseSource))
  refuseUneditable(answers.get('editable'))

  const smartTypes = await learnSmartTypes(rest, answers.get('types'), memory)
  const related = targetsToRead(source, smartTypes)
  const types = related.slice(0, ceilings.targets)
  const late = types.filter((type) => !expected.includes(type))
  for (const [key, answer] of await readGroups(
    rest,
    late.map((type) => targetCommands(source, type, smartTypes)),
  ))
    answers.set(key, answer)

  // Quotes, invoices and smart processes tell in no other way that a stage of theirs means failure.
  const failed = parseFailedStages(answers.get('dictionaries'))
  const targets: Snapshot['targets'] = {}
  for (const type of types) {
    // Parsing the next type's fields waits until others have had their turn.
    await setImmediate()
    const target = await readTarget(rest, source, type, smartTypes, failed, answers)
    if (target) targets[type] = { ...target, known: readKnownClients({ type: source.type, item }, type, answers) }
  }

  const fields = parseFields(resultOf(answers, 'fields', refuseSource))
  const people = new Map([
    ...optional(ownersAnswer(answers), noNames, toNames(['NAME', 'LAST_NAME'])),
    ...optional(answers.get('responsible'), noNames, toNames(['NAME', 'LAST_NAME'])),
  ])
  const dismissed = dismissedIn(answers.get('responsible'))
  // Where the person in charge has left, the one who converts is offered instead, by name.
  const wanted = [...(dismissed.length > 0 ? [ruling.actorId] : []), ...peopleIn({ item, fields })]
  return {
    source: {
      ...source,
      item,
      fields,
      rows: await readAllRows(rest, source, answers.get('rows')),
      legal: readLegal(source, answers),
    },
    targets,
    history: await readHistory(rest, source, answers),
    smartTypes: smartTypesAmong([source.type, ...(Object.keys(targets) as RecordTypeName[])], smartTypes),
    dictionaries: new Map([
      ...optional(answers.get('dictionaries'), noDictionaries, parseDictionaries),
      ...optional(answers.get('firstOf'), noDictionaries, parseDictionaries),
      ...readDictionaries(source.type, ruling, answers),
    ]),
    ruling,
    staff: readStaff(answers.get('staff')),
    notices: [
      ...(hasMoreFields(resultOf(answers, 'fields', refuseSource)) ? [moreThan('more_fields', ceilings.fields)] : []),
      ...(hasMoreEntries(answers.get('dictionaries')) ? [moreThan('more_entries', ceilings.entries)] : []),
      ...(namedSmartTypes(answers.get('types')).length > ceilings.smartTypes
        ? [moreThan('more_smart_types', ceilings.smartTypes)]
        : []),
      ...(related.length > ceilings.targets ? [moreThan('more_targets', ceilings.targets)] : []),
    ],
    dismissed,
    names: {
      user: new Map([...people, ...(await readMoreNames(rest, wanted, people))]),
      company: optional(answers.get('company'), noNames, toNames(['title'])),
      contact: optional(answers.get('contacts'), noNames, toNames(['name', 'lastName'])),
    },
  }
}

/** Sends groups of commands with as few batches as they fit into; references point inside their own group. */
async function readGroups(rest: Rest, groups: Record<string, Command>[]): Promise<Map<string, Answer>> {
  const batches: [string, Command][][] = []
  for (const group of groups) {
    const last = batches.at(-1)
    const commands = Object.entries(group)
    if (last && last.length + commands.length <= mostCommands) last.push(...commands)
    else batches.push(commands)
  }
  const answers = new Map<string, Answer>()
  for (const commands of batches)
    for (const [key, answer] of await rest.batch(Object.fromEntries(commands), { halt: false }))
      answers.set(key, answer)
  return answers
}

/** What is asked about the source itself and about the portal. */
function sourceCommands({ type, id }: { type: SourceTypeName; id: number }): Record<string, Command> {
  const { entityTypeId, rowOwner } = recordType(type)
  const { targets } = schemeOf(type)
  const useOriginalUfNames = 'Y'
  return {
    item: { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames } },
    fields: { method: 'crm.item.fields', params: { entityTypeId, useOriginalUfNames } },
    // The one probe of the right to edit that REST offers: an update that changes nothing passes the access check, is
    // not saved and fires nothing; unknown names are ignored. So it names a field that cannot exist and carries no value
    // of the record. Not proven on a live portal: any answer but a refusal of access counts as "may edit".
    editable: { method: 'crm.item.update', params: { entityTypeId, id, fields: { createFromAccessProbe: 'Y' } } },
    types: allTypes,
    dictionaries: { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } },
    // crm.status.list may end after a page, so the one dictionary a default depends on is asked for by itself.
    firstOf: { method: 'crm.status.list', params: { filter: { ENTITY_ID: 'DEAL_TYPE' }, order: { SORT: 'ASC' } } },
    // Names only. An unresolved reference makes these fail or find nothing, and then ids are shown instead.
    responsible: { method: 'user.get', params: { ID: '$result[item][item][assignedById]' }, mayFail: true },
    company: {
      method: 'crm.item.get',
      params: { entityTypeId: 4, id: '$result[item][item][companyId]' },
      mayFail: true,
    },
    contacts: {
      mayFail: true,
      method: 'crm.item.list',
      params: { entityTypeId: 3, filter: { '@id': '$result[item][item][contactIds]' } },
    },
    ...historyCommands({ type, id }),
    ...(offInSimpleCrm.has(type) && { mode: crmMode }),
    ...(rowOwner && { rows: { method: 'crm.item.productrow.list', params: rowsPage(rowOwner, id, 0) } }),
    // Look-ups refer to the source, so they go with it.
    ...Object.fromEntries(targets.flatMap((target) => Object.entries(lookUpCommands(type, target)))),
    ...ownerCommands(type, targets),
    ...legalCommands({ type, id }),
  }
}

function rowsPage(ownerType: string, ownerId: number, start: number): Command['params'] {
  return { filter: { '=ownerType': ownerType, '=ownerId': ownerId }, order: { sort: 'ASC', id: 'ASC' }, start }
}

async function readAllRows(
  rest: Rest,
  { type, id }: { type: SourceTypeName; id: number },
  first: Answer | undefined,
): Promise<ProductRow[]> {
  const { rowOwner } = recordType(type)
  if (!first || !rowOwner) return []
  // A smart process whose products are switched off has none.
  if (!first.ok && first.code === 'ENTITY_TYPE_NOT_SUPPORTED') return []
  if (!first.ok) throw refuseSource(first)
  const rows = parseRows(first.result)
  if ((first.total ?? 0) > ceilings.rows || rows.length > ceilings.rows)
    throw new AppError('record_too_large', 'The source has more product rows than are carried.', {
      limit: ceilings.rows,
    })
  // All pages fit into one more batch.
  const pages = laterPages(first.total ?? 0, pageSize, ceilings.rows)
  if (pages.length === 0) return rows
  const commands = pages.map((at): [string, Command] => [
    `from${at}`,
    { method: 'crm.item.productrow.list', params: rowsPage(rowOwner, id, at) },
  ])
  const answers = await rest.batch(Object.fromEntries(commands), { halt: true })
  for (const [key] of commands) rows.push(...parseRows(resultOf(answers, key, refuseSource)))
  return rows
}

function resultOf(
  answers: Map<string, Answer>,
  key: string,
  refuse: (refusal: Refusal | undefined) => AppError,
): unknown {
  const answer = answers.get(key)
  if (!answer?.ok) throw refuse(answer)
  return answer.result
}

/** Reads something we can do without: an answer that is missing or strange counts as empty. */
function optional<T>(answer: Answer | undefined, otherwise: T, parse: (result: unknown) => T): T {
  if (!answer?.ok) return otherwise
  try {
    return parse(answer.result)
  } catch {
    return otherwise
  }
}

/** Names by id from any of the three shapes: a list of users, `{ item }`, `{ items }`. */
function toNames(parts: string[]): (result: unknown) => NamesById {
  return (result) => {
    const { item, items } = result as { item?: Item; items?: Item[] }
    const records = Array.isArray(result) ? (result as Item[]) : (items ?? (item ? [item] : []))
    const named = records.map((record): [string, string] => [
      String(record.id ?? record.ID),
      parts
        .map((part) => record[part] ?? '')
        .join(' ')
        .trim(),
    ])
    return new Map(named.filter(([, name]) => name !== ''))
  }
}
