import { anyCase, toInt, toText, type Call } from '../context.ts'
import { changeClassic, classicFields, newClassic } from '../crm/classic-records.ts'
import { presetFields, requisiteFields } from '../crm/requisite-fields.ts'
import { requisiteTypeId } from '../crm/requisites.ts'
import { mayAny } from '../crm/rights.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import type { ClassicRecord } from '../crm-state.ts'
import type { Permissions } from '../state.ts'
import type { Answer } from '../wire/answer.ts'
import { refuse } from '../wire/rest-error.ts'

/** crm.requisite.preset.add. */
export function presetAdd(call: Call): Answer {
  const fields = classicFields(call)
  if (toInt(fields.ENTITY_TYPE_ID) !== requisiteTypeId) throw refuse.undefinedId('ENTITY_TYPE_ID')
  checkClients(call, 'add')
  const id = call.state.nextId('preset')
  call.state.presets.set(id, newClassic(call, presetFields, id, fields))
  return { result: id }
}

/** crm.requisite.preset.update: type and country stay what they are. */
export function presetUpdate(call: Call): Answer {
  checkClients(call, 'update')
  changeClassic(call, presetFields, presetOf(call, 'id'), classicFields(call))
  return { result: true }
}

/** crm.requisite.preset.delete: not while a requisite was made from it. */
export function presetDelete(call: Call): Answer {
  checkClients(call, 'delete')
  const { ID: id } = presetOf(call, 'id')
  if ([...call.state.requisites.values()].some(({ PRESET_ID }) => PRESET_ID === id))
    throw refuse.classic('You cannot delete the template because requisites have already been created for it')
  call.state.presets.delete(Number(id))
  call.state.presetFields.delete(Number(id))
  return { result: true }
}

/** Names a preset can still take: the platform's of every country, and the portal's own user fields of requisites. */
export function addableNames(call: Call, presetId: number): string[] {
  const taken = (call.state.presetFields.get(presetId) ?? []).map(({ FIELD_NAME }) => FIELD_NAME)
  const names = requisiteFields.map(([name]) => name).filter((name) => name.startsWith('RQ_'))
  const own = userFieldsOf(call.state, 'requisite').map(({ fieldName }) => fieldName)
  return [...names, 'RQ_ADDR', 'RQ_SIGNATURE', 'RQ_STAMP', ...own].filter((name) => !taken.includes(name))
}

/** The preset a call names, or the refusal the documentation gives. */
export function presetOf(call: Call, name: 'id' | 'preset'): ClassicRecord {
  const sent = anyCase(call.params, name)
  const id = toInt(name === 'id' ? sent : toText((sent as { ID?: unknown } | undefined)?.ID))
  if (id <= 0) throw refuse.undefinedId('ID')
  const preset = call.state.presets.get(id)
  if (!preset) throw refuse.classic(`The Preset with ID '${id}' is not found`)
  return preset
}

/** Presets belong to those who may do this with contacts and with companies. */
export function checkClients(call: Call, action: keyof Permissions): void {
  if (!mayAny(call.user, action, 'contact') || !mayAny(call.user, action, 'company')) throw refuse.classicAccessDenied()
}
