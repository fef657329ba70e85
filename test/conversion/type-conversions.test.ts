import fc from 'fast-check'
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
    ['enumeration', 'string', 2, 'Slate', []],
    ['string', 'enumeration', ' slate ', 2, ['option_matched_loosely']],
    ['string', 'date', '2026-03-29T10:30', '2026-03-29', ['time_dropped']],
    ['boolean', 'integer', '1', 1, []],
    ['boolean', 'integer', 'true', 1, []],
    ['boolean', 'integer', 0, 0, []],
    ['double', 'string', 1e21, '1000000000000000000000', []],
    ['double', 'string', 1e-7, '0.0000001', []],
    ['integer', 'double', 7, 7, []],
    ['double', 'integer', 7, 7, []],
    ['double', 'integer', 7.5, 8, ['rounded']],
    ['double', 'string', 7.25, '7.25', []],
    ['string', 'double', '7.25', 7.25, []],
    ['string', 'integer', '12', 12, []],
    ['string', 'double', '0.125', 0.125, []],
    ['date', 'datetime', '2026-03-29T02:00:00+02:00', '2026-03-29T00:00:00', ['time_added']],
    ['datetime', 'date', '2026-03-29T23:30:00+02:00', '2026-03-29', ['time_dropped']],
    ['string', 'date', '2026-03-29', '2026-03-29', []],
    ['money', 'double', '300.5|EUR', 300.5, ['currency_dropped']],
    ['double', 'money', 300.5, '300.5|EUR', ['currency_added']],
    ['money', 'string', '300|EUR', '300 EUR', []],
    ['boolean', 'integer', 'Y', 1, []],
    ['url', 'string', 'https://a.test', 'https://a.test', []],
    ['address', 'string', 'Hafenstraße 12|53.5;9.9|7', 'Hafenstraße 12', []],
  ])('%s → %s: %j becomes %j (%j)', (from, to, value, written, how) => {
    const turned = toUserFieldValue(of(from), of(to), value, 'EUR')
    expect(turned.value).toBe(written)
    expect('adjusted' in turned && turned.adjusted.map(({ code }) => code)).toEqual(how)
  })

  test.each([
    ['string', 'double', '7,25', 'not_a_number'],
    ['string', 'double', '1.234,50 €', 'not_a_number'],
    ['string', 'double', '1.234', 'not_a_number'],
    ['string', 'integer', 'seven', 'not_a_number'],
    ['string', 'date', '29.03.2026', 'not_a_date'],
    ['string', 'date', '2026-13-45', 'not_a_date'],
    ['string', 'date', '2026-02-30', 'not_a_date'],
    ['string', 'date', '2025-02-29', 'not_a_date'],
    ['string', 'date', '0000-01-01', 'not_a_date'],
    ['string', 'date', '2026-02-03T24:61', 'not_a_date'],
    ['string', 'date', '2026-02-03Tomorrow', 'not_a_date'],
    ['datetime', 'date', '2026-02-30T10:00:00+01:00', 'not_a_date'],
    ['date', 'datetime', '2026-02-30', 'not_a_date'],
    ['string', 'integer', '007', 'not_a_number'],
    ['string', 'double', '1.10', 'not_a_number'],
    ['string', 'double', '-0', 'not_a_number'],
    ['string', 'integer', '9007199254740992', 'not_a_number'],
    ['string', 'double', '1234567890.123456', 'not_a_number'],
    ['string', 'integer', '491701234567', 'out_of_bounds'],
    ['money', 'double', '|EUR', 'not_a_number'],
    ['money', 'double', '12345678901234567.89|EUR', 'not_a_number'],
    ['string', 'enumeration', 'Reed', 'option_missing'],
  ])('%s → %s: %j stays behind (%s)', (from, to, value, why) => {
    expect(toUserFieldValue(of(from), of(to), value)).toMatchObject({ value: null, leftBehind: { code: why } })
  })
})

describe('one value and several', () => {
  test('one becomes a list of one', () => {
    expect(toUserFieldValue(of('string'), of('string', true), 'a')).toEqual({ value: ['a'], adjusted: [] })
  })
  test('several become the first, and that is said', () => {
    expect(toUserFieldValue(of('string', true), of('string'), ['a', 'b'])).toEqual({
      value: 'a',
      adjusted: [{ code: 'several_to_one' }],
    })
  })
  test('a list of one becomes that one, exactly', () => {
    expect(toUserFieldValue(of('enumeration', true), of('enumeration'), [2])).toEqual({ value: 2, adjusted: [] })
  })
  test('of several the ones that cannot be converted are named', () => {
    expect(toUserFieldValue(of('string', true), of('double', true), ['1.5', 'two', '3'])).toEqual({
      value: [1.5, 3],
      adjusted: [{ code: 'values_partly_dropped', details: { values: 'two' } }],
    })
  })
  test('a lost currency and a lost second value are two reasons', () => {
    expect(toUserFieldValue(of('money', true), of('double'), ['300.5|EUR', 'x|EUR', '7|USD'])).toEqual({
      value: 300.5,
      adjusted: [
        { code: 'values_partly_dropped', details: { values: 'x|EUR' } },
        { code: 'currency_dropped', details: { currency: 'EUR' } },
        { code: 'currency_dropped', details: { currency: 'USD' } },
        { code: 'several_to_one' },
      ],
    })
  })
})

test('a text that becomes a number reads back as the same text, and any other stays behind', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,18}(\.\d{1,18})?$/), fc.double().map(String))
  fc.assert(
    fc.property(texts, (text) => {
      const turned = toUserFieldValue(of('string'), of('double'), text)
      if (turned.value !== null) expect(String(turned.value)).toBe(text.trim())
    }),
  )
})
