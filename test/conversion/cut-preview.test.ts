import { describe, expect, test } from 'vitest'
import { convertRequest } from '../../server/contract.ts'
import { cutPreview } from '../../server/conversion/cut-preview.ts'
import type { LeftBehind, Preview, TargetPreview, Transfer } from '../../server/conversion/preview.ts'
import { dealPreview, leadPreview, missing, required, row, target, text } from '../client/previews.ts'

const tenMegabytes = 'x'.repeat(10_000_000)
const many = <T>(count: number, make: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, place) => make(place))
const left = (field: string): LeftBehind => ({
  field,
  label: field,
  values: [text(field)],
  reason: { code: 'no_counterpart' },
})
const transfer = (field: string): Transfer => ({
  sourceField: field,
  from: field,
  to: field,
  field,
  values: [text(field)],
  adjusted: [],
})
const sizeOf = (preview: Preview): number => JSON.stringify(preview).length
const cutTarget = (special: Partial<TargetPreview>): TargetPreview =>
  cutPreview(leadPreview({ targets: [target('deal', special)] })).targets[0]!

test('a preview of usual size reaches the page as it is', () => {
  const rich = leadPreview({
    targets: [
      target('deal', {
        transfers: many(300, (place) => transfer(`UF_${place}`)),
        rows: many(500, (place) => row(place, `Row ${place}`)),
        missingUserFields: [missing('UF_A')],
        required: [required('UF_R', { input: 'choice', options: [{ value: 'constructor', text: 'toString' }] })],
      }),
    ],
  })
  expect(cutPreview(rich)).toEqual(rich)
})

describe('a text of ten megabytes', () => {
  test('is shown as far as it can be read, and says that it goes on', () => {
    const { transfers } = cutTarget({ transfers: [{ ...transfer('a'), values: [text(tenMegabytes)] }] })
    expect(transfers[0]!.values).toEqual([{ kind: 'text', text: 'x'.repeat(20_000), cut: true }])
  })

  test.each([
    { kind: 'number', number: '1'.repeat(10_000_000) },
    { kind: 'money', amount: '1'.repeat(10_000_000), currency: 'EUR' },
    { kind: 'date', date: tenMegabytes },
    { kind: 'datetime', datetime: tenMegabytes },
  ] as const)('is not passed off as half of it: $kind', (value) => {
    const [shown] = cutTarget({ transfers: [{ ...transfer('a'), values: [value] }] }).transfers[0]!.values
    expect(shown).toMatchObject({ kind: 'text', cut: true })
  })

  test('may stand everywhere at once and still make no page of megabytes', () => {
    const huge: Partial<TargetPreview> = {
      transfers: many(500, (place) => ({ ...transfer(`t${place}`), to: tenMegabytes, values: [text(tenMegabytes)] })),
      leftBehind: many(500, (place) => ({ ...left(`l${place}`), label: tenMegabytes })),
      rows: many(100, (place) => row(place, tenMegabytes, { measure: tenMegabytes })),
      refusal: { code: 'made_from_such', details: { id: tenMegabytes } },
      pipelines: [{ id: 1, name: tenMegabytes, isDefault: true }],
      reuse: { id: 1, title: tenMegabytes, path: '/crm/deal/details/1/' },
    }
    const preview = leadPreview({ targets: [target('deal', huge), target('contact', huge), target('company', huge)] })
    preview.source.title = tenMegabytes
    preview.typeNames = { smart1030: tenMegabytes }
    const begun = performance.now()
    expect(sizeOf(cutPreview(preview))).toBeLessThan(3_000_000)
    expect(performance.now() - begun).toBeLessThan(1500) // generous: a busy machine needs a tenth of it
  })

  test('never ends in half a character', () => {
    const { transfers } = cutTarget({ transfers: [{ ...transfer('a'), values: [text(`x${'😀'.repeat(20_000)}`)] }] })
    const [shown] = transfers[0]!.values
    expect(shown?.kind === 'text' && /\p{Surrogate}/u.test(shown.text)).toBe(false)
  })
})

