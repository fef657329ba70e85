import { describe, expect, test } from 'vitest'
import { consequencesOf } from '../../client/consequences.ts'
import type { RowChoices } from '../../client/part-quantities.ts'
import type { LeftBehind, TargetPreview, Transfer } from '../../server/conversion/preview.ts'
import type { ReasonCode } from '../../server/conversion/reasons.ts'
import { dealPreview, leadPreview, missing, row, target, text } from './previews.ts'

const left = (field: string, code: ReasonCode, label = field): LeftBehind => ({
  field,
  label,
  values: [text('x')],
  reason: { code },
})
const transfer = (sourceField: string, changed = false): Transfer => ({
  sourceField,
  from: sourceField,
  to: sourceField,
  field: sourceField,
  values: [text('x')],
  adjusted: changed ? [{ code: 'time_dropped' }] : [],
})

test('a field that travels to one chosen target is not left behind by another', () => {
  const preview = leadPreview({
    targets: [
      target('deal', { transfers: [transfer('opportunity')] }),
      target('contact', { leftBehind: [left('opportunity', 'no_counterpart')] }),
    ],
  })
  expect(consequencesOf(preview, ['deal', 'contact'], {})[1]!.left).toEqual([])
  expect(consequencesOf(preview, ['contact'], {})[0]!.left).toHaveLength(1)
})

test('a field that travels nowhere is named once', () => {
  const preview = leadPreview({
    targets: [
      target('deal', { leftBehind: [left('statusId', 'own_value')] }),
      target('contact', { leftBehind: [left('statusId', 'own_value')] }),
    ],
  })
  expect(consequencesOf(preview, ['deal', 'contact'], {}).map((one) => one.left.length)).toEqual([1, 0])
})

test('a missing user field stays behind until it is ticked', () => {
  const field = 'UF_CRM_1'
  const preview = leadPreview({
    targets: [target('deal', { missingUserFields: [missing(field)], leftBehind: [left(field, 'user_field_missing')] })],
  })
  const [unticked] = consequencesOf(preview, ['deal'], {})
  const [ticked] = consequencesOf(preview, ['deal'], { deal: [field] })
  expect([unticked!.left.length, unticked!.added.length]).toEqual([1, 0])
  expect([ticked!.left.length, ticked!.added.length]).toEqual([0, 1])
})

test('products stay behind only when no chosen target carries them', () => {
  const preview = leadPreview({
    targets: [
      target('deal', { rows: [row(0, 'Tile')] }),
      target('contact', { leftBehind: [left('productRows', 'rows_not_carried', 'Tile')] }),
    ],
  })
  expect(consequencesOf(preview, ['contact'], {})[0]!.left).toHaveLength(1)
  expect(consequencesOf(preview, ['deal', 'contact'], {})[1]!.left).toEqual([])
})

test('a row that is wholly carried stays behind until somebody takes it nevertheless', () => {
  const carried = row(4, 'Tile', { converted: '100', quantity: '0', sum: '0.00' })
  const preview = dealPreview([
    target('invoice', { rows: [carried], leftBehind: [left('productRows', 'already_converted', 'Tile')] }),
  ])
  expect(consequencesOf(preview, ['invoice'], {})[0]!.left).toHaveLength(1)
  const rows = { invoice: { 4: { on: true, typed: null } } }
  expect(consequencesOf(preview, ['invoice'], {}, rows)[0]!.left).toEqual([])
})

test('a record that exists already takes nothing over, so what it would have taken stays behind elsewhere', () => {
  const contact = target('contact', {
    transfers: [transfer('phone')],
    missingUserFields: [missing('UF_1')],
    leftBehind: [left('title', 'no_counterpart')],
    reuse: { id: 6, title: 'Eva', path: '/crm/contact/details/6/' },
  })
  const deal = target('deal', { leftBehind: [left('phone', 'no_counterpart')] })
  const [first, second] = consequencesOf(leadPreview({ targets: [deal, contact] }), ['deal', 'contact'], {
    contact: ['UF_1'],
  })
  expect(first!.left.map(({ field }) => field)).toEqual(['phone'])
  expect(second).toMatchObject({ taken: [], added: [], left: [], target: { missingUserFields: [] } })
})

test('the part of a field that stays behind is named although the rest travels', () => {
  const preview = leadPreview({
    targets: [target('contact', { transfers: [transfer('fm')], leftBehind: [left('fm', 'chat_link')] })],
  })
  expect(consequencesOf(preview, ['contact'], {})[0]!.left).toHaveLength(1)
})

test('changed values are kept apart from those that travel as they are', () => {
  const preview = leadPreview({ targets: [target('deal', { transfers: [transfer('a'), transfer('b', true)] })] })
  const [deal] = consequencesOf(preview, ['deal'], {})
  expect(deal!.taken.map(({ field }) => field)).toEqual(['a'])
  expect(deal!.changed.map(({ field }) => field)).toEqual(['b'])
})

describe('amount and tax are shown as they will be written', () => {
  const rows = [row(1, 'Tile'), row(2, 'Slate', { price: '2.50', sum: '250.00', taxRate: null })]
  const money = (field: string, amount: string) => ({
    ...transfer(field),
    field,
    values: [{ kind: 'money' as const, amount, currency: 'EUR' }],
  })
  const total = { amount: '1250.00', currency: 'EUR', manual: false }
  const transfers = [money('opportunity', '1250.00'), money('taxValue', '159.66')]
  const shown = (special: Partial<TargetPreview>, choices: RowChoices) => {
    const preview = dealPreview([target('invoice', { rows, total, transfers, ...special })])
    const { taken, changed } = consequencesOf(preview, ['invoice'], {}, { invoice: choices })[0]!
    return [...taken, ...changed].map(({ field, values: [value], adjusted }) => [
      field,
      value && 'amount' in value && value.amount,
      adjusted[0]?.code ?? null,
    ])
  }

  test('and follow the choice of rows', () => {
    expect(shown({}, {})).toEqual([
      ['opportunity', '1250.00', null],
      ['taxValue', '159.66', null],
    ])
    expect(shown({}, { 1: { on: false, typed: null } })).toEqual([
      ['opportunity', '250.00', 'from_chosen_rows'],
      ['taxValue', '0.00', 'from_chosen_rows'],
    ])
  })

  test('and an amount typed by hand is shared out', () => {
    const typed = { whole: '5000.00', rest: '5000.00', rows: '1250.00' }
    const byHand = { total: { amount: '5000.00', currency: 'EUR', manual: true, typed } }
    const first = money('opportunity', '5000.00')
    expect(shown({ ...byHand, transfers: [first] }, { 1: { on: false, typed: null } })).toEqual([
      ['opportunity', '1000.00', 'share_of_typed'],
    ])
  })
})
