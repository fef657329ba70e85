import type { Simulator } from '../simulator.ts'
import type { FieldValues } from '../state.ts'
import { dateInDays } from '../time.ts'
import type { rowsOf } from './demo-products.ts'
import { option } from './demo-user-fields.ts'

/** A quote or an invoice of the demo; `deal` is the place of the deal it was made from. */
interface FollowUp {
  deal: number | null
  client: [contact: number, company: number]
  rows: Parameters<typeof rowsOf>[0]
  fields: FieldValues
}

/** The quotes. */
export function demoQuotes({ state }: Simulator): FollowUp[] {
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
        begindate: dateInDays(state.clock, -3),
        closedate: dateInDays(state.clock, 27),
        UF_CRM_Q_DACH: option(state, 'quote', 'UF_CRM_Q_DACH', 'Flachdach'),
        UF_CRM_Q_BAUBEGINN: dateInDays(state.clock, 60),
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

/** The invoices. */
export const demoInvoices: (FollowUp & { deal: number })[] = [
  { deal: 0, client: [0, 1], rows: [['tiles', 110, 10, 19]], fields: { title: 'Abschlagsrechnung Rathaus Nord' } },
  { deal: 4, client: [4, 2], rows: [['service', 1, 0, 19]], fields: { title: 'Wartung 1. Halbjahr' } },
]
