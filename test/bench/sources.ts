import type { RecordTypeName, StandardTypeName } from '../../server/conversion/record-types.ts'
import type { schemes } from '../../server/conversion/schemes.ts'
import type { RowToSet } from '../simulator/simulator.ts'
import type { PortalProcess } from './processes.ts'

export type Source = keyof typeof schemes

/** The eleven conversions, in the order in which the portal's own function offers them. */
export const conversions: { from: Source; to: (RecordTypeName & StandardTypeName)[] }[] = [
  { from: 'lead', to: ['deal', 'contact', 'company'] },
  { from: 'lead', to: ['deal', 'contact'] },
  { from: 'lead', to: ['deal', 'company'] },
  { from: 'lead', to: ['deal'] },
  { from: 'lead', to: ['contact', 'company'] },
  { from: 'lead', to: ['contact'] },
  { from: 'lead', to: ['company'] },
  { from: 'deal', to: ['quote'] },
  { from: 'deal', to: ['invoice'] },
  { from: 'quote', to: ['deal'] },
  { from: 'quote', to: ['invoice'] },
]

/** Rows as offers have them. */
export function productRows(count: number): RowToSet[] {
  return Array.from({ length: count }, (_, index) => ({
    productName: `Part ${index + 1}`,
    price: 12.5 + index,
    quantity: (index % 7) + 1,
    taxRate: 19,
    taxIncluded: 'Y',
    measureCode: 796,
    measureName: 'pcs',
  }))
}

/** The body that makes a source, its fields filled as people fill them. */
export function sourceOf(type: Source, { rows = 5, more = {} }: { rows?: number; more?: object } = {}): object {
  const common = { title: 'New roof', currencyId: 'EUR', comments: 'Call after five', opened: 'Y' }
  const lead = { name: 'Eva', lastName: 'Müller', post: 'Head of roofs', companyTitle: 'Müller GmbH', sourceId: 'CALL' }
  return {
    type,
    fields: { ...common, ...(type === 'lead' ? lead : {}), ...more },
    rows: productRows(rows),
  }
}

/** Puts a source on the portal and answers its id. */
export async function addSource(portal: PortalProcess, type: Source): Promise<number> {
  const { id } = await portal.control<{ id: number }>('POST records', sourceOf(type))
  return id
}
