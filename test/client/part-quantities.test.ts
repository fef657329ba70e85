import { describe, expect, test } from 'vitest'
import {
  hasRest,
  productsOf,
  requestedRows,
  standing,
  type Products,
  type RowChoices,
} from '../../client/part-quantities.ts'
import { readQuantity, writeQuantity } from '../../client/read-quantity.ts'
import type { TargetPreview } from '../../server/conversion/preview.ts'
import { row, target } from './previews.ts'

const half = row(3, 'Half', { converted: '40', quantity: '60', sum: '600.00' })
const gone = row(5, 'Gone', { converted: '100', quantity: '0', sum: '0.00' })
const whole = row(8, 'Whole', { sourceQuantity: '2.5', quantity: '2.5', sum: '25.00' })
const rows = [half, gone, whole]

function products(choices: RowChoices = {}, total: Partial<NonNullable<TargetPreview['total']>> = {}): Products {
  const amount = { amount: '625.00', currency: 'EUR', manual: false, ...total }
  return productsOf(target('invoice', { rows, total: amount }), choices)
}
const typed = (text: string): RowChoices[number] => ({ on: true, typed: readQuantity('de', text) })

describe('without a choice', () => {
  test('what is left is proposed, rows with nothing left are off, and nothing is sent', () => {
    const { lines, changed, total, converted } = products()
    expect(lines.map(({ on, quantity, sum }) => [on, quantity, sum])).toEqual([
      [true, '60', '600.00'],
      [false, '0', '0.00'],
      [true, '2.5', '25.00'],
    ])
    expect({ changed, amount: total?.amount, converted }).toEqual({
      changed: false,
      amount: '625.00',
      converted: '1400.00',
    })
    expect(requestedRows(products())).toBeNull()
    expect(rows.map(hasRest)).toEqual([true, false, true])
  })
})

describe('a changed quantity', () => {
  test('changes sum and total and is sent with the rows that stay, by their place in the source', () => {
    const chosen = products({ 3: typed('12,5') })
    expect(chosen.total?.amount).toBe('150.00')
    expect(requestedRows(chosen)).toEqual([
      { index: 3, quantity: '12.5' },
      { index: 8, quantity: '2.5' },
    ])
  })

  test('typed as it was proposed is no change', () => {
    expect(requestedRows(products({ 3: typed('60,0') }))).toBeNull()
  })

  test('is counted in decimals, half a cent upwards', () => {
    const cheap = row(0, 'Cheap', { price: '1.005', quantity: '3', sum: '3.02' })
    const { lines } = productsOf(target('deal', { rows: [cheap] }), { 0: typed('1') })
    expect(lines[0]!.sum).toBe('1.01')
    const tenths = [0, 1, 2].map((index) => row(index, 'Tenth', { price: '0.10', quantity: '2', sum: '0.20' }))
    const total = { amount: '0.60', currency: 'EUR', manual: false }
    const one = productsOf(target('deal', { rows: tenths, total }), { 0: typed('1'), 1: typed('1'), 2: typed('1') })
    expect(one.total?.amount).toBe('0.30')
  })

  test('above what is left is asked about and still sent', () => {
    const chosen = products({ 3: typed('60,0001') })
    expect(chosen.lines.map(({ over }) => over)).toEqual([true, false, false])
    expect(requestedRows(chosen)?.[0]).toEqual({ index: 3, quantity: '60.0001' })
    expect(products({ 3: typed('60') }).lines[0]!.over).toBe(false)
  })

  test('leaves an amount by hand as it is', () => {
    const chosen = products({ 3: typed('1') }, { amount: '500.00', manual: true })
    expect(chosen.total).toEqual({ amount: '500.00', currency: 'EUR', manual: true })
    expect(requestedRows(chosen)).toHaveLength(2)
  })

  test('that is no quantity counts as nothing and is named, but only while the row is on', () => {
    const wrong = readQuantity('de', 'drei')
    const on = products({ 3: { on: true, typed: wrong } })
    expect([on.lines[0]!.fault, on.lines[0]!.text, on.total?.amount]).toEqual(['notNumber', 'drei', '25.00'])
    expect(products({ 3: { on: false, typed: wrong } }).lines[0]!.fault).toBeNull()
  })
})

