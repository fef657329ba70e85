import { describe, expect, test } from 'vitest'
import { toUserFieldValue } from '../../server/conversion/user-field-value.ts'
import { field } from './build.ts'

const list = (...texts: string[]) => listField(false, texts)
const lists = (...texts: string[]) => listField(true, texts)
const listField = (multiple: boolean, texts: string[]) =>
  field('UF_CRM_L', {
    multiple,
    type: 'enumeration',
    options: texts.map((text, index) => ({ id: index + 1, text })),
  })

describe('the value of a user field', () => {
  test('keeps its option by the text, since ids differ', () => {
    expect(toUserFieldValue(list('Tile', 'Slate'), list('Slate', 'Tile'), 1)).toEqual({ value: 2, adjusted: null })
  })
  test('keeps several options, and says which have no counterpart', () => {
    expect(toUserFieldValue(lists('Tile', 'Slate', 'Reed'), lists('Reed', 'Tile'), [1, 2, 3])).toEqual({
      value: [2, 1],
      adjusted: { code: 'options_partly_matched', details: { options: 'Slate' } },
    })
  })
  test('stays behind when its option does not exist in the target', () => {
    expect(toUserFieldValue(list('Tile'), list('Slate'), 1)).toEqual({
      value: null,
      leftBehind: { code: 'option_missing', details: { options: 'Tile' } },
    })
  })
  test('meets the option at the same place among options with equal texts', () => {
    expect(toUserFieldValue(list('A', 'Same', 'Same'), list('Same', 'Same', 'B'), 3)).toEqual({
      value: 2,
      adjusted: null,
    })
  })
  test('says so when an option text fits several options', () => {
    expect(toUserFieldValue(list('Same'), list('Same', 'Same'), 1)).toEqual({
      value: 1,
      adjusted: { code: 'option_ambiguous', details: { options: 'Same' } },
    })
  })
  test('stays behind when its option id is unknown', () => {
    expect(toUserFieldValue(list('A'), list('A'), 77)).toMatchObject({ leftBehind: { details: { options: '#77' } } })
  })
  test.each([
    ['date', '2026-03-29T02:00:00+02:00', '2026-03-29'],
    ['date', ['2026-03-29T02:00:00+02:00', '2026-12-24'], ['2026-03-29', '2026-12-24']],
    ['boolean', true, 'Y'],
    ['boolean', 'N', 'N'],
    ['boolean', '1', 'Y'],
    ['money', '300|EUR', '300|EUR'],
    ['double', 0, 0],
  ])('of type %s is written as the portal reads it: %j → %j', (type, value, written) => {
    const multiple = Array.isArray(value)
    expect(toUserFieldValue(field('UF_A', { type, multiple }), field('UF_B', { type, multiple }), value)).toEqual({
      value: written,
      adjusted: null,
    })
  })
})
