import type { Simulator } from '../simulator.ts'
import type { FieldValues, Text } from '../state.ts'
import { dateInDays } from '../time.ts'
import { seedClients } from './demo-clients.ts'
import { rowsOf } from './demo-products.ts'
import { option, seedUserFields } from './demo-user-fields.ts'

/** Fills a portal with the invented records of a small roofing business, so that every conversion has something to carry. */
export function seedDemo(simulator: Simulator): void {
  const { add, setProductRows } = simulator
  simulator.addPipeline('deal', serviceContracts)
  seedUserFields(simulator)
  const { contacts, companies } = seedClients(simulator)
  for (const { rows, ...lead } of leads(simulator)) {
    const { id } = add('lead', lead.fields, { userId: lead.owner })
    if (rows) setProductRows('lead', id, rowsOf(rows))
  }
  const deals = dealFields(simulator).map(({ client: [contact, company], owner, rows, fields }) => {
    const clients = {
      contactIds: contact === null ? [] : [contacts[contact] ?? 0],
      companyId: company === null ? 0 : (companies[company] ?? 0),
    }
    const { id } = add('deal', { assignedById: owner, ...clients, ...fields }, { userId: owner })
    if (rows) setProductRows('deal', id, rowsOf(rows))
    return id
  })
  for (const {
    deal,
    client: [contact, company],
    rows,
    fields,
  } of quoteFields(simulator)) {
    const clients = { contactIds: [contacts[contact] ?? 0], companyId: companies[company] ?? 0 }
    const { id } = add(
      'quote',
      { assignedById: 2, ...clients, dealId: deal === null ? null : (deals[deal] ?? null), ...fields },
      { userId: 2 },
    )
    setProductRows('quote', id, rowsOf(rows))
  }
  for (const {
    deal,
    client: [contact, company],
    rows,
    fields,
  } of invoiceFields) {
    const clients = { contactIds: [contacts[contact] ?? 0], companyId: companies[company] ?? 0 }
    const { id } = add(
      'invoice',
      { assignedById: 2, ...clients, parentId2: deals[deal] ?? null, ...fields },
      { userId: 2 },
    )
    setProductRows('invoice', id, rowsOf(rows))
  }
}

const serviceContracts: { name: Text; stages: { code: string; name: Text; semantics?: 'S' | 'F' }[] } = {
  name: { de: 'Wartungsverträge', en: 'Service contracts' },
  stages: [
    { code: 'NEW', name: { de: 'Anfrage', en: 'Request' } },
    { code: 'PREPARATION', name: { de: 'Termin vereinbart', en: 'Appointment made' } },
    { code: 'WON', name: { de: 'Vertrag läuft', en: 'Contract running' }, semantics: 'S' },
    { code: 'LOSE', name: { de: 'Beendet', en: 'Ended' }, semantics: 'F' },
  ],
}

