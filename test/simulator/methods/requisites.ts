import { anyCase, toInt, type Call } from '../context.ts'
import type { ClassicRecord } from '../crm-state.ts'
import {
  changeClassic,
  classicFields,
  describeClassic,
  listClassic,
  newClassic,
  type ClassicField,
} from '../crm/classic-records.ts'
import { userFieldFacts } from '../crm/classic-view.ts'
import { presetFields, requisiteFields } from '../crm/requisite-fields.ts'
import { checkOwner, recordOf, removeRequisite, requisiteById, requisiteOwner } from '../crm/requisites.ts'
import { may, mayAny } from '../crm/rights.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import { inLanguage } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

/** crm.requisite.fields: any user. */
export function requisiteFieldList(call: Call): Answer {
  const described = describeClassic(fieldsOf(call))
  Object.assign(described.RQ_IDENT_TYPE ?? {}, { statusType: ['RQ_IDENT_TYPE_CO'] })
  for (const field of userFieldsOf(call.state, 'requisite'))
    Object.assign(described[field.fieldName] ?? {}, { isDynamic: true, ...userFieldFacts(field, call.user.language) })
  return { result: described }
}

/** The family's fields and the portal's own. */
function fieldsOf({ state }: Call): ClassicField[] {
  const own = userFieldsOf(state, 'requisite').map(({ fieldName, userTypeId, mandatory }): ClassicField => [
    fieldName,
    userTypeId,
    mandatory === 'Y' ? '!' : '',
    fieldName,
  ])
  return [...requisiteFields, ...own]
}

/** A requisite with the fields that came after it. */
function viewRequisite(call: Call, requisite: ClassicRecord): ClassicRecord {
  const own = userFieldsOf(call.state, 'requisite').map(({ fieldName }) => [fieldName, null])
  return { ...Object.fromEntries(own), ...requisite }
}

/** crm.requisite.add: for contacts (3) and companies (4) only. */
export function requisiteAdd(call: Call): Answer {
  const fields = classicFields(call)
  const entityTypeId = toInt(fields.ENTITY_TYPE_ID)
  if (entityTypeId !== 3 && entityTypeId !== 4) throw refuse.undefinedId('ENTITY_TYPE_ID')
  if (toInt(fields.ENTITY_ID) <= 0) throw refuse.undefinedId('ENTITY_ID')
  if (!call.state.presets.has(toInt(fields.PRESET_ID))) throw refuse.undefinedId('PRESET_ID')
  const owner = recordOf(call.state, entityTypeId, toInt(fields.ENTITY_ID))
  if (!owner) throw refuse.classic('Entity not found.')
  checkOwner(call, 'add', owner)
  const id = call.state.nextId('requisite')
  const usual = { ADDRESS_ONLY: 'N', RQ_VAT_PAYER: 'N' }
  call.state.requisites.set(id, newClassic(call, fieldsOf(call), id, { ...usual, ...fields }))
  call.raise('ONCRMREQUISITEADD', { FIELDS: { ID: id } })
  return { result: id }
}

/** crm.requisite.get. */
export function requisiteGet(call: Call): Answer {
  const requisite = requisiteById(call.state, idOf(call))
  checkOwner(call, 'read', requisiteOwner(call.state, requisite))
  return { result: viewRequisite(call, requisite) }
}

/** crm.requisite.list: those of contacts and companies the caller may read. */
export function requisiteList(call: Call): Answer {
  checkReader(call)
  const readable = [...call.state.requisites.values()].filter((requisite) => {
    const owner = requisiteOwner(call.state, requisite)
    return owner && may(call.user, 'read', owner.type, owner.values)
  })
  const views = readable.map((requisite) => viewRequisite(call, requisite))
  return listClassic(call, views, fieldsOf(call))
}

/** crm.requisite.update: owner and preset stay what they are. */
export function requisiteUpdate(call: Call): Answer {
  const requisite = requisiteById(call.state, idOf(call))
  checkOwner(call, 'update', requisiteOwner(call.state, requisite))
  changeClassic(call, fieldsOf(call), requisite, classicFields(call))
  call.raise('ONCRMREQUISITEUPDATE', { FIELDS: { ID: Number(requisite.ID) } })
  return { result: true }
}

/** crm.requisite.delete. */
export function requisiteDelete(call: Call): Answer {
  const id = idOf(call)
  checkOwner(call, 'delete', requisiteOwner(call.state, requisiteById(call.state, id)))
  removeRequisite(call.state, id)
  call.raise('ONCRMREQUISITEDELETE', { FIELDS: { ID: id } })
  return { result: true }
}

/** crm.requisite.preset.fields. */
export function presetFieldList(): Answer {
  return { result: describeClassic(presetFields) }
}

/** Countries a preset can be for. Source: crm.requisite.preset.countries. */
const countries: [id: number, code: string, de: string, en: string][] = [
  [1, 'RU', 'Russland', 'Russia'],
  [4, 'BY', 'Belarus', 'Belarus'],
  [6, 'KZ', 'Kasachstan', 'Kazakhstan'],
  [14, 'UA', 'Ukraine', 'Ukraine'],
  [34, 'BR', 'Brasilien', 'Brazil'],
  [46, 'DE', 'Deutschland', 'Germany'],
  [77, 'CO', 'Kolumbien', 'Colombia'],
  [110, 'PL', 'Polen', 'Poland'],
  [122, 'US', 'USA', 'United States'],
  [132, 'FR', 'Frankreich', 'France'],
]

/** crm.requisite.preset.countries. */
export function presetCountries(call: Call): Answer {
  return {
    result: countries.map(([ID, CODE, de, en]) => ({ ID, CODE, TITLE: inLanguage({ de, en }, call.user.language) })),
  }
}

/** crm.requisite.preset.get. */
export function presetGet(call: Call): Answer {
  checkReader(call)
  const id = toInt(anyCase(call.params, 'id'))
  const preset = call.state.presets.get(id)
  if (!preset) throw refuse.classic(`The Preset with ID '${id}' is not found`)
  return { result: { ...preset } }
}

/** crm.requisite.preset.list. */
export function presetList(call: Call): Answer {
  checkReader(call)
  return listClassic(call, [...call.state.presets.values()], presetFields)
}

/** Lists need the right to read contacts and companies. */
export function checkReader(call: Call): void {
  if (!mayAny(call.user, 'read', 'contact') || !mayAny(call.user, 'read', 'company')) throw refuse.classicAccessDenied()
}

function idOf(call: Call): number {
  const id = toInt(anyCase(call.params, 'id'))
  if (id <= 0) throw refuse.undefinedId('ID')
  return id
}
