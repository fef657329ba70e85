import type { Simulator } from '../simulator.ts'
import type { PortalState, TypeName } from '../state.ts'

type Kind = keyof typeof kinds

const roofTypes = ['Satteldach', 'Walmdach', 'Pultdach', 'Flachdach', 'Mansarddach']
const extras = ['Photovoltaik', 'Dachfenster', 'Blitzschutz', 'Schneefang']

/** What the user fields of the demo are; the same kind has another code on every type, as on a real portal. */
const kinds = {
  roof: { userTypeId: 'enumeration', label: { de: 'Dachtyp', en: 'Roof type' }, options: roofTypes },
  start: { userTypeId: 'date', label: { de: 'Baubeginn', en: 'Start of construction' } },
  note: { userTypeId: 'string', label: { de: 'Interne Notiz', en: 'Internal note' }, settings: { ROWS: 3 } },
  budget: { userTypeId: 'money', label: { de: 'Budget', en: 'Budget' } },
  listed: { userTypeId: 'boolean', label: { de: 'Denkmalschutz', en: 'Listed building' } },
  manager: { userTypeId: 'employee', label: { de: 'Bauleitung', en: 'Site manager' } },
  extras: {
    userTypeId: 'enumeration',
    multiple: true,
    label: { de: 'Zusatzleistungen', en: 'Extras' },
    options: extras,
  },
  area: { userTypeId: 'double', label: { de: 'Dachfläche (m²)', en: 'Roof area (m²)' }, settings: { PRECISION: 2 } },
  site: { userTypeId: 'address', label: { de: 'Baustelle', en: 'Construction site' } },
} satisfies Record<string, Omit<Parameters<Simulator['addUserField']>[1], 'fieldName'>>

/** Which type has which of them under which code. */
const fields: [TypeName, Kind, string][] = [
  ['lead', 'roof', 'UF_CRM_LEAD_ROOF'],
  ['lead', 'start', 'UF_CRM_LEAD_START'],
  ['lead', 'note', 'UF_CRM_LEAD_NOTE'],
  ['lead', 'budget', 'UF_CRM_LEAD_BUDGET'],
  ['lead', 'listed', 'UF_CRM_LEAD_LISTED'],
  ['lead', 'extras', 'UF_CRM_LEAD_EXTRAS'],
  ['lead', 'area', 'UF_CRM_LEAD_AREA'],
  ['lead', 'site', 'UF_CRM_LEAD_SITE'],
  ['deal', 'roof', 'UF_CRM_ROOF_TYPE'],
  ['deal', 'start', 'UF_CRM_BUILD_START'],
  ['deal', 'note', 'UF_CRM_INTERNAL_NOTE'],
  ['deal', 'budget', 'UF_CRM_BUDGET'],
  ['deal', 'listed', 'UF_CRM_LISTED'],
  ['deal', 'manager', 'UF_CRM_SITE_MANAGER'],
  ['deal', 'extras', 'UF_CRM_EXTRAS'],
  ['quote', 'roof', 'UF_CRM_Q_DACH'],
  ['quote', 'start', 'UF_CRM_Q_BAUBEGINN'],
  ['quote', 'note', 'UF_CRM_Q_NOTIZ'],
  ['invoice', 'start', 'UF_CRM_SMART_INVOICE_START'],
  ['invoice', 'listed', 'UF_CRM_SMART_INVOICE_LISTED'],
  ['company', 'note', 'UF_CRM_COMPANY_NOTE'],
  ['contact', 'note', 'UF_CRM_CONTACT_NOTE'],
]

/** Adds the demo's user fields; the roof types of quotes stand in another order and lack one. */
export function seedUserFields({ addUserField }: Simulator): void {
  for (const [index, [type, kind, fieldName]] of fields.entries()) {
    const isQuoteRoof = type === 'quote' && kind === 'roof'
    addUserField(type, {
      ...kinds[kind],
      fieldName,
      sort: (index + 1) * 10,
      ...(isQuoteRoof ? { options: roofTypes.slice(0, 4).toReversed() } : {}),
    })
  }
}

/** The id of a list field's option by its text. */
export function option(state: PortalState, type: TypeName, fieldName: string, text: string): number {
  const field = [...state.userFields.values()].find((known) => known.type === type && known.fieldName === fieldName)
  const found = field?.options.find((known) => known.value === text)
  if (!found) throw new Error(`${fieldName} has no option ${text}.`)
  return found.id
}
