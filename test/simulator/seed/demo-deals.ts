import type { Simulator } from '../simulator.ts'
import type { FieldValues } from '../state.ts'
import { dateInDays } from '../time.ts'
import type { rowsOf } from './demo-products.ts'
import { option } from './demo-user-fields.ts'

/** A deal of the demo; clients by their place in the lists of contacts and companies. */
interface DealSeed {
  owner: number
  client: [contact: number | null, company: number | null]
  rows?: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

/** The deals; the first one has everything a conversion can carry. */
export function demoDeals({ state }: Simulator): DealSeed[] {
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
        UF_CRM_BUILD_START: dateInDays(state.clock, 21),
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
