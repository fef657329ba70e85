import type {
  MissingUserField,
  Preview,
  RequiredField,
  RowPreview,
  TargetPreview,
} from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'

/** A target nothing special is to be said about, with what a test does want to say. */
export function target(type: RecordTypeName, special: Partial<TargetPreview> = {}): TargetPreview {
  return {
    type,
    refusal: null,
    transfers: [],
    rows: [],
    total: null,
    missingUserFields: [],
    missingOptions: [],
    required: [],
    userFieldsRefusal: null,
    fieldsByInstaller: false,
    leftBehind: [],
    takesComments: true,
    pipelines: [],
    start: { pipeline: null, always: false, stage: null },
    responsible: null,
    notices: [],
    earlier: 0,
    holders: [],
    exhausted: false,
    reuse: null,
    known: [],
    knownNotices: [],
    legal: [],
    ...special,
  }
}

/** A missing user field with a value in the source. */
export function missing(field: string): MissingUserField {
  return { field, label: field, type: 'string', multiple: false, optionCount: null, values: [text('filled')] }
}

/** A required user field of plain text, unless a test says what it is. */
export function required(field: string, special: Partial<RequiredField> = {}): RequiredField {
  return {
    field,
    label: field,
    type: 'string',
    input: 'text',
    multiple: false,
    isUserField: true,
    options: [],
    filledBy: null,
    ...special,
  }
}

/** A row of a product at ten a piece, of which nothing has been carried yet. */
export function row(index: number, name: string, special: Partial<RowPreview> = {}): RowPreview {
  return {
    index,
    name,
    sourceQuantity: '100',
    converted: '0',
    quantity: '100',
    measure: 'pcs',
    price: '10.00',
    discount: null,
    taxRate: '19',
    taxIncluded: true,
    sum: '1000.00',
    ...special,
  }
}

/** A lead from which everything can be made. */
export function leadPreview(special: Partial<Preview> = {}): Preview {
  return {
    fingerprint: '1'.repeat(64),
    mappingVersions: {},
    source: {
      type: 'lead',
      id: 1,
      title: 'Lead',
      total: null,
      clients: [],
      responsible: null,
      notices: [],
      address: null,
    },
    history: { activities: { carried: 0, total: 0 }, comments: { carried: 0, total: 0 } },
    combine: true,
    preselected: ['deal', 'contact'],
    remembered: null,
    targets: [target('deal'), target('contact'), target('company')],
    typeNames: {},
    ...special,
  }
}

/** A deal from which a quote or an invoice can be made. */
export function dealPreview(targets: TargetPreview[] = [target('quote'), target('invoice')]): Preview {
  const preview = leadPreview({ combine: false, preselected: [], targets })
  return { ...preview, source: { ...preview.source, type: 'deal' } }
}

/** A value of plain text. */
export function text(words: string): { kind: 'text'; text: string } {
  return { kind: 'text', text: words }
}
