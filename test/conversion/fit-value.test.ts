import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFieldSettings } from '../../server/conversion/field-settings.ts'
import { countCharacters, shorten } from '../../server/conversion/shorten.ts'
import { toUserFieldValue } from '../../server/conversion/user-field-value.ts'
import { field } from './build.ts'

const of = (type: string, raw: Record<string, unknown> = {}, multiple = false) =>
  field('UF_F', { type, multiple, settings: readFieldSettings(raw) })

describe('a number', () => {
  test('is rounded to the places its new field keeps, and both values are told', () => {
    expect(toUserFieldValue(of('double', { PRECISION: 4 }), of('double', { PRECISION: '2' }), 7.1254)).toEqual({
      value: 7.13,
      adjusted: [{ code: 'rounded', details: { from: '7.1254', to: '7.13' } }],
    })
    expect(toUserFieldValue(of('string'), of('integer'), '7.5')).toEqual({
      value: 8,
      adjusted: [{ code: 'rounded', details: { from: '7.5', to: '8' } }],
    })
  })
  test.each([
    [{ MIN_VALUE: 5 }, 4.99, { least: '5', most: 'none' }],
    [{ MAX_VALUE: '10' }, 11, { least: 'none', most: '10' }],
    [{ MIN_VALUE: 5, MAX_VALUE: 10 }, 11, { least: '5', most: '10' }],
  ])('outside of %j stays behind: %j', (raw, value, details) => {
    expect(toUserFieldValue(of('double'), of('double', raw), value)).toEqual({
      value: null,
      leftBehind: { code: 'out_of_bounds', details },
    })
  })
  test('is not bounded by a zero, which is the portal’s word for no bound', () => {
    const unbounded = of('double', { MIN_VALUE: 0, MAX_VALUE: 0 })
    expect(toUserFieldValue(of('double'), unbounded, 12)).toEqual({ value: 12, adjusted: [] })
  })
})

describe('a text', () => {
  test('is cut to the length its new field keeps, between characters, and that is told', () => {
    expect(toUserFieldValue(of('string'), of('string', { MAX_LENGTH: 3 }), 'ab😀😀d')).toEqual({
      value: 'ab😀',
      adjusted: [{ code: 'shortened', details: { kept: 3, length: 5 } }],
    })
  })
  test('that is too short for its new field stays behind', () => {
    expect(toUserFieldValue(of('string'), of('string', { MIN_LENGTH: 3 }), '😀b')).toEqual({
      value: null,
      leftBehind: { code: 'too_short', details: { shortest: 3 } },
    })
  })
  test('travels with a word about the pattern of its new field, which is never run', () => {
    const hostile = { REGEXP: '/^(a+)+$/' }
    const before = performance.now()
    expect(toUserFieldValue(of('string'), of('string', hostile), `${'a'.repeat(40)}!`)).toEqual({
      value: `${'a'.repeat(40)}!`,
      adjusted: [{ code: 'pattern_checked' }],
    })
    expect(performance.now() - before).toBeLessThan(100)
  })
  test('travels without a word where its own field has the same pattern', () => {
    const same = { REGEXP: '/^\\d{5}$/' }
    expect(toUserFieldValue(of('string', same), of('string', same), '12345')).toEqual({ value: '12345', adjusted: [] })
  })
  test('of several each is cut, and every cut is told beside what was dropped', () => {
    const target = of('string', { MAX_LENGTH: 2, MIN_LENGTH: 2 }, true)
    expect(toUserFieldValue(of('string', {}, true), target, ['abc', 'x', 'abcd', 'ab'])).toEqual({
      value: ['ab', 'ab', 'ab'],
      adjusted: [
        { code: 'values_partly_dropped', details: { values: 'x' } },
        { code: 'shortened', details: { kept: 2, length: 3 } },
        { code: 'shortened', details: { kept: 2, length: 4 } },
      ],
    })
  })
})

test('a shortened text begins like the whole one, is well-formed, and is as long as it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, longest) => {
      const { text: short, adjusted } = shorten(text, longest)
      expect(text.startsWith(short)).toBe(true)
      expect(short.isWellFormed()).toBe(true)
      expect(countCharacters(short)).toBe(Math.min(longest, countCharacters(text)))
      expect(adjusted.length > 0).toBe(short !== text)
    }),
  )
})
