import type { PortalState } from '../state.ts'
import { nowUtc, shown } from '../time.ts'

/** The templates of requisites a German portal begins with; 46 is Germany. Source: crm.requisite.preset.list. */
const presets: [name: string, xmlId: string][] = [
  ['Unternehmen', '#CRM_REQUISITE_PRESET_DEF_DE_COMPANY#'],
  ['Person', '#CRM_REQUISITE_PRESET_DEF_DE_PERSON#'],
]

/** Adds them to a new portal. */
export function seedPresets(state: PortalState): void {
  for (const [index, [name, xmlId]] of presets.entries()) {
    const id = state.nextId('preset')
    state.presets.set(id, {
      ID: String(id),
      ENTITY_TYPE_ID: '8',
      COUNTRY_ID: '46',
      DATE_CREATE: shown(nowUtc(state.clock)),
      DATE_MODIFY: '',
      CREATED_BY_ID: '1',
      MODIFY_BY_ID: null,
      NAME: name,
      XML_ID: xmlId,
      ACTIVE: 'Y',
      SORT: String(500 + index * 10),
    })
  }
}
