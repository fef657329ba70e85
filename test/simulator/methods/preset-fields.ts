import { anyCase, toInt, toText, type Call } from '../context.ts'
import type { PresetField } from '../crm-state.ts'
import { classicFields, describeClassic, type ClassicField } from '../crm/classic-records.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'
import { addableNames, checkClients, presetOf } from './preset-changes.ts'

/** Source: crm.requisite.preset.field.fields. */
const fields: ClassicField[] = [
  ['ID', 'integer', 'R', 'ID'],
  ['FIELD_NAME', 'string', '!', 'Name'],
  ['FIELD_TITLE', 'string', '', 'Template Name'],
  ['SORT', 'integer', '', 'Sorting'],
  ['IN_SHORT_LIST', 'char', '', 'Show in brief list'],
]

/** crm.requisite.preset.field.fields: any user. */
export function presetFieldFields(): Answer {
  return { result: describeClassic(fields) }
}

/** crm.requisite.preset.field.availabletoadd: names only. */
export function presetFieldNames(call: Call): Answer {
  return { result: addableNames(call, Number(presetOf(call, 'preset').ID)) }
}

/** crm.requisite.preset.field.list: not paged, ids and sorting as numbers. */
export function presetFieldList(call: Call): Answer {
  checkClients(call, 'read')
  return { result: fieldsOf(call).toSorted((a, b) => a.SORT - b.SORT || a.ID - b.ID) }
}

/** crm.requisite.preset.field.get. */
export function presetFieldGet(call: Call): Answer {
  checkClients(call, 'read')
  return { result: fieldOf(call) }
}

/** crm.requisite.preset.field.add: ids count within the preset. */
export function presetFieldAdd(call: Call): Answer {
  checkClients(call, 'add')
  const known = fieldsOf(call)
  const sent = classicFields(call)
  const name = toText(sent.FIELD_NAME)
  if (!addableNames(call, Number(presetOf(call, 'preset').ID)).includes(name))
    throw refuse.classic(`The field '${name}' can not be added.`)
  const field: PresetField = {
    ID: Math.max(0, ...known.map(({ ID }) => ID)) + 1,
    FIELD_NAME: name,
    FIELD_TITLE: toText(sent.FIELD_TITLE),
    IN_SHORT_LIST: toText(sent.IN_SHORT_LIST) === 'Y' ? 'Y' : 'N',
    SORT: toInt(sent.SORT) || 500,
  }
  known.push(field)
  return { result: field.ID }
}

/** crm.requisite.preset.field.update. */
export function presetFieldUpdate(call: Call): Answer {
  checkClients(call, 'update')
  const sent = classicFields(call)
  const field = fieldOf(call)
  if ('FIELD_TITLE' in sent) field.FIELD_TITLE = toText(sent.FIELD_TITLE)
  if ('IN_SHORT_LIST' in sent) field.IN_SHORT_LIST = toText(sent.IN_SHORT_LIST) === 'Y' ? 'Y' : 'N'
  if ('SORT' in sent) field.SORT = toInt(sent.SORT)
  return { result: true }
}

/** crm.requisite.preset.field.delete. */
export function presetFieldDelete(call: Call): Answer {
  checkClients(call, 'delete')
  const known = fieldsOf(call)
  known.splice(known.indexOf(fieldOf(call)), 1)
  return { result: true }
}

function fieldsOf({ state, ...call }: Call): PresetField[] {
  const id = Number(presetOf({ state, ...call }, 'preset').ID)
  const known = state.presetFields.get(id) ?? []
  state.presetFields.set(id, known)
  return known
}

function fieldOf(call: Call): PresetField {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  const field = fieldsOf(call).find(({ ID }) => ID === id)
  if (!field) throw refuse.classic(`The PresetField with ID '${id}' is not found`)
  return field
}
