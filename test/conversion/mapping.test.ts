import { describe, expect, test } from 'vitest'
import { describeMapping } from '../../server/conversion/describe-mapping.ts'
import { keptOut } from '../../server/conversion/mappable.ts'
import { convertibility } from '../../server/conversion/mapped-value.ts'
import type { ExceptionWish } from '../../server/conversion/mapping.ts'
import { problemsOf, type Sides } from '../../server/conversion/mapping-problems.ts'
import { planConversion } from '../../server/conversion/plan-conversion.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import type { Fields, Item, Json, Snapshot } from '../../server/conversion/snapshot.ts'
import { field, fields, snapshot, target } from './build.ts'

const list = (name: string, ...texts: string[]) =>
  field(name, { type: 'enumeration', options: texts.map((text, index) => ({ id: index + 11, text })) })
const dictionaries = new Map([
  ['SOURCE', new Map(Object.entries({ WEB: 'Website', CALL: 'Phone call' }))],
  ['INDUSTRY', new Map(Object.entries({ IT: 'IT', BUILD: 'Building' }))],
])
const dealFields = fields(
  'title',
  field('comments', { type: 'text', label: 'Comment' }),
  field('sourceId', { type: 'crm_status', dictionary: 'SOURCE', label: 'Source' }),
  field('closedate', { type: 'date', label: 'End date' }),
  field('UF_ROOF', { label: 'Roof' }),
  field('UF_SIZE', { type: 'double', label: 'Size' }),
  list('UF_KIND', 'Tile', 'Slate'),
  field('UF_PLAN', { type: 'file', label: 'Plan' }),
)
const invoiceFields = fields(
  'title',
  field('comments', { type: 'text', label: 'Comment' }),
  field('sourceId', { type: 'crm_status', dictionary: 'SOURCE', label: 'Source' }),
  field('begindate', { type: 'date', label: 'Start date' }),
  field('stageId', { type: 'crm_status' }),
  field('UF_ROOF_TOO', { label: 'Roof' }),
  field('UF_NOTE', { label: 'Note' }),
  field('UF_COUNT', { type: 'integer', label: 'Count' }),
  list('UF_GROUP', 'slate', 'Reed'),
  field('UF_LOCKED', { readOnly: true }),
  field('UF_FILE', { type: 'file', label: 'Files', multiple: true }),
)
const sidesOf = (source: Fields, into: Fields): Sides => ({ source, target: into, targetType: 'invoice', dictionaries })
const today = sidesOf(dealFields, invoiceFields)

/** A deal with these values, mapped as an administrator wishes, planned against the fields of another day. */
function mapped(item: Item, wishes: ExceptionWish[], later: Partial<Sides> = {}): Snapshot {
  const now = { ...today, ...later }
  const from = snapshot('deal', item, now.source, { invoice: target(now.target), quote: target(now.target) })
  const mappings = { invoice: { version: 4, exceptions: describeMapping(wishes, today) } }
  return { ...from, dictionaries, ruling: { ...from.ruling, mappings } }
}
const planned = (from: Snapshot) => planPreview(from).targets.find(({ type }) => type === 'invoice')!
function written(from: Snapshot): Record<string, unknown> {
  const answer = planConversion(from, {
    requestId: crypto.randomUUID(),
    targets: ['invoice'],
    addUserFields: {},
    addOptions: {},
    history: false,
    pipelines: {},
    rows: {},
    fills: {},
    useExisting: {},
  })
  if (!('plan' in answer)) throw new Error(JSON.stringify(answer))
  expect(answer.plan.mappingVersions).toEqual({ invoice: 4 })
  return answer.plan.creations[0]!.fields
}

