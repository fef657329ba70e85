import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FillLimits } from '../../server/conversion/fill-limits.ts'
import { toFillValue } from '../../server/conversion/fill-value.ts'
import { missingRequired } from '../../server/conversion/missing-required.ts'
import { planConversion } from '../../server/conversion/plan-conversion.ts'
import { planPreview } from '../../server/conversion/plan-preview.ts'
import type { FillInput, RequiredField } from '../../server/conversion/preview.ts'
import type { Field, Json } from '../../server/conversion/snapshot.ts'
import { field, fields, row, snapshot, target } from './build.ts'

const options = [
  { id: 11, text: 'Gable' },
  { id: 12, text: 'Flat' },
]
const required = (name: string, more: Partial<Field> = {}): Field => field(name, { required: true, ...more })

const requestId = 'd9b9ad3c-1d3c-4c7a-9a3e-5f3d1f3f0a01'

describe('asked for before anything is written', () => {
  const askedOf = (targetFields: Field[], item = {}, sourceFields: Field[] = [], rows = [] as never[]) => {
    const from = snapshot('deal', item, fields(...sourceFields), { invoice: target(fields(...targetFields)) }, rows)
    return planPreview(from).targets.find(({ type }) => type === 'invoice')!.required
  }

  test('is what the portal marks as required and the plan leaves empty', () => {
    const list = required('UF_ROOF', { type: 'enumeration', label: 'Roof', options })
    expect(askedOf([list, field('UF_FREE')])).toEqual([
      {
        field: 'UF_ROOF',
        label: 'Roof',
        type: 'enumeration',
        input: 'choice',
        multiple: false,
        isUserField: true,
        options: [
          { value: '11', text: 'Gable' },
          { value: '12', text: 'Flat' },
        ],
        filledBy: null,
      },
    ])
  })

  test.each<[string, Field]>([
    ['what nobody may write', required('UF_A', { readOnly: true })],
    ['what has a default of its own', required('UF_A', { hasDefault: true })],
    ['what the portal fills by itself', required('title')],
    ['a standard yes or no, which is never empty', required('isRecurring', { type: 'boolean' })],
  ])('is not %s', (_, one) => {
    expect(askedOf([one])).toEqual([])
  })

  test('is not what travels, unless it travels as a zero, which the portal keeps as nothing', () => {
    const partner = required('UF_B', { label: 'Height', type: 'double' })
    const own = field('UF_A', { label: 'Height', type: 'double' })
    expect(askedOf([partner], { UF_A: 3 }, [own])).toEqual([])
    expect(askedOf([partner], { UF_A: 0 }, [own]).map((one) => one.field)).toEqual(['UF_B'])
  })

  test('is not a file field whose files travel, nor an amount that comes from the rows', () => {
    const [own, partner] = ['UF_A', 'UF_B'].map((name) => required(name, { label: 'Plan', type: 'file' }))
    expect(askedOf([partner!], { UF_A: { id: 1 } }, [own!])).toEqual([])
    const amount = required('opportunity', { type: 'double' })
    expect(askedOf([amount]).map(({ input }) => input)).toEqual(['number'])
    expect(askedOf([amount], {}, [], [row()] as never[])).toEqual([])
  })

  test('is only named where it cannot be filled in here', () => {
    const inputs = (types: string[]) => askedOf(types.map((type) => required(`UF_${type}`, { type })))
    expect(inputs(['file', 'crm', 'enumeration', 'crm_status', 'iblock_element']).map(({ input }) => input)).toEqual(
      Array<null>(5).fill(null),
    )
  })

  test('is not asked of a record that exists already', () => {
    const contact = target(fields(required('UF_A')), { children: [{ id: 4, title: 'Eva', rows: [] }] })
    const preview = planPreview(snapshot('lead', {}, fields(), { contact, deal: target(fields(required('UF_B'))) }))
    expect(preview.targets.map((one) => [one.type, one.required.length])).toEqual([
      ['deal', 1],
      ['contact', 0],
      ['company', 0],
    ])
  })

  test('says when another record of the same conversion fills it', () => {
    const deal = target(fields(required('companyId', { type: 'crm_company' })))
    const [preview] = planPreview(snapshot('lead', {}, fields(), { deal })).targets
    expect(preview!.required).toMatchObject([{ field: 'companyId', input: null, filledBy: 'company' }])
  })
})

