import { expect, test } from 'vitest'
import { consequencesOf } from '../../client/consequences.ts'
import type { LeftBehind, Transfer } from '../../server/conversion/preview.ts'
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