describe('a value goes where the administrator sends it', () => {
  test.each<[from: string, value: Json, to: string, written: Json]>([
    ['UF_ROOF', 'steep', 'UF_NOTE', 'steep'],
    ['UF_ROOF', 'steep', 'title', 'steep'],
    ['title', 'Church', 'UF_NOTE', 'Church'],
    ['comments', 'soon', 'UF_NOTE', 'soon'],
    ['sourceId', 'CALL', 'UF_NOTE', 'Phone call'],
    ['UF_ROOF', 'website', 'sourceId', 'WEB'],
    ['sourceId', 'WEB', 'sourceId', 'WEB'],
    ['UF_KIND', 12, 'UF_GROUP', 11],
    ['UF_KIND', 11, 'UF_NOTE', 'Tile'],
    ['UF_SIZE', 7.5, 'UF_COUNT', 8],
    ['closedate', '2026-12-24T03:00:00+03:00', 'begindate', '2026-12-24'],
  ])('%s (%j) into %s as %j', (from, value, to, expected) => {
    const plan = mapped({ [from]: value }, [{ kind: 'field', from, to }])
    expect(written(plan)[to]).toEqual(expected)
    expect(planned(plan).transfers).toMatchObject([{ sourceField: from, field: to, mapped: true }])
    expect(planned(plan).leftBehind).toEqual([])
  })

  test('its automatic partner stays empty, and whose partner it took stays behind', () => {
    const item = { UF_ROOF: 'steep', comments: 'soon' }
    const plan = mapped(item, [{ kind: 'field', from: 'comments', to: 'UF_ROOF_TOO' }])
    expect(written(plan)).toMatchObject({ UF_ROOF_TOO: 'soon' })
    expect(written(plan)).not.toHaveProperty('comments')
    expect(planned(plan).leftBehind).toMatchObject([
      { field: 'UF_ROOF', reason: { code: 'mapped_over', details: { field: 'Roof' } } },
    ])
    expect(planned(plan).missingUserFields.map(({ field: name }) => name)).not.toContain('UF_ROOF')
  })

  test('nowhere: it stays behind because somebody wanted it', () => {
    const plan = mapped({ UF_ROOF: 'steep', title: 'Church' }, [
      { kind: 'nowhere', from: 'UF_ROOF' },
      { kind: 'nowhere', from: 'title' },
    ])
    expect(planned(plan).leftBehind.map(({ field: name, reason }) => [name, reason.code])).toEqual([
      ['UF_ROOF', 'mapped_nowhere'],
      ['title', 'mapped_nowhere'],
    ])
    expect(written(plan)).not.toHaveProperty('title')
  })

  test('files are uploaded into the other field', () => {
    const plan = planned(mapped({ UF_PLAN: { id: 3 } }, [{ kind: 'field', from: 'UF_PLAN', to: 'UF_FILE' }]))
    expect(plan.transfers).toMatchObject([
      { field: 'UF_FILE', mapped: true, adjusted: [{ code: 'files_uploaded_anew' }] },
    ])
  })

  test('an option the other list lacks may be added to it', () => {
    const plan = planned(mapped({ UF_KIND: 11 }, [{ kind: 'field', from: 'UF_KIND', to: 'UF_GROUP' }]))
    expect(plan.missingOptions).toMatchObject([{ field: 'UF_KIND', list: 'UF_GROUP', texts: ['Tile'] }])
  })
})

describe('a fixed value', () => {
  test.each<[to: string, value: string | string[], written: Json]>([
    ['UF_NOTE', 'Dear customer', 'Dear customer'],
    ['UF_COUNT', '3', 3],
    ['UF_GROUP', '12', 12],
    ['sourceId', 'WEB', 'WEB'],
    ['begindate', '2027-01-01', '2027-01-01'],
  ])('fills %s with %j', (to, value, expected) => {
    const plan = mapped({}, [{ kind: 'fixed', to, value: value as string }])
    expect(written(plan)[to]).toEqual(expected)
    expect(planned(plan).transfers).toMatchObject([
      { sourceField: null, field: to, adjusted: [{ code: 'fixed_value' }] },
    ])
  })

  test('is wanted more than the automatic value, which stays behind', () => {
    const plan = mapped({ comments: 'soon' }, [{ kind: 'fixed', to: 'comments', value: 'standard text' }])
    expect(written(plan)).toMatchObject({ comments: 'standard text' })
    expect(planned(plan).leftBehind).toMatchObject([{ field: 'comments', reason: { code: 'mapped_over' } }])
  })

  test('whose option is gone is told, not written', () => {
    const later = { target: { ...invoiceFields, UF_GROUP: list('UF_GROUP', 'slate') } }
    const plan = mapped({}, [{ kind: 'fixed', to: 'UF_GROUP', value: '12' }], later)
    expect(planned(plan).notices).toEqual([
      { code: 'mapping_broken', details: { field: 'UF_GROUP', problem: 'value_unfit' } },
    ])
    expect(written(plan)).not.toHaveProperty('UF_GROUP')
  })
})

describe('an exception that cannot be followed any more', () => {
  const wish: ExceptionWish = { kind: 'field', from: 'UF_ROOF', to: 'UF_NOTE' }
  const { UF_NOTE, ...withoutNote } = invoiceFields
  test.each<[what: string, Fields, problem: string]>([
    ['the field is gone', withoutNote, 'target_gone'],
    ['it is of a type no text fits', { ...invoiceFields, UF_NOTE: { ...UF_NOTE!, type: 'file' } }, 'impossible'],
    ['it is read only', { ...invoiceFields, UF_NOTE: { ...UF_NOTE!, readOnly: true } }, 'target_read_only'],
  ])('leaves its value behind and says why: %s', (_, later, problem) => {
    const plan = mapped({ UF_ROOF: 'steep' }, [wish], { target: later })
    expect(planned(plan).leftBehind).toMatchObject([
      { field: 'UF_ROOF', reason: { code: 'mapping_broken', details: { field: 'Note', problem } } },
    ])
    // Not even into the field of the same name: nobody asked for that.
    expect(written(plan)).not.toHaveProperty('UF_ROOF_TOO')
  })
})