describe('ten thousand fields', () => {
  const names = many(10_000, (place) => `UF_CRM_${place}`)

  test('are shown in part, and the rest is counted', () => {
    const { transfers, leftBehind, notShown } = cutTarget({
      transfers: names.map(transfer),
      leftBehind: names.map((name) => left(`LEFT_${name}`)),
    })
    expect(transfers.length + leftBehind.length + notShown!.fields).toBe(20_000)
    expect(transfers).toHaveLength(2000)
  })

  test('are the same for every target, so that none is called left behind that travels elsewhere', () => {
    const preview = leadPreview({
      targets: [
        target('deal', { leftBehind: names.map(left) }),
        target('contact', { transfers: names.toReversed().map(transfer) }),
      ],
    })
    const [deal, contact] = cutPreview(preview).targets
    const travelling = new Set(contact!.transfers.map(({ sourceField }) => sourceField))
    expect(deal!.leftBehind.every(({ field }) => travelling.has(field))).toBe(true)
  })

  test('that could be added or filled in are offered as far as a request can name them', () => {
    const {
      missingUserFields,
      required: asked,
      notShown,
    } = cutTarget({
      missingUserFields: names.map(missing),
      required: names.map((name) => required(name)),
    })
    const choices = {
      requestId: crypto.randomUUID(),
      fingerprint: '1'.repeat(64),
      targets: ['deal'],
      addUserFields: { deal: missingUserFields.map(({ field }) => field) },
      fills: { deal: Object.fromEntries(asked.map(({ field }) => [field, 'x'])) },
    }
    expect(convertRequest.safeParse(choices).success).toBe(true)
    expect([missingUserFields.length, asked.length]).toEqual([500, 100])
    expect([notShown!.missingUserFields, notShown!.required]).toEqual([9500, 9900])
  })
})

test('ten thousand options of one list can all be chosen; what cannot be sent is counted', () => {
  const options = many(10_000, (place) => ({ value: String(place), text: `Option ${place}` }))
  const choice = required('UF_L', { input: 'choice', options })
  expect(cutTarget({ required: [choice] }).required[0]).toEqual(choice)
  const odd = {
    ...choice,
    options: [{ value: '', text: 'nothing' }, { value: tenMegabytes, text: 'a' }, ...options.slice(0, 3)],
  }
  expect(cutTarget({ required: [odd] }).required[0]).toMatchObject({ options: options.slice(0, 3), moreOptions: 2 })
})

test('rows, values, pipelines, clients and targets have an end, and what is beyond it is counted', () => {
  const smart = many(1000, (place) => target(`smart${1030 + place}`, { rows: many(200, (at) => row(at, 'Dach')) }))
  const preview = dealPreview([
    target('quote', {
      rows: many(10_000, (place) => row(place, `Row ${place}`)),
      pipelines: many(5000, (id) => ({ id, name: `P${id}`, isDefault: false })),
      transfers: [{ ...transfer('a'), values: many(10_000, () => text('v')) }],
    }),
    ...smart,
  ])
  preview.source.clients = many(10_000, (place) => `Client ${place}`)
  preview.preselected = ['smart2029']
  const cut = cutPreview(preview)
  expect(cut.notShown).toEqual({ targets: 901, clients: 9950 })
  expect(cut.targets.map(({ type }) => type)).toContain('smart2029') // chosen by itself, so it is never left out
  const [quote] = cut.targets
  expect(quote!.rows.length + quote!.notShown!.rows).toBe(10_000)
  expect(quote!.notShown!.pipelines).toBe(4000)
  expect(quote!.transfers[0]!.values.at(-1)).toEqual({ kind: 'more', count: 9900 })
  expect(sizeOf(cut)).toBeLessThan(6_000_000)
})

test('names that every object has by itself are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
  const whole = { transfers: names.map(transfer), leftBehind: names.map(left), missingUserFields: names.map(missing) }
  expect(cutTarget(whole)).toEqual(target('deal', whole))
})
