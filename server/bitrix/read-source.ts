import type { AppError } from '../errors.ts'
import { recordType, type RecordTypeName } from '../conversion/record-types.ts'
import { schemeOf, type SourceTypeName } from '../conversion/schemes.ts'
import type { Item, ProductRow, Snapshot, TargetSnapshot } from '../conversion/snapshot.ts'
import { childCommands, readChildren } from './children.ts'
import { parseDictionaries, parseFields, parseItem, parsePipelines, parseRows } from './parse.ts'
import { parseRemembered, rememberedOption } from './remembered.ts'
import type { Answer, Command, Refusal, Rest } from './rest.ts'
import { isAccessDenied, refuseSource, refuseUneditable } from './source-refusals.ts'

const pageSize = 50

/**
 * Reads all that a plan is made from with ONE batch; a second one only when the record has more product rows than a
 * page. Refuses a source that is gone or that the person may not edit.
 */
export async function readSource(rest: Rest, source: { type: SourceTypeName; id: number }): Promise<Snapshot> {
  const answers = await rest.batch(readCommands(source), { halt: false })
  const item = parseItem(resultOf(answers, 'item', refuseSource))
  refuseUneditable(answers.get('editable'))

  const targets: Snapshot['targets'] = {}
  for (const type of schemeOf(source.type).targets)
    targets[type] = { ...toTarget(answers, type), children: await readChildren(rest, source, type, answers) }

  return {
    source: {
      ...source,
      item,
      fields: parseFields(resultOf(answers, 'fields', refuseSource)),
      rows: await readAllRows(rest, source, answers.get('rows')),
    },
    targets,
    dictionaries: {
      ...optional(answers.get('dictionaries'), {}, parseDictionaries),
      ...optional(answers.get('firstOf'), {}, parseDictionaries),
    },
    names: {
      user: optional(answers.get('responsible'), {}, toNames(['NAME', 'LAST_NAME'])),
      company: optional(answers.get('company'), {}, toNames(['title'])),
      contact: optional(answers.get('contacts'), {}, toNames(['name', 'lastName'])),
    },
    remembered: optional(answers.get('remembered'), {}, parseRemembered),
    portalLanguage: optional(answers.get('app'), 'en', toLanguage),
  }
}

/** Everything goes by one batch: one request against the portal's limit, whatever the number of commands. */
function readCommands({ type, id }: { type: SourceTypeName; id: number }): Record<string, Command> {
  const { entityTypeId, rowOwner } = recordType(type)
  const useOriginalUfNames = 'Y'
  const commands: Record<string, Command> = {
    item: { method: 'crm.item.get', params: { entityTypeId, id, useOriginalUfNames } },
    fields: { method: 'crm.item.fields', params: { entityTypeId, useOriginalUfNames } },
    // The one probe of the right to edit that REST offers: an update that changes nothing passes the access check, is
    // not saved and fires nothing; unknown names are ignored. So it names a field that cannot exist and carries no value
    // of the record. Not proven on a live portal: any answer but a refusal of access counts as "may edit".
    editable: { method: 'crm.item.update', params: { entityTypeId, id, fields: { createFromAccessProbe: 'Y' } } },
    app: { method: 'app.info', params: {} },
    remembered: { method: 'user.option.get', params: { option: rememberedOption } },
    dictionaries: { method: 'crm.status.list', params: { order: { SORT: 'ASC' } } },
    // crm.status.list may end after a page, so the one dictionary a default depends on is asked for by itself.
    firstOf: { method: 'crm.status.list', params: { filter: { ENTITY_ID: 'DEAL_TYPE' }, order: { SORT: 'ASC' } } },
    // Names only. An unresolved reference makes these fail or find nothing, and then ids are shown instead.
    responsible: { method: 'user.get', params: { ID: '$result[item][item][assignedById]' } },
    company: { method: 'crm.item.get', params: { entityTypeId: 4, id: '$result[item][item][companyId]' } },
    contacts: {
      method: 'crm.item.list',
      params: { entityTypeId: 3, filter: { '@id': '$result[item][item][contactIds]' } },
    },
  }
  if (rowOwner) commands.rows = { method: 'crm.item.productrow.list', params: rowsPage(rowOwner, id, 0) }
  for (const target of schemeOf(type).targets) {
    const { entityTypeId: targetId, userFieldEntity, hasPipelines } = recordType(target)
    commands[`${target}Fields`] = { method: 'crm.item.fields', params: { entityTypeId: targetId, useOriginalUfNames } }
    if (hasPipelines)
      commands[`${target}Pipelines`] = { method: 'crm.category.list', params: { entityTypeId: targetId } }
    Object.assign(commands, childCommands({ type, id }, target))
    // Plain users are refused here, which tells that they cannot create fields either. Where the portal lets them read
    // the settings all the same, the refusal comes when the field is created, before any record is.
    commands[`${target}Settings`] = {
      method: 'userfieldconfig.list',
      params: {
        moduleId: 'crm',
        select: ['id'],
        filter: { entityId: userFieldEntity, fieldName: 'UF_CRM_CREATE_FROM_PROBE' },
      },
    }
  }
  return commands
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
  if (!first.ok) throw refuseSource(first)
  const rows = parseRows(first.result)
  // 50 pages fit into one more batch: 2,500 rows.
  for (let start = pageSize; start < (first.total ?? 0); start += pageSize * pageSize) {
    const pages: Record<string, Command> = {}
    for (let at = start; at < Math.min(first.total ?? 0, start + pageSize * pageSize); at += pageSize)
      pages[`from${at}`] = { method: 'crm.item.productrow.list', params: rowsPage(rowOwner, id, at) }
    const answers = await rest.batch(pages, { halt: true })
    for (const key of Object.keys(pages)) rows.push(...parseRows(resultOf(answers, key, refuseSource)))
  }
  return rows
}

function toTarget(answers: Map<string, Answer>, type: RecordTypeName): Omit<TargetSnapshot, 'children'> {
  const fields = answers.get(`${type}Fields`)
  if (!fields?.ok)
    return {
      access: fields && isAccessDenied(fields) ? 'denied' : 'unavailable',
      fields: {},
      pipelines: [],
      mayAddUserFields: false,
    }
  const pipelines = answers.get(`${type}Pipelines`)
  return {
    access: 'readable',
    fields: parseFields(fields.result),
    pipelines: pipelines?.ok ? parsePipelines(pipelines.result) : [],
    mayAddUserFields: answers.get(`${type}Settings`)?.ok ?? false,
  }
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
function toNames(parts: string[]): (result: unknown) => Record<string, string> {
  return (result) => {
    const { item, items } = result as { item?: Item; items?: Item[] }
    const records = Array.isArray(result) ? (result as Item[]) : (items ?? (item ? [item] : []))
    const named = records.map((record) => [
      String(record.id ?? record.ID),
      parts
        .map((part) => record[part] ?? '')
        .join(' ')
        .trim(),
    ])
    return Object.fromEntries(named.filter(([, name]) => name !== ''))
  }
}

function toLanguage(result: unknown): string {
  const { LANGUAGE_ID } = result as { LANGUAGE_ID?: unknown }
  return typeof LANGUAGE_ID === 'string' ? LANGUAGE_ID.toLowerCase() : 'en'
}
