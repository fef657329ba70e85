import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEmpty } from '../../server/conversion/empty.ts'
import { shadows } from '../../server/conversion/field-rules.ts'
import { keptOut } from '../../server/conversion/mappable.ts'
import type { Exception } from '../../server/conversion/mapping.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import { schemeOf, type SourceTypeName } from '../../server/conversion/schemes.ts'
import type { Field, Fields, Item, Json, Snapshot } from '../../server/conversion/snapshot.ts'
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

/** What an administrator may have saved once: fields by any name, there or gone, of whatever type they were then. */
const known = (name: string) =>
  fc.record({
    name: fc.constant(name),
    label: fc.constant('Label'),
    type: fc.constantFrom(...userFieldTypes),
    multiple: fc.boolean(),
    dictionary: fc.constant(null),
  })
const exceptions = (from: Snapshot, target: RecordTypeName): fc.Arbitrary<Exception[]> => {
  const anyOf = (side: Fields) => fc.constantFrom(...Object.keys(side), 'gone', 'UF_CRM_GONE', 'id').chain(known)
  const [sources, targets] = [anyOf(from.source.fields), anyOf(from.targets[target]!.fields)]
  const options = fc.subarray(['One', 'Two', 'Three'])
  return fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('field' as const), from: sources, to: targets, options }),
      fc.record({ kind: fc.constant('nowhere' as const), from: sources }),
      fc.record({
        kind: fc.constant('fixed' as const),
        to: targets,
        value: fc.constantFrom('text', '7', 'Y', 3),
        options,
      }),
    ),
    { maxLength: 12 },
  )
}

/** The same with mappings to every target, however nonsensical. */
const anythingMapped = anything.chain((from) => {
  const targets = Object.keys(from.targets) as RecordTypeName[]
  return fc.tuple(...targets.map((target) => exceptions(from, target))).map((lists): Snapshot => {
    const mappings = targets.map((target, index) => [target, { version: 1, exceptions: lists[index]! }])
    return { ...from, ruling: { ...from.ruling, mappings: Object.fromEntries(mappings) } }
  })
})

function expectAllTold(from: Snapshot): void {
  const { fields: sourceFields, item } = from.source
  const filled = Object.values(sourceFields)
    .filter((one) => !shadows.has(one.name) && !isEmpty(item[one.name], one))
    .filter((one) => one.isUserField || !one.readOnly)
    .map(({ name }) => name)
  for (const { transfers, leftBehind } of planPreview(from).targets) {
    const told = [...transfers.flatMap(({ sourceField }) => sourceField ?? []), ...leftBehind.map((one) => one.field)]
    expect(told.toSorted()).toEqual(filled.toSorted())
  }
}

test('every filled field of a source appears exactly once per target: it travels, or stays behind with a reason', () => {
  fc.assert(fc.property(anything, expectAllTold), { numRuns: 300 })
})

describe('whatever an administrator has mapped', () => {
  test('every filled field still appears exactly once per target', () => {
    fc.assert(fc.property(anythingMapped, expectAllTold), { numRuns: 500 })
  })

  test('no two values go into one field of the target, and nothing goes where a mapping must not', () => {
    fc.assert(
      fc.property(anythingMapped, (from) => {
        for (const { type, transfers } of planPreview(from).targets) {
          const filled = transfers.map(({ field: name }) => name)
          expect(new Set(filled).size).toBe(filled.length)
          for (const { field: name } of transfers.filter(({ mapped }) => mapped)) {
            const into = from.targets[type]!.fields[name]!
            expect([into.readOnly, keptOut(into, 'target')]).toEqual([false, null])
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('every exception whose field is filled is followed, or told as broken', () => {
    fc.assert(
      fc.property(anythingMapped, (from) => {
        for (const { type, transfers, leftBehind, notices } of planPreview(from).targets) {
          const told = [...transfers.filter(({ mapped }) => mapped), ...leftBehind, ...notices].length
          const all = from.ruling.mappings[type]!.exceptions
          const names = all.flatMap((one) => (one.kind === 'fixed' ? [] : one.from.name))
          const live = [...new Set(names)].filter((name) => {
            const own = from.source.fields[name]
            return own && !keptOut(own, 'source') && !isEmpty(from.source.item[name], own)
          })
          const fixed = all.filter(({ kind }) => kind === 'fixed')
          expect(told).toBeGreaterThanOrEqual(live.length + fixed.length)
        }
      }),
      { numRuns: 300 },
    )
  })
})