describe('what a person filled in', () => {
  const asked = (input: FillInput | null, more: Partial<RequiredField> = {}): RequiredField => ({
    field: 'UF_A',
    label: 'A',
    type: input === 'choice' ? 'enumeration' : 'any',
    input,
    multiple: false,
    isUserField: true,
    options: options.map(({ id, text }) => ({ value: String(id), text })),
    filledBy: null,
    ...more,
  })

  test.each<[FillInput, Json, Json]>([
    ['text', '  Roof ', 'Roof'],
    ['longText', 'two\nlines', 'two\nlines'],
    ['integer', '-12', -12],
    ['number', '1234.5', 1234.5],
    ['money', '99.90|EUR', '99.90|EUR'],
    ['date', '2028-02-29', '2028-02-29'],
    ['datetime', '2026-11-23T14:00:00.000Z', '2026-11-23T14:00:00.000Z'],
    ['yesNo', 'N', 'N'],
    ['yesNo', 'true', 'Y'],
    ['yesNo', 1, 'Y'],
    ['yesNo', '0', 'N'],
    ['yesNo', false, 'N'],
    ['choice', '12', 12],
    ['url', 'https://roof.example/', 'https://roof.example/'],
    ['person', 7, 7],
  ])('as %s: %j becomes %j', (input, given, value) => {
    expect(toFillValue(asked(input), given)).toEqual(value)
  })

  test.each<[FillInput | null, Json]>([
    ['text', ' '],
    ['text', 5],
    ['integer', '1.5'],
    ['integer', '9'.repeat(16)],
    ['number', '1,5'],
    ['number', 'Infinity'],
    ['money', '5'],
    ['money', '5|EURO'],
    ['date', '2026-02-30'],
    ['date', '0000-01-01'],
    ['datetime', '2026-02-03T24:61:00Z'],
    ['datetime', '2026-02-30T10:00:00Z'],
    ['datetime', '0000-01-01T10:00:00Z'],
    ['date', '$result[x]'],
    ['datetime', '2026-11-23T14:00'],
    ['yesNo', 'maybe'],
    ['choice', '13'],
    ['choice', 12],
    ['url', 'javascript:alert(1)'],
    ['person', 0],
    ['person', '7 OR 1'],
    [null, 'x'],
  ])('as %s: %j is no value', (input, given) => {
    expect(toFillValue(asked(input), given)).toBeNull()
  })

  test.each<[FillInput, Partial<FillLimits>, Json]>([
    ['text', { longest: 2 }, 'abc'],
    ['text', { shortest: 2 }, '😀'],
    ['integer', { most: 10 }, '11'],
    ['number', { least: 0.5 }, '0.4'],
    ['number', { precision: 1 }, '0.55'],
  ])('as %s that its field bounds by %j: %j is no value', (input, limit, given) => {
    const limits = { shortest: null, longest: null, least: null, most: null, precision: null, ...limit }
    expect(toFillValue(asked(input, { limits }), given)).toBeNull()
    expect(toFillValue(asked(input), given)).not.toBeNull()
  })

  test('is a list exactly where the field takes several', () => {
    const several = asked('choice', { multiple: true })
    expect(toFillValue(several, ['12', '11'])).toEqual([12, 11])
    for (const given of ['12', [], ['12', '13'], [['12']]]) expect(toFillValue(several, given)).toBeNull()
    expect(toFillValue(asked('choice'), ['12'])).toBeNull()
    expect(toFillValue(asked('choice', { type: 'crm_status' }), '12')).toBe('12')
  })

  test('goes into the one record it was meant for, and nothing that its target does not take goes anywhere', () => {
    const invoice = target(
      fields(required('UF_A', { type: 'integer' }), field('UF_READ', { readOnly: true }), field('title'), 'stageId'),
    )
    const from = snapshot('deal', {}, fields(), { invoice, quote: target(fields('UF_Q')) })
    const plan = (fills: object) =>
      planConversion(from, {
        requestId,
        targets: ['invoice'],
        addUserFields: {},
        addOptions: {},
        history: true,
        pipelines: {},
        rows: {},
        useExisting: {},
        fills,
      })
    expect(plan({ invoice: { UF_A: '5' }, quote: { UF_Q: 'x' } })).toMatchObject({
      plan: { creations: [{ fields: { UF_A: 5 } }] },
    })
    const forged = { UF_READ: 'x', UF_Q: 'x', UF_A: 'five', constructor: 'x' }
    expect(plan({ invoice: forged })).toEqual({ refusedFills: Object.keys(forged) })
  })

  test('as an amount stands by itself and is what must read back', () => {
    const amount = fields(
      field('opportunity', { type: 'double' }),
      field('isManualOpportunity', { type: 'boolean' }),
      field('currencyId', { type: 'crm_currency' }),
    )
    const from = snapshot('deal', { currencyId: 'EUR' }, amount, { invoice: target(amount) })
    const fills = { invoice: { opportunity: '48.50' } }
    const choices = {
      requestId,
      targets: ['invoice' as const],
      addUserFields: {},
      addOptions: {},
      history: true,
      pipelines: {},
      rows: {},
      useExisting: {},
      fills,
    }
    expect(planConversion(from, choices)).toMatchObject({
      plan: {
        creations: [
          { fields: { opportunity: 48.5, isManualOpportunity: 'Y' }, expected: { amount: '48.50', currency: 'EUR' } },
        ],
      },
    })
  })
})

