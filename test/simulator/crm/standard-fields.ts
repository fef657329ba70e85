import { typeNames, type BuiltInType, type FieldValue, type Text } from '../state.ts'

/**
 * Access per type in the order lead, deal, contact, company, quote, invoice:
 * `w` writable, `r` read only, `0` switched off (listed, always null), `-` the type has no such field.
 */
type Row = [name: string, type: string, access: string, de: string, en: string, extra?: Extra]

interface Extra {
  multiple?: true
  /** Dictionary of a crm_status field, per type where it differs. */
  statusType?: string | Partial<Record<BuiltInType, string>>
  settings?: Record<string, unknown>
  deprecated?: true
  required?: true
  /** What stands in the field while nobody filled it; null unless said. */
  empty?: FieldValue
}

export interface StandardField extends Extra {
  name: string
  upperName: string
  type: string
  title: Text
  writable: boolean
  disabled: boolean
  statusType?: string
}

/**
 * The field matrix. Source: crm.item.add and object-fields pages of the REST documentation and the platform's own
 * factories (REST facts, section 1.5); titles as the portal shows them.
 */
const rows: Row[] = [
  ['id', 'integer', 'rrrrrr', 'ID', 'ID'],
  ['title', 'string', 'ww-www', 'Name', 'Name'],
  ['createdTime', 'datetime', 'rrrrrr', 'Erstellt am', 'Created on'],
  ['updatedTime', 'datetime', 'rrrrrr', 'Geändert am', 'Modified on'],
  ['createdBy', 'user', 'rrrrrr', 'Erstellt von', 'Created by'],
  ['updatedBy', 'user', 'rrrrrr', 'Geändert von', 'Modified by'],
  ['movedTime', 'datetime', 'rr--rr', 'Phase geändert am', 'Stage changed on'],
  ['movedBy', 'user', 'rr--rr', 'Phase geändert von', 'Stage changed by'],
  ['assignedById', 'user', 'wwwwww', 'Verantwortlich', 'Responsible person'],
  ['opened', 'boolean', 'wwwwww', 'Für alle verfügbar', 'Available to everyone', { required: true }],
  ['honorific', 'crm_status', 'w-w---', 'Anrede', 'Salutation', { statusType: 'HONORIFIC' }],
  ['name', 'string', 'w-w---', 'Vorname', 'First name'],
  ['secondName', 'string', 'w-w---', 'Zweiter Vorname', 'Second name'],
  ['lastName', 'string', 'w-w---', 'Nachname', 'Last name'],
  ['shortName', 'string', '0-----', 'Kurzname', 'Short name'],
  ['birthdate', 'date', 'w-w---', 'Geburtsdatum', 'Date of birth'],
  ['post', 'string', 'w-w---', 'Position', 'Position'],
  ['photo', 'file', '--w---', 'Foto', 'Photo'],
  ['logo', 'file', '---w--', 'Logo', 'Logo'],
  ['companyTitle', 'string', 'w-----', 'Unternehmensname', 'Company name'],
  ['categoryId', 'crm_category', '-www-r', 'Pipeline', 'Pipeline', { empty: 0 }],
  ['stageId', 'crm_status', 'ww--ww', 'Phase', 'Stage', { statusType: 'stages' }],
  ['previousStageId', 'crm_status', '-----r', 'Vorherige Phase', 'Previous stage', { statusType: 'stages' }],
  ['stageSemanticId', 'string', 'rr----', 'Phasengruppe', 'Stage group'],
  ['statusDescription', 'text', 'w-----', 'Phase: Beschreibung', 'Stage description'],
  ['isConvert', 'boolean', '0-----', 'Konvertiert', 'Converted'],
  ['isNew', 'boolean', '-r----', 'Neuer Auftrag', 'New deal'],
  ['isRecurring', 'boolean', '-w----', 'Wiederkehrender Auftrag', 'Recurring deal', { empty: 'N' }],
  ['isReturnCustomer', 'boolean', 'rr----', 'Stammkunde', 'Returning customer', { empty: 'N' }],
  ['isRepeatedApproach', 'boolean', '-r----', 'Wiederholte Anfrage', 'Repeat inquiry', { empty: 'N' }],
  ['closed', 'boolean', '-r--r-', 'Geschlossen', 'Closed', { empty: 'N' }],
  ['dateClosed', 'datetime', 'r-----', 'Geschlossen am', 'Closed on'],
  [
    'typeId',
    'crm_status',
    '-www--',
    'Typ',
    'Type',
    { statusType: { deal: 'DEAL_TYPE', contact: 'CONTACT_TYPE', company: 'COMPANY_TYPE' } },
  ],
  ['sourceId', 'crm_status', 'www--w', 'Quelle', 'Source', { statusType: 'SOURCE' }],
  ['sourceDescription', 'text', 'www--w', 'Quelleninformation', 'Source information'],
  ['probability', 'integer', '-w----', 'Wahrscheinlichkeit', 'Probability'],
  ['currencyId', 'crm_currency', 'ww-www', 'Währung', 'Currency'],
  ['opportunity', 'double', 'ww--ww', 'Betrag', 'Amount', { empty: 0 }],
  ['isManualOpportunity', 'boolean', 'ww--ww', 'Berechnung des Betrags', 'Amount calculation mode', { empty: 'N' }],
  ['taxValue', 'double', '-w--ww', 'Steuer', 'Tax', { empty: 0 }],
  ['companyId', 'crm_company', 'ww--ww', 'Unternehmen', 'Company', { settings: { parentEntityTypeId: 4 }, empty: 0 }],
  ['companyId', 'crm_company', '--w---', 'Unternehmen', 'Company', { deprecated: true, empty: 0 }],
  ['companyIds', 'crm_company', '--w---', 'Unternehmen', 'Companies', { multiple: true, empty: [] }],
  ['contactId', 'crm_contact', 'ww--ww', 'Kontakt', 'Contact', { deprecated: true, empty: 0 }],
  ['contactIds', 'crm_contact', 'ww-www', 'Kontakte', 'Contacts', { multiple: true, empty: [] }],
  [
    'mycompanyId',
    'crm_company',
    '----ww',
    'Eigenes Unternehmen',
    'Your company details',
    { settings: { isMyCompany: true, parentEntityTypeId: 4, isEmbeddedEditorEnabled: true } },
  ],
  ['isMyCompany', 'boolean', '---w--', 'Mein Unternehmen', 'My company', { empty: 'N' }],
  ['leadId', 'crm_lead', '-wwww-', 'Lead', 'Lead', { settings: { parentEntityTypeId: 1 } }],
  ['dealId', 'crm_deal', '----w-', 'Auftrag', 'Deal', { settings: { parentEntityTypeId: 2 } }],
  ['quoteId', 'crm_quote', '-w----', 'Angebot', 'Quote', { settings: { parentEntityTypeId: 7 } }],
  ['parentId2', 'crm_entity', '-----w', 'Auftrag', 'Deal', { settings: { parentEntityTypeId: 2 } }],
  ['parentId7', 'crm_entity', '-----w', 'Angebot', 'Quote', { settings: { parentEntityTypeId: 7 } }],
  ['begindate', 'date', '-w--ww', 'Beginndatum', 'Start date'],
  ['closedate', 'date', '-w--ww', 'Abschlussdatum', 'End date'],
  ['actualDate', 'date', '----w-', 'Gültig bis', 'Valid until'],
  ['comments', 'text', 'wwwwww', 'Kommentar', 'Comment'],
  ['content', 'text', '----w-', 'Inhalt', 'Content'],
  ['terms', 'text', '----w-', 'Bedingungen', 'Terms'],
  ['quoteNumber', 'string', '----w-', 'Angebotsnummer', 'Quote number'],
  ['accountNumber', 'string', '-----w', 'Rechnungsnummer', 'Invoice number'],
  ['additionalInfo', 'string', '-w----', 'Zusatzinformation', 'Additional information'],
  ['locationId', 'location', '-w--ww', 'Standort', 'Location'],
  ['industry', 'crm_status', '---w--', 'Branche', 'Industry', { statusType: 'INDUSTRY' }],
  ['employees', 'crm_status', '---w--', 'Mitarbeiterzahl', 'Employees', { statusType: 'EMPLOYEES' }],
  ['revenue', 'double', '---w--', 'Jahresumsatz', 'Annual revenue', { empty: 0 }],
  ['bankingDetails', 'text', '---w--', 'Bankverbindung', 'Banking details'],
  ['address', 'string', '0-00--', 'Adresse', 'Address'],
  ['login', 'string', '0-0---', 'Login', 'Login'],
  ['productId', 'string', '00----', 'Produkt', 'Product'],
  ['export', 'boolean', '--w---', 'Am Export beteiligt', 'Included in export', { empty: 'Y' }],
  ['observers', 'user', 'wwww-w', 'Beobachter', 'Observers', { multiple: true, empty: [] }],
  ['webformId', 'integer', 'w---ww', 'CRM-Formular', 'CRM form', { empty: 0 }],
  ['originatorId', 'string', 'wwww--', 'Externe Quelle', 'External source'],
  ['originId', 'string', 'wwww--', 'ID in der externen Quelle', 'Item ID in external source'],
  ['originVersion', 'string', '--ww--', 'Version in der externen Quelle', 'Version in external source'],
  ['xmlId', 'string', '-----w', 'Externer Code', 'External code'],
  ['utmSource', 'string', 'wwwww-', 'UTM Source', 'UTM Source'],
  ['utmMedium', 'string', 'wwwww-', 'UTM Medium', 'UTM Medium'],
  ['utmCampaign', 'string', 'wwwww-', 'UTM Campaign', 'UTM Campaign'],
  ['utmContent', 'string', 'wwwww-', 'UTM Content', 'UTM Content'],
  ['utmTerm', 'string', 'wwwww-', 'UTM Term', 'UTM Term'],
  ['lastActivityBy', 'user', 'rrrrrr', 'Letzte Aktivität von', 'Last activity by'],
  ['lastActivityTime', 'datetime', 'rrrrrr', 'Letzte Aktivität am', 'Last activity on'],
  ['hasPhone', 'boolean', 'r-rr--', 'Telefon vorhanden', 'Has phone'],
  ['hasEmail', 'boolean', 'r-rr--', 'E-Mail vorhanden', 'Has email'],
  ['hasImol', 'boolean', 'r-rr--', 'Chat vorhanden', 'Has chat', { empty: 'N' }],
  ['fm', 'crm_multifield', 'w-ww--', 'Kommunikation', 'Communication', { multiple: true }],
]

export function toUpperName(name: string): string {
  return name
    .replaceAll(/[A-Z]/g, '_$&')
    .toUpperCase()
    .replace(/(?<=[A-Z])(\d+)$/, '_$1')
}

function columnOf(type: BuiltInType): Map<string, StandardField> {
  const column = typeNames.indexOf(type)
  const fields = new Map<string, StandardField>()
  for (const [name, valueType, access, de, en, extra] of rows) {
    const mark = access[column]
    if (mark === undefined || mark === '-') continue
    const statusType = typeof extra?.statusType === 'object' ? extra.statusType[type] : extra?.statusType
    fields.set(name, {
      ...extra,
      name,
      upperName: toUpperName(name),
      type: valueType,
      title: { de, en },
      writable: mark === 'w',
      disabled: mark === '0',
      statusType,
    })
  }
  return fields
}

/** The standard fields of each type, by their camelCase name, in the order the portal lists them. */
export const standardFields = Object.fromEntries(typeNames.map((type) => [type, columnOf(type)])) as Record<
  BuiltInType,
  Map<string, StandardField>
>