interface LeadSeed {
  owner: number
  rows?: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

function leads({ state }: Simulator): LeadSeed[] {
  return [
    {
      owner: 2,
      rows: [
        ['tiles', 180, 5, 19],
        ['membrane', 200, 0, 19],
        ['scaffold', 1, 0, 19],
      ],
      fields: {
        title: 'Neues Dach für das Lagerhaus Hafenstraße',
        honorific: 'HNR_DE_2',
        name: 'Sabine',
        secondName: 'Maria',
        lastName: 'Hofmann',
        birthdate: '1978-04-12',
        post: 'Leiterin Technik',
        companyTitle: 'Hofmann Lagerhaus GmbH',
        comments: 'Möchte vor dem Winter fertig sein.\n[B]Besichtigung am Montag[/B]',
        sourceId: 'WEB',
        sourceDescription: 'Formular auf der Website',
        statusDescription: 'Rückruf vereinbart',
        utmSource: 'google',
        utmMedium: 'CPC',
        utmCampaign: 'dachsanierung-2026',
        currencyId: 'EUR',
        fm: [
          { typeId: 'PHONE', valueType: 'WORK', value: '+49 40 1234560' },
          { typeId: 'PHONE', valueType: 'MOBILE', value: '+49 171 5550101' },
          { typeId: 'EMAIL', valueType: 'WORK', value: 's.hofmann@hofmann-lager.example' },
          { typeId: 'WEB', valueType: 'WORK', value: 'https://hofmann-lager.example' },
        ],
        UF_CRM_LEAD_ROOF: option(state, 'lead', 'UF_CRM_LEAD_ROOF', 'Satteldach'),
        UF_CRM_LEAD_START: dateInDays(45),
        UF_CRM_LEAD_NOTE: 'Zufahrt nur über den Hof',
        UF_CRM_LEAD_BUDGET: '45000|EUR',
        UF_CRM_LEAD_LISTED: 'Y',
        UF_CRM_LEAD_EXTRAS: ['Photovoltaik', 'Dachfenster'].map((text) =>
          option(state, 'lead', 'UF_CRM_LEAD_EXTRAS', text),
        ),
        UF_CRM_LEAD_AREA: 186.5,
        UF_CRM_LEAD_SITE: 'Hafenstraße 12, 20457 Hamburg',
      },
    },
    {
      owner: 2,
      fields: {
        title: 'Wartung Flachdach Bürohaus',
        name: 'Peter',
        lastName: 'Lindner',
        stageId: 'IN_PROCESS',
        opportunity: 1800,
        isManualOpportunity: 'Y',
        sourceId: 'CALL',
        fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '+49 89 7654320' }],
      },
    },
    {
      owner: 2,
      rows: [['gutter', 24, 10, 19]],
      fields: {
        title: 'Dachrinne undicht',
        name: 'Erika',
        lastName: 'Vogt',
        fm: [{ typeId: 'EMAIL', valueType: 'HOME', value: 'erika.vogt@example.org' }],
      },
    },
    {
      owner: 3,
      fields: {
        title: 'Photovoltaik auf der Scheune',
        companyTitle: 'Hof Brandt',
        lastName: 'Brandt',
        sourceId: 'TRADE_SHOW',
        opportunity: 32000,
        isManualOpportunity: 'Y',
        UF_CRM_LEAD_NOTE: 'Messe Husum, Halle 3',
      },
    },
    {
      owner: 1,
      fields: {
        title: 'Carport mit Gründach',
        name: 'Tomasz',
        lastName: 'Nowak',
        stageId: 'PROCESSED',
        sourceId: 'RECOMMENDATION',
      },
    },
    { owner: 2, fields: { title: 'Werbeanruf', stageId: 'JUNK', name: 'Unbekannt' } },
    {
      owner: 1,
      rows: [['window', 2, 0, 19]],
      fields: {
        title: 'Zwei Dachfenster nachrüsten',
        name: 'Lena',
        lastName: 'Schuster',
        companyTitle: 'Schuster & Töchter KG',
        fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '+49 221 998877' }],
      },
    },
  ]
}