describe('a refusal says which field the portal wants', () => {
  const labels = ['Datum', 'Datum der Abnahme', 'Field', 'Straße & Nr.', 'Größe (m²)', 'Клиент']
  const list = [
    ...labels.map((label, index) => field(`UF_${index}`, { label })),
    required('UF_MUST', { label: 'Baujahr' }),
    field('UF_READ', { label: 'Nummer', readOnly: true }),
  ]
  const asks = (message: string, code = 'CRM_FIELD_ERROR_REQUIRED', filled: string[] = []): string[] =>
    missingRequired({ code, message }, list, ({ name }) => !filled.includes(name)).map(({ label }) => label)

  test.each([
    ['The "Datum" field is required', ['Datum']],
    ['Поле "Клиент" обязательно для заполнения', ['Клиент']],
    ['Das Feld „Datum der Abnahme“ ist ein Pflichtfeld.', ['Datum der Abnahme']],
    ['The "Field" field is required', ['Field']],
    ['Field "Datum" is required', ['Datum']],
    ['Le champ « Größe (m²) » est obligatoire', ['Größe (m²)']],
    ['Field &quot;Straße &amp; Nr.&quot; is required.<br />', ['Straße & Nr.']],
    ['«Datum», «GRÖSSE (M²)», «Größe (m²)» fehlen', ['Datum', 'Größe (m²)']],
    ['UF_3 is required', ['Straße & Nr.']],
    ['Datum: required\nDatum der Abnahme: required', ['Datum', 'Datum der Abnahme']],
    ['Das Eingabedatum ist falsch', ['Baujahr']],
    ['"Nummer" is required', ['Baujahr']],
    ['', ['Baujahr']],
  ])('%s', (message, expected) => {
    expect(asks(message)).toEqual(expected)
  })

  test('in words alone where the code says nothing, but only for a required field that is empty', () => {
    expect(asks('Fill in "Baujahr"', '')).toEqual(['Baujahr'])
    expect(asks('Fill in "Datum"', '')).toEqual([])
    expect(asks('Fill in "Baujahr"', '', ['UF_MUST'])).toEqual([])
    expect(asks('"Baujahr" may not be seen', 'ACCESS_DENIED')).toEqual([])
  })

  test('of several fields of one label the empty one', () => {
    const twins = [field('companyId', { label: 'Unternehmen' }), field('companyIds', { label: 'Unternehmen' })]
    const refusal = { code: 'CRM_FIELD_ERROR_REQUIRED', message: 'Feld "Unternehmen" fehlt' }
    const named = missingRequired(refusal, twins, ({ name }) => name === 'companyIds')
    expect(named.map(({ name }) => name)).toEqual(['companyIds'])
  })

  test('whatever the label is and whatever words of other letters stand around it', () => {
    const label = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => /\p{L}/u.test(text))
    fc.assert(
      fc.property(label, fc.constantFrom('"', '„', '«'), (text, mark) => {
        const one = field('UF_X', { label: text })
        const message = `1 ${mark}${text}${mark} 2`
        const named = missingRequired({ code: 'CRM_FIELD_ERROR_REQUIRED', message }, [one], () => true)
        // A label that looks like markup may be lost with it; another field is never named instead.
        if (!/[<>&]/.test(text)) expect(named).toEqual([one])
      }),
    )
  })
})
