import { addPipeline, addUser } from '../builders.ts'
import type { PortalState } from '../state.ts'
import { seedPresets } from './base-presets.ts'

type Stage = [code: string, de: string, en: string, semantics?: 'S' | 'F']
type Entry = [code: string, de: string, en: string]

/** Stages of a fresh portal. Source: crm.status.list examples; codes are the platform's own. */
const leadStages: Stage[] = [
  ['NEW', 'Nicht bearbeitet', 'Unprocessed'],
  ['IN_PROCESS', 'In Bearbeitung', 'In progress'],
  ['PROCESSED', 'Bearbeitet', 'Processed'],
  ['CONVERTED', 'Qualitativer Lead', 'Good lead', 'S'],
  ['JUNK', 'Schlechter Lead', 'Junk lead', 'F'],
]
const quoteStages: Stage[] = [
  ['DRAFT', 'Entwurf', 'Draft'],
  ['SENT', 'An Kunden gesendet', 'Sent to customer'],
  ['APPROVED', 'Angenommen', 'Accepted', 'S'],
  ['DECLAINED', 'Abgelehnt', 'Declined', 'F'],
]
const dealStages: Stage[] = [
  ['NEW', 'Neu', 'New'],
  ['PREPARATION', 'Vorbereitung der Unterlagen', 'Document preparation'],
  ['PREPAYMENT_INVOICE', 'Anzahlungsrechnung', 'Prepayment invoice'],
  ['EXECUTING', 'In Arbeit', 'In progress'],
  ['FINAL_INVOICE', 'Schlussrechnung', 'Final invoice'],
  ['WON', 'Auftrag erfolgreich', 'Deal won', 'S'],
  ['LOSE', 'Auftrag verloren', 'Deal lost', 'F'],
  ['APOLOGY', 'Ursache analysieren', 'Analyse failure', 'F'],
]
const invoiceStages: Stage[] = [
  ['N', 'Entwurf', 'Draft'],
  ['S', 'An Kunden gesendet', 'Sent to customer'],
  ['P', 'Bezahlt', 'Paid', 'S'],
  ['D', 'Nicht bezahlt', 'Unpaid', 'F'],
]

const dictionaries: Record<string, Entry[]> = {
  SOURCE: [
    ['CALL', 'Anruf', 'Call'],
    ['EMAIL', 'E-Mail', 'E-mail'],
    ['WEB', 'Website', 'Website'],
    ['ADVERTISING', 'Werbung', 'Advertising'],
    ['PARTNER', 'Bestandskunde', 'Existing client'],
    ['RECOMMENDATION', 'Empfehlung', 'Recommendation'],
    ['TRADE_SHOW', 'Messe', 'Trade show'],
    ['OTHER', 'Andere', 'Other'],
  ],
  DEAL_TYPE: [
    ['SALE', 'Verkauf', 'Sale'],
    ['SERVICES', 'Dienstleistung', 'Services'],
    ['SERVICE', 'Wartung', 'After-sale service'],
  ],
  CONTACT_TYPE: [
    ['CLIENT', 'Kunde', 'Client'],
    ['SUPPLIER', 'Lieferant', 'Supplier'],
    ['PARTNER', 'Partner', 'Partner'],
  ],
  COMPANY_TYPE: [
    ['CUSTOMER', 'Kunde', 'Client'],
    ['SUPPLIER', 'Lieferant', 'Supplier'],
    ['PARTNER', 'Partner', 'Partner'],
  ],
  INDUSTRY: [
    ['IT', 'Informationstechnik', 'Information technology'],
    ['MANUFACTURING', 'Produktion', 'Manufacturing'],
    ['BANKING', 'Bankwesen', 'Banking'],
    ['OTHER', 'Andere', 'Other'],
  ],
  EMPLOYEES: [
    ['EMPLOYEES_1', 'weniger als 50', 'fewer than 50'],
    ['EMPLOYEES_2', '50–250', '50–250'],
    ['EMPLOYEES_3', '250–500', '250–500'],
  ],
  HONORIFIC: [
    ['HNR_DE_2', 'Frau', 'Ms.'],
    ['HNR_DE_1', 'Herr', 'Mr.'],
  ],
}

/** What every portal has from its first day: people, dictionaries, stages, pipelines and currencies. */
export function seedBase(state: PortalState): void {
  seedUsers(state)
  for (const [entityId, entries] of Object.entries(dictionaries))
    for (const [index, [statusId, de, en]] of entries.entries())
      state.statuses.push({
        id: state.nextId('status'),
        entityId,
        statusId,
        name: { de, en },
        sort: (index + 1) * 10,
        system: index === 0 ? 'Y' : 'N',
        categoryId: null,
        color: '',
        semantics: null,
      })
  seedStages(state)
  seedPresets(state)
  state.currencies.push(
    { code: 'EUR', amount: 1, amountCount: 1, sort: 100, base: 'Y', format: '# €', name: { de: 'Euro', en: 'Euro' } },
    {
      code: 'CHF',
      amount: 1.05,
      amountCount: 1,
      sort: 200,
      base: 'N',
      format: 'CHF #',
      name: { de: 'Schweizer Franken', en: 'Swiss franc' },
    },
    {
      code: 'USD',
      amount: 0.92,
      amountCount: 1,
      sort: 300,
      base: 'N',
      format: '$#',
      name: { de: 'US-Dollar', en: 'US dollar' },
    },
  )
}

function seedUsers(state: PortalState): void {
  addUser(state, {
    name: 'Anna',
    lastName: 'Weiß',
    gender: 'F',
    email: 'anna.weiss@example.com',
    workPosition: 'Geschäftsführung',
    admin: true,
  })
  addUser(state, {
    name: 'Max',
    lastName: 'Berger',
    gender: 'M',
    email: 'max.berger@example.com',
    workPosition: 'Vertrieb',
  })
  const ownOnly = { update: 'own', delete: 'own' } as const
  const readOnly = { add: 'none', ...ownOnly } as const
  addUser(state, {
    name: 'Julia',
    lastName: 'Kern',
    gender: 'F',
    email: 'julia.kern@example.com',
    workPosition: 'Innendienst',
    rights: { lead: ownOnly, contact: ownOnly, company: ownOnly, deal: readOnly, quote: readOnly, invoice: readOnly },
  })
}

function seedStages(state: PortalState): void {
  addStages(state, 'STATUS', leadStages)
  addStages(state, 'QUOTE_STATUS', quoteStages)
  addPipeline(state, 'deal', { name: { de: 'Allgemein', en: 'General' }, stages: asStages(dealStages) })
  addPipeline(state, 'contact', { name: { de: 'Allgemein', en: 'General' } })
  addPipeline(state, 'company', { name: { de: 'Allgemein', en: 'General' } })
  addPipeline(state, 'invoice', { name: { de: 'Allgemein', en: 'General' }, stages: asStages(invoiceStages) })
}

function addStages(state: PortalState, entityId: string, stages: Stage[]): void {
  for (const [index, { code, name, semantics }] of asStages(stages).entries())
    state.statuses.push({
      id: state.nextId('status'),
      entityId,
      statusId: code,
      name,
      sort: (index + 1) * 10,
      system: index === 0 || semantics === 'S' ? 'Y' : 'N',
      categoryId: null,
      color: { P: '#39A8EF', S: '#7BD500', F: '#FF5752' }[semantics],
      semantics,
    })
}

function asStages(stages: Stage[]): { code: string; name: { de: string; en: string }; semantics: 'P' | 'S' | 'F' }[] {
  return stages.map(([code, de, en, semantics]) => ({ code, name: { de, en }, semantics: semantics ?? 'P' }))
}
