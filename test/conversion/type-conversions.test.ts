import { describe, expect, test } from 'vitest'
import { toUserFieldValue } from '../../server/conversion/user-field-value.ts'
import { field } from './build.ts'

const options = [
  { id: 1, text: 'Tile' },
  { id: 2, text: 'Slate' },
]
const of = (type: string, multiple = false) =>
  field(`UF_${type}`, { type, multiple, options: type === 'enumeration' ? options : [] })

describe('a value travels into a field of the same label and another type', () => {
  test.each([
    ['enumeration', 'string', 2, 'Slate', null],
    ['string', 'enumeration', ' slate ', 2, null],
    ['integer', 'double', 7, 7, null],
    ['double', 'integer', 7, 7, null],
    ['double', 'integer', 7.5, 8, 'rounded'],
    ['double', 'string', 7.25, '7.25', null],
    ['string', 'double', '7.25', 7.25, null],
    ['string', 'integer', '12', 12, null],
    ['string', 'double', '0.125', 0.125, null],
    ['date', 'datetime', '2026-03-29T02:00:00+02:00', '2026-03-29T00:00:00', 'time_added'],
    ['datetime', 'date', '2026-03-29T23:30:00+02:00', '2026-03-29', 'time_dropped'],
    ['string', 'date', '2026-03-29', '2026-03-29', null],
    ['money', 'double', '300.5|EUR', 300.5, 'currency_dropped'],
    ['double', 'money', 300.5, '300.5|EUR', 'currency_added'],
    ['money', 'string', '300|EUR', '300 EUR', null],
    ['boolean', 'integer', 'Y', 1, null],
    ['url', 'string', 'https://a.test', 'https://a.test', null],
    ['address', 'string', 'Hafenstraße 12|53.5;9.9|7', 'Hafenstraße 12', null],
  ])('%s → %s: %j becomes %j (%s)', (from, to, value, written, how) => {
    const turned = toUserFieldValue(of(from), of(to), value, 'EUR')
    expect(turned.value).toBe(written)
    expect('adjusted' in turned && (turned.adjusted?.code ?? null)).toBe(how)
  })

  test.each([
    ['string', 'double', '7,25', 'not_a_number'],
    ['string', 'double', '1.234,50 €', 'not_a_number'],
    ['string', 'double', '1.234', 'not_a_number'],
    ['string', 'integer', 'seven', 'not_a_number'],
    ['string', 'date', '29.03.2026', 'not_a_date'],
    ['string', 'date', '2026-13-45', 'not_a_date'],
    ['string', 'enumeration', 'Reed', 'option_missing'],
  ])('%s → %s: %j stays behind (%s)', (from, to, value, why) => {
    expect(toUserFieldValue(of(from), of(to), value)).toMatchObject({ value: null, leftBehind: { code: why } })
  })
})

describe('one value and several', () => {
  test('one becomes a list of one', () => {
    expect(toUserFieldValue(of('string'), of('string', true), 'a')).toEqual({ value: ['a'], adjusted: null })
  })
  test('several become the first, and that is said', () => {
    expect(toUserFieldValue(of('string', true), of('string'), ['a', 'b'])).toEqual({
      value: 'a',
      adjusted: { code: 'several_to_one' },
    })
  })
  test('a list of one becomes that one, exactly', () => {
    expect(toUserFieldValue(of('enumeration', true), of('enumeration'), [2])).toEqual({ value: 2, adjusted: null })
  })
  test('of several the ones that cannot be converted are named', () => {
    expect(toUserFieldValue(of('string', true), of('double', true), ['1.5', 'two', '3'])).toEqual({
      value: [1.5, 3],
      adjusted: { code: 'values_partly_dropped', details: { values: 'two' } },
    })
  })
})
