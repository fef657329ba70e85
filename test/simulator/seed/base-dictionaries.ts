import { addStages, usualStages } from '../crm/stages.ts'
import type { PortalState } from '../state.ts'

type Entry = [code: string, de: string, en: string, mark?: 'system']

/**
 * The dictionaries of a fresh portal in their order; codes and marks are the platform's own. Salutations are those of a
 * German portal. Sources of the platform that came later (booking, repeat sales) are left out.
 */
const dictionaries: Record<string, Entry[]> = {
  SOURCE: [
    ['CALL', 'Anruf', 'Call', 'system'],
    ['EMAIL', 'E-Mail', 'E-mail'],
    ['WEB', 'Website', 'Website'],
    ['ADVERTISING', 'Werbung', 'Advertising'],
    ['PARTNER', 'Bestandskunde', 'Existing client'],
    ['RECOMMENDATION', 'Empfehlung', 'Recommendation'],
    ['TRADE_SHOW', 'Messe', 'Trade show'],
    ['WEBFORM', 'CRM-Formular', 'CRM form', 'system'],
    ['CALLBACK', 'Rückruf', 'Callback', 'system'],
    ['RC_GENERATOR', 'Umsatz-Booster', 'Sales boost', 'system'],
    ['STORE', 'Onlineshop', 'Online store', 'system'],
    ['OTHER', 'Andere', 'Other'],
  ],
  CONTACT_TYPE: [
    ['CLIENT', 'Kunde', 'Client'],
    ['SUPPLIER', 'Lieferant', 'Supplier'],
    ['PARTNER', 'Partner', 'Partner'],
    ['OTHER', 'Andere', 'Other'],
  ],
  COMPANY_TYPE: [
    ['CUSTOMER', 'Kunde', 'Client'],
    ['SUPPLIER', 'Lieferant', 'Supplier'],
    ['COMPETITOR', 'Wettbewerber', 'Competitor'],
    ['PARTNER', 'Partner', 'Partner'],
    ['OTHER', 'Andere', 'Other'],
  ],
  EMPLOYEES: [
    ['EMPLOYEES_1', 'weniger als 50', 'fewer than 50', 'system'],
    ['EMPLOYEES_2', '50–250', '50–250'],
    ['EMPLOYEES_3', '250–500', '250–500'],
    ['EMPLOYEES_4', 'mehr als 500', 'more than 500'],
  ],
  CALL_LIST: [
    ['IN_WORK', 'In Bearbeitung', 'In progress', 'system'],
    ['SUCCESS', 'Erfolgreich', 'Success', 'system'],
    ['WRONG_NUMBER', 'Falsche Nummer', 'Wrong number', 'system'],
    ['STOP_CALLING', 'Nicht mehr anrufen', 'Stop calling', 'system'],
  ],
  INDUSTRY: [
    ['IT', 'Informationstechnik', 'Information technology'],
    ['TELECOM', 'Telekommunikation', 'Telecommunication'],
    ['MANUFACTURING', 'Produktion', 'Manufacturing'],
    ['BANKING', 'Bankwesen', 'Banking'],
    ['CONSULTING', 'Beratung', 'Consulting'],
    ['FINANCE', 'Finanzen', 'Finance'],
    ['GOVERNMENT', 'Öffentliche Hand', 'Government'],
    ['DELIVERY', 'Lieferdienste', 'Delivery'],
    ['ENTERTAINMENT', 'Unterhaltung', 'Entertainment'],
    ['NOTPROFIT', 'Gemeinnützig', 'Non-profit'],
    ['OTHER', 'Andere', 'Other', 'system'],
  ],
  DEAL_TYPE: [
    ['SALE', 'Verkauf', 'Sale', 'system'],
    ['COMPLEX', 'Komplexverkauf', 'Integrated sale'],
    ['GOODS', 'Warenverkauf', 'Sale of goods'],
    ['SERVICES', 'Dienstleistung', 'Services'],
    ['SERVICE', 'Wartung', 'After-sale service'],
  ],
  HONORIFIC: [
    ['HNR_DE_2', 'Frau', 'Ms.'],
    ['HNR_DE_1', 'Herr', 'Mr.'],
  ],
}

/** Fills the dictionaries of a fresh portal, and the stages of leads and quotes, which know no pipelines. */
export function seedDictionaries(state: PortalState): void {
  addStages(state, 'STATUS', usualStages('lead'))
  for (const [entityId, entries] of Object.entries(dictionaries))
    for (const [index, [statusId, de, en, mark]] of entries.entries())
      state.statuses.push({
        id: state.nextId('status'),
        entityId,
        statusId,
        name: { de, en },
        nameInit: mark ? { de, en } : null,
        sort: (index + 1) * 10,
        system: mark ? 'Y' : 'N',
        categoryId: null,
        color: null,
        semantics: null,
      })
  addStages(state, 'QUOTE_STATUS', usualStages('quote'))
}