describe('what is wrong with a mapping', () => {
  const known = (name: string, type = 'string') => ({ name, label: name, type, multiple: false, dictionary: null })
  test.each<[what: string, wishes: ExceptionWish[], codes: string[]]>([
    ['nothing', [{ kind: 'field', from: 'UF_ROOF', to: 'UF_NOTE' }], []],
    ['an unknown source', [{ kind: 'nowhere', from: 'UF_NEVER' }], ['source_gone']],
    ['a name every object has', [{ kind: 'nowhere', from: 'constructor' }], ['source_gone']],
    ['an unknown target', [{ kind: 'field', from: 'UF_ROOF', to: 'toString' }], ['target_gone']],
    ['a stage', [{ kind: 'fixed', to: 'stageId', value: 'NEW' }], ['kept_out']],
    ['a field nobody may write', [{ kind: 'fixed', to: 'UF_LOCKED', value: 'x' }], ['target_read_only']],
    ['types that never fit', [{ kind: 'field', from: 'UF_PLAN', to: 'UF_NOTE' }], ['impossible']],
    ['a value of another kind', [{ kind: 'fixed', to: 'UF_COUNT', value: 'many' }], ['value_unfit']],
    ['an option nobody has', [{ kind: 'fixed', to: 'UF_GROUP', value: '99' }], ['value_unfit']],
    [
      'two sources for one target',
      [
        { kind: 'field', from: 'UF_ROOF', to: 'UF_NOTE' },
        { kind: 'field', from: 'title', to: 'UF_NOTE' },
      ],
      ['target_twice'],
    ],
    [
      'two ways for one source',
      [
        { kind: 'field', from: 'UF_ROOF', to: 'UF_NOTE' },
        { kind: 'nowhere', from: 'UF_ROOF' },
      ],
      ['source_twice'],
    ],
  ])('%s', (_, wishes, codes) => {
    expect([...problemsOf(describeMapping(wishes, today), today).values()].map(({ code }) => code)).toEqual(codes)
  })

  test('a type that changed although values still fit', () => {
    const was = { kind: 'field', from: known('UF_ROOF', 'url'), to: known('UF_NOTE'), options: [] } as const
    expect(problemsOf([{ ...was, options: [] }], today).get(0)).toEqual({ code: 'type_changed' })
  })

  test('an option both lists had and one has lost', () => {
    const exceptions = describeMapping([{ kind: 'field', from: 'UF_KIND', to: 'UF_GROUP' }], today)
    const later = sidesOf(dealFields, { ...invoiceFields, UF_GROUP: list('UF_GROUP', 'Reed') })
    expect(problemsOf(exceptions, later).get(0)).toEqual({ code: 'options_gone', options: 'slate' })
  })
})

test.each([
  ['string', 'text', 'exact'],
  ['string', 'enumeration', 'lossy'],
  ['enumeration', 'string', 'exact'],
  ['user', 'employee', 'exact'],
  ['char', 'integer', 'exact'],
  ['datetime', 'date', 'lossy'],
  ['money', 'double', 'lossy'],
  ['file', 'string', 'impossible'],
  ['crm', 'employee', 'impossible'],
])('%s → %s is %s', (from, to, how) => {
  expect(convertibility(field('a', { type: from }), field('b', { type: to }))).toBe(how)
})

test.each([
  ['id', 'integer', 'identity', 'identity'],
  ['stageId', 'crm_status', 'stage', 'stage'],
  ['parentId2', 'crm_entity', 'link', 'link'],
  ['parentId1040', 'integer', 'link', 'link'],
  ['opportunity', 'double', 'amount', 'amount'],
  ['fm', 'crm_multifield', 'contact_data', 'contact_data'],
  ['quoteNumber', 'string', null, 'number'],
  ['comments', 'text', null, null],
  ['UF_LINK', 'crm_entity', null, null],
])('%s (%s) is kept out of mappings as a source: %s, as a target: %s', (name, type, asSource, asTarget) => {
  const one = field(name, { type })
  expect([keptOut(one, 'source'), keptOut(one, 'target')]).toEqual([asSource, asTarget])
})
