import type { Field, Fields, Item, ProductRow, Snapshot, TargetSnapshot } from '../../server/conversion/snapshot.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import type { SourceTypeName } from '../../server/conversion/schemes.ts'
import { usualSettings } from '../../server/conversion/settings.ts'

/** A field with everything a test does not care about filled in. */
export function field(name: string, more: Partial<Field> = {}): Field {
  return {
    name,
    type: 'string',
    multiple: false,
    readOnly: false,
    required: false,
    hasDefault: false,
    isUserField: name.startsWith('UF_'),
    label: name,
    dictionary: null,
    options: [],
    ...more,
  }
}

export function fields(...list: (Field | string)[]): Fields {
  return Object.fromEntries(list.map((one) => (typeof one === 'string' ? [one, field(one)] : [one.name, one])))
}

export function target(targetFields: Fields, more: Partial<TargetSnapshot> = {}): TargetSnapshot {
  const pipelines = [{ id: 0, name: 'Main', isDefault: true }]
  return {
    access: 'readable',
    fields: targetFields,
    pipelines,
    mayAddUserFields: true,
    children: [],
    known: { clients: [], notices: [] },
    notices: [],
    ...more,
  }
}

export function snapshot(
  type: SourceTypeName,
  item: Item,
  sourceFields: Fields,
  targets: Partial<Record<RecordTypeName, TargetSnapshot>>,
  rows: ProductRow[] = [],
): Snapshot {
  return {
    source: {
      type,
      id: 5,
      item: { id: 5, updatedTime: '2026-11-01T10:00:00+01:00', ...item },
      fields: sourceFields,
      rows,
      legal: { details: null, names: {}, ownCompanyId: null, addresses: [], presets: [] },
    },
    targets,
    history: { activities: null, comments: null },
    smartTypes: {},
    dictionaries: new Map(),
    names: { user: new Map(), company: new Map(), contact: new Map() },
    ruling: { settings: usualSettings, version: 0, mappings: {}, actorId: 9, lentRight: 'none' },
    staff: new Map(),
    notices: [],
    dismissed: [],
    remembered: {},
    portalLanguage: 'en',
  }
}

export function row(more: Partial<ProductRow> = {}): ProductRow {
  return {
    productId: 0,
    productName: 'Roof tile',
    price: 10,
    quantity: 1,
    discountTypeId: 2,
    discountRate: 0,
    discountSum: 0,
    taxRate: null,
    taxIncluded: 'N',
    measureCode: null,
    measureName: '',
    sort: 10,
    ...more,
  }
}
