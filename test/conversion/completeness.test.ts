import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEmpty } from '../../server/conversion/empty.ts'
import { shadows } from '../../server/conversion/field-rules.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import { schemeOf, type SourceTypeName } from '../../server/conversion/schemes.ts'
import type { Field, Item, Json } from '../../server/conversion/snapshot.ts'
import { field, fields, snapshot, target } from './build.ts'

const options = [
  { id: 1, text: 'One' },
  { id: 2, text: 'Two' },
]
const userFieldTypes = [
  'string',
  'integer',
  'double',
  'boolean',
  'enumeration',
  'date',
  'money',
  'file',
  'crm',
  'employee',
  'resourcebooking',
]
const names =
  'title name lastName companyTitle comments opened stageId sourceId opportunity currencyId companyId contactIds leadId dealId quoteId parentId1 parentId2 parentId7 parentId1040 parentId1042 utmSource probability begindate mycompanyId observers assignedById'.split(
    ' ',
  )

const standard = fc
  .subarray(names)
  .map((list) => list.map((name) => field(name, { type: /Ids?$|^parentId/.test(name) ? 'crm_entity' : 'string' })))
const custom = fc.array(
  fc.record({
    type: fc.constantFrom(...userFieldTypes),
    label: fc.constantFrom('Roof', 'roof ', 'Start', '🏠', ''),
    multiple: fc.boolean(),
    readOnly: fc.boolean(),
  }),
  { maxLength: 8 },
)
const toFields = (prefix: string) => (list: Partial<Field>[]) =>
  list.map((one, index) =>
    field(`UF_CRM_${prefix}${index}`, { ...one, options: one.type === 'enumeration' ? options : [] }),
  )
const value = fc.constantFrom<Json>('', 0, null, 'text', 7, '12.5|EUR', 1, 99, [1, 2], [], 'Y')

/** Sources and targets of every type with fields that agree, differ or are missing, filled with whatever. */
const anything = fc.constantFrom<SourceTypeName>('lead', 'deal', 'quote', 'smart1040').chain((type) =>
  fc
    .tuple(
      standard,
      custom.map(toFields('S')),
      fc.array(fc.tuple(standard, custom.map(toFields('T'))), { minLength: 4, maxLength: 4 }),
      fc.array(value, { minLength: 40, maxLength: 40 }),
    )
    .map(([own, extra, targets, values]) => {
      const all = [...own, ...extra]
      const item: Item = Object.fromEntries(
        all.map(({ name, multiple }, index) => [name, multiple ? [values[index]!] : values[index]!]),
      )
      const offered: RecordTypeName[] = type === 'smart1040' ? ['deal', 'invoice'] : [...schemeOf(type).targets]
      const sides = [...offered, 'smart1042'].map((name, index) => [
        name,
        target(fields(...targets[index]![0], ...targets[index]![1])),
      ])
      return snapshot(type, item, fields(...all), Object.fromEntries(sides))
    }),
)

test('every filled field of a source appears exactly once per target: it travels, or stays behind with a reason', () => {
  fc.assert(
    fc.property(anything, (from) => {
      const { fields: sourceFields, item } = from.source
      const filled = Object.values(sourceFields)
        .filter((one) => !shadows.has(one.name) && !isEmpty(item[one.name], one))
        .filter((one) => one.isUserField || !one.readOnly)
        .map(({ name }) => name)
      for (const { transfers, leftBehind } of planPreview(from).targets) {
        const told = [
          ...transfers.flatMap(({ sourceField }) => sourceField ?? []),
          ...leftBehind.map((one) => one.field),
        ]
        expect(told.toSorted()).toEqual(filled.toSorted())
      }
    }),
    { numRuns: 300 },
  )
})
