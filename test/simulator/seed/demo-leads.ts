import type { Simulator } from '../simulator.ts'
import type { FieldValues } from '../state.ts'
import { dateInDays } from '../time.ts'
import type { rowsOf } from './demo-products.ts'
import { option } from './demo-user-fields.ts'

/** A lead of the demo and who looks after it. */
interface LeadSeed {
  owner: number
  rows?: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

/** The leads; the first one has everything a conversion can carry. */
export function demoLeads({ state }: Simulator): LeadSeed[] {
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
        UF_CRM_LEAD_START: dateInDays(state.clock, 45),
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
    {
      owner: 2,
      fields: {
        // The phone is that of a contact who is a customer already, spelled otherwise.
        title: 'Gaube für das Pförtnerhaus',
        name: 'Klaus',
        lastName: 'Weber',
        post: 'Leiter Technik',
        birthdate: '1975-09-21',
        sourceId: 'CALL',
        fm: [
          { typeId: 'PHONE', valueType: 'WORK', value: '0049 5323 90012' },
          { typeId: 'WEB', valueType: 'WORK', value: 'https://stadtwerke-altenau.example' },
        ],
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
