import { anyCase, asMap, toInt, toText, type Call } from '../context.ts'
import { classicFields, describeClassic, type ClassicField } from '../crm/classic-records.ts'
import { entriesOf } from '../crm/dictionaries.ts'
import { typesOf } from '../crm/record-types.ts'
import { mayAny } from '../crm/rights.ts'
import { inLanguage, itemsOf, type Status } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { refuse, RestError } from '../wire/rest-error.ts'
import { viewStatus } from './dictionaries.ts'

const fields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['ENTITY_ID', 'string', '!I', 'Entity ID'],
  ['STATUS_ID', 'string', '!I', 'Status'],
  ['SORT', 'integer', '', 'Sorting'],
  ['NAME', 'string', '!', 'Name'],
  ['NAME_INIT', 'string', 'R', 'Default Name'],
  ['SYSTEM', 'char', 'R', 'System'],
  ['COLOR', 'string', '', 'Color'],
  ['SEMANTICS', 'char', 'I', 'Semantics'],
  ['CATEGORY_ID', 'integer', 'I', 'Category ID'],
  ['EXTRA', 'crm_status_extra', '', 'Additional Fields'],
]

/** crm.status.fields: any user. */
export function statusFields(): Answer {
  return { result: describeClassic(fields) }
}

/** crm.status.get. */
export function statusGet(call: Call): Answer {
  if (!typesOf(call.state).some((type) => mayAny(call.user, 'read', type))) throw refuse.classicAccessDenied()
  return { result: viewStatus(call, statusOf(call)) }
}

/** crm.status.entity.items: any user. */
export function statusEntityItems(call: Call): Answer {
  const entityId = toText(anyCase(call.params, 'entityId')).toUpperCase()
  if (entityId === '')
    throw new RestError(
      'The parameter entityId is not defined or invalid.',
      'The directory ID is not specified or is incorrect.',
    )
  return {
    result: entriesOf(call.state, entityId).map((status) => ({
      NAME: inLanguage(status.name, call.user.language),
      SORT: status.sort,
      STATUS_ID: status.statusId,
    })),
  }
}

/**
 * crm.status.add: a stage's code gets the prefix of its pipeline. Nothing comes behind the stage of success in the first
 * pipeline of deals: the page names no other, and its own example puts a stage behind it in another.
 */
export function statusAdd(call: Call): Answer {
  if (typeof (anyCase(call.params, 'fields') ?? {}) !== 'object')
    throw refuse.classic("Parameter 'fields' must be array.")
  const given = classicFields(call)
  const missing = ['ENTITY_ID', 'STATUS_ID'].filter((name) => toText(given[name]) === '')
  if (missing.length > 0) throw refuse.classic(missing.map((name) => `The field ${name} is required.`).join('\n'))
  const known = entriesOf(call.state, toText(given.ENTITY_ID))
  const [sibling] = known
  if (!sibling) throw refuse.classic('Specified entity type is not supported.')
  const name = toText(given.NAME)
  if (name === '') throw refuse.classic('The field Title is required.')
  const prefix = /^[^:]+:/.exec(sibling.statusId)?.[0] ?? ''
  const code = toText(given.STATUS_ID)
  const statusId = code.startsWith(prefix) ? code : `${prefix}${code}`
  if (known.some((status) => status.statusId === statusId))
    throw new RestError('ERROR_CORE', 'The specified status ID already exists.')
  const isStage = sibling.semantics !== null
  const semantics = readSemantics(toText(given.SEMANTICS))
  const sort = toInt(given.SORT) || usualSort
  const success = known.find((status) => status.semantics === 'S')
  const isBehind = semantics === 'P' && sibling.entityId === 'DEAL_STAGE' && sort > (success?.sort ?? Infinity)
  if (isStage && success && (semantics === 'S' || isBehind))
    throw refuse.classic(
      'Cannot create more stages after the final stage because the final successful stage already exists. Try using sort order values less than that of the final stage.',
    )
  const status: Status = {
    id: call.state.nextId('status'),
    entityId: sibling.entityId,
    statusId,
    name: { de: name, en: name },
    nameInit: null,
    sort,
    system: 'N',
    categoryId: sibling.categoryId ?? 0,
    color: colorOf(given) ?? '',
    semantics: isStage ? semantics : null,
  }
  call.state.statuses.push(status)
  return { result: status.id }
}

/** crm.status.update: name, order and colour. */
export function statusUpdate(call: Call): Answer {
  const status = statusOf(call)
  const given = classicFields(call)
  const name = toText(given.NAME)
  if (name !== '') status.name = { ...status.name, de: name, en: name }
  if ('SORT' in given) status.sort = toInt(given.SORT) || usualSort
  status.color = colorOf(given) ?? status.color
  return { result: true }
}

/** Where an entry goes that says nothing about its order. */
const usualSort = 10

/** A colour may also stand under EXTRA, and does without its `#`. */
function colorOf(given: Params): string | null {
  const sent = given.COLOR ?? asMap(given.EXTRA).COLOR
  if (sent === undefined || sent === null) return null
  const color = toText(sent)
  return color === '' || color.startsWith('#') ? color : `#${color}`
}

/** crm.status.delete: the platform's own only when forced, stages only when nothing is in them. */
export function statusDelete(call: Call): Answer {
  const status = statusOf(call)
  const isForced = toText(asMap(anyCase(call.params, 'params')).FORCED) === 'Y'
  const text = 'CRM System Status can be deleted only if parameter FORCED is specified and equal to "Y".'
  if (status.system === 'Y' && !isForced) throw new RestError(text, text)
  const isUsed = typesOf(call.state).some((type) =>
    [...itemsOf(call.state, type).values()].some(
      ({ values }) => status.semantics !== null && values.stageId === status.statusId,
    ),
  )
  if (isUsed) throw new RestError('There are active items in this status.', 'There are active items in this status.')
  call.state.statuses = call.state.statuses.filter((known) => known !== status)
  return { result: true }
}

function statusOf(call: Call): Status {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw new RestError('Invalid identifier.', 'An invalid identifier was passed.')
  const status = call.state.statuses.find((known) => known.id === id)
  if (!status) throw new RestError('Status is not found.', 'Directory item not found.')
  return status
}

function readSemantics(sent: string): 'P' | 'S' | 'F' {
  return sent === 'S' ? 'S' : sent === 'F' ? 'F' : 'P'
}