describe('a tick', () => {
  test('taken away leaves the row out', () => {
    const chosen = products({ 8: { on: false, typed: null } })
    expect(requestedRows(chosen)).toEqual([{ index: 3, quantity: '60' }])
    expect(chosen.total?.amount).toBe('600.00')
  })

  test('taken from every row asks for none, which is not the same as asking for nothing', () => {
    const off = { on: false, typed: null }
    expect(requestedRows(products({ 3: off, 8: off }))).toEqual([])
  })

  test('on a row that is wholly carried means it as it stands in the source, and is asked about', () => {
    const chosen = products({ 5: { on: true, typed: null } })
    expect(chosen.lines[1]).toMatchObject({ quantity: '100', over: true, sum: '1000.00' })
    expect(requestedRows(chosen)).toContainEqual({ index: 5, quantity: '100' })
  })
})

test('rows that are all carried already have a currency, and an amount once they are ticked', () => {
  const nothingLeft = target('invoice', { rows: [gone], total: null })
  expect(productsOf(nothingLeft, {}, 'EUR').total).toEqual({ amount: '0.00', currency: 'EUR', manual: false })
  expect(productsOf(nothingLeft, { 5: { on: true, typed: null } }, 'EUR').total?.amount).toBe('1000.00')
  expect(productsOf(target('contact'), {}, 'EUR').total).toBeNull()
})

test('choices about rows that changed meanwhile are dropped, the others stay', () => {
  const choices = { 3: typed('1'), 8: typed('2') }
  expect(standing(choices, rows, [{ ...half, quantity: '50' }, whole])).toEqual({ 8: choices[8] })
  expect(standing({ 3: typed('1') }, rows, [])).toEqual({})
})

describe('a typed quantity', () => {
  test.each([
    ['de', '2,5', '2.5'],
    ['de', ' 40 ', '40'],
    ['de', '1.234,5', '1234.5'],
    ['de', '1.500', '1500'],
    ['de', '007', '7'],
    ['de', ',5', '0.5'],
    ['de', '3,', '3'],
    ['en', '2.5', '2.5'],
    ['en', '1,234.5', '1234.5'],
    ['en', '0.0001', '0.0001'],
    ['en', '999999999.9999', '999999999.9999'],
  ] as const)('in %s: %s means %s', (language, text, decimal) => {
    expect(readQuantity(language, text)).toEqual({ text, decimal })
  })

  test.each([
    ['de', '2.5', 'notNumber'],
    ['en', '2,5', 'notNumber'],
    ['de', '', 'notNumber'],
    ['de', ',', 'notNumber'],
    ['de', 'drei', 'notNumber'],
    ['de', '1e3', 'notNumber'],
    ['de', '1,2,3', 'notNumber'],
    ['de', '0', 'notPositive'],
    ['de', '0,00', 'notPositive'],
    ['de', '-5', 'notPositive'],
    ['de', '−5', 'notPositive'],
    ['de', '1234567890', 'tooLong'],
    ['de', '0,0000001', 'tooLong'],
    ['de', '1,00001', 'tooLong'],
  ] as const)('in %s: %s is refused as %s', (language, text, fault) => {
    expect(readQuantity(language, text)).toEqual({ text, fault })
  })

  test('of goods that came back is below zero', () => {
    expect(readQuantity('de', '-0,5', true)).toEqual({ text: '-0,5', decimal: '-0.5' })
    for (const text of ['0', '2']) expect(readQuantity('de', text, true)).toEqual({ text, fault: 'notNegative' })
  })

  test('is proposed in the person’s own spelling and reads back as the same number', () => {
    for (const language of ['de', 'en'] as const)
      expect(readQuantity(language, writeQuantity(language, '1234.5'))).toMatchObject({ decimal: '1234.5' })
    expect(writeQuantity('de', '1234.5')).toBe('1234,5')
  })
})