interface DealSeed {
  owner: number
  client: [contact: number | null, company: number | null]
  rows?: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

function dealFields({ state }: Simulator): DealSeed[] {
  const pipeline = state.categories.find((category) => category.type === 'deal' && !category.isDefault)?.id ?? 0
  return [
    {
      owner: 2,
      client: [0, 1],
      rows: [
        ['tiles', 220, 10, 19],
        ['membrane', 240, 0, 19],
        ['labour', 64, 0, 19],
        ['permit', 1, 0, null],
      ],
      fields: {
        title: 'Dachsanierung Rathaus Nord',
        stageId: 'EXECUTING',
        typeId: 'SALE',
        comments: 'Bauabschnitt 1 von 2',
        probability: 80,
        additionalInfo: 'Ausschreibung 2026/14',
        sourceId: 'RECOMMENDATION',
        utmSource: 'newsletter',
        observers: [1, 3],
        UF_CRM_ROOF_TYPE: option(state, 'deal', 'UF_CRM_ROOF_TYPE', 'Walmdach'),
        UF_CRM_BUILD_START: dateInDays(21),
        UF_CRM_INTERNAL_NOTE: 'Kran muss 14 Tage vorher bestellt werden',
        UF_CRM_BUDGET: '62000|EUR',
        UF_CRM_LISTED: 'Y',
        UF_CRM_SITE_MANAGER: 2,
        UF_CRM_EXTRAS: ['Photovoltaik', 'Blitzschutz'].map((text) => option(state, 'deal', 'UF_CRM_EXTRAS', text)),
      },
    },
    {
      owner: 2,
      client: [1, 2],
      rows: [
        ['window', 6, 0, 19],
        ['labour', 12, 0, 19],
      ],
      fields: {
        title: 'Dachfenster Seniorenheim',
        UF_CRM_ROOF_TYPE: option(state, 'deal', 'UF_CRM_ROOF_TYPE', 'Satteldach'),
      },
    },
    {
      owner: 3,
      client: [2, null],
      rows: [['gutter', 18, 5, 19]],
      fields: { title: 'Dachrinne Einfamilienhaus Kurz', stageId: 'PREPARATION' },
    },
    {
      owner: 1,
      client: [3, 3],
      fields: {
        title: 'Gründach Kindergarten',
        opportunity: 18500.5,
        isManualOpportunity: 'Y',
        currencyId: 'EUR',
        UF_CRM_INTERNAL_NOTE: 'Fördermittel geprüft',
      },
    },
    {
      owner: 2,
      client: [4, 2],
      rows: [['service', 2, 0, 19]],
      fields: { title: 'Jahreswartung Seniorenheim', categoryId: pipeline, UF_CRM_LISTED: 'N' },
    },
    {
      owner: 2,
      client: [5, null],
      rows: [
        ['tiles', 90, 0, 8.1],
        ['labour', 20, 0, 8.1],
      ],
      fields: { title: 'Ziegeldach Ferienhaus Davos', currencyId: 'CHF', stageId: 'WON' },
    },
    {
      owner: 2,
      client: [null, 1],
      fields: { title: 'Sturmschaden Sporthalle', stageId: 'LOSE', opportunity: 9400, isManualOpportunity: 'Y' },
    },
  ]
}

interface FollowUp {
  deal: number | null
  client: [contact: number, company: number]
  rows: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

function quoteFields({ state }: Simulator): FollowUp[] {
  return [
    {
      deal: null,
      client: [0, 1],
      rows: [
        ['tiles', 120, 8, 19],
        ['scaffold', 1, 0, 19],
        ['labour', 40, 0, 19],
      ],
      fields: {
        title: 'Angebot Dach Stadtbücherei',
        stageId: 'SENT',
        content: 'Eindeckung mit Tonziegeln, einschließlich Gerüst.',
        terms: 'Zahlbar binnen 14 Tagen.',
        comments: 'Bitte bis Monatsende nachfassen',
        begindate: dateInDays(-3),
        closedate: dateInDays(27),
        UF_CRM_Q_DACH: option(state, 'quote', 'UF_CRM_Q_DACH', 'Flachdach'),
        UF_CRM_Q_BAUBEGINN: dateInDays(60),
      },
    },
    {
      deal: 1,
      client: [1, 2],
      rows: [
        ['window', 6, 0, 19],
        ['labour', 12, 0, 19],
      ],
      fields: { title: 'Angebot Dachfenster Seniorenheim' },
    },
    {
      deal: null,
      client: [3, 3],
      rows: [['membrane', 300, 0, 19]],
      fields: { title: 'Abdichtung Kindergarten', stageId: 'APPROVED' },
    },
    {
      deal: null,
      client: [2, 1],
      rows: [['service', 1, 0, 19]],
      fields: { title: 'Wartungsvertrag Sporthalle', isManualOpportunity: 'Y', opportunity: 399 },
    },
  ]
}

const invoiceFields: (FollowUp & { deal: number })[] = [
  { deal: 0, client: [0, 1], rows: [['tiles', 110, 10, 19]], fields: { title: 'Abschlagsrechnung Rathaus Nord' } },
  { deal: 4, client: [4, 2], rows: [['service', 1, 0, 19]], fields: { title: 'Wartung 1. Halbjahr' } },
]
