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
    expect(toUserFieldValue(list('Tile', 'Slate'), list('Slate', 'Tile'), 1)).toEqual({ value: 2, adjusted: [] })
  })
  test('keeps several options, and says which have no counterpart', () => {
    expect(toUserFieldValue(lists('Tile', 'Slate', 'Reed'), lists('Reed', 'Tile'), [1, 2, 3])).toEqual({
      value: [2, 1],
      adjusted: [{ code: 'options_partly_matched', details: { options: 'Slate' } }],
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
      adjusted: [],
    })
  })
  test('says so when an option text fits several options', () => {
    expect(toUserFieldValue(list('Same'), list('Same', 'Same'), 1)).toEqual({
      value: 1,
      adjusted: [{ code: 'option_ambiguous', details: { options: 'Same' } }],
    })
  })
  test('takes the option that is word for word the same before one that only looks alike', () => {
    expect(toUserFieldValue(list('tile'), list('Tile', 'tile'), 1)).toEqual({ value: 2, adjusted: [] })
  })
  test('takes the only option that differs in case and blanks, and says so', () => {
    expect(toUserFieldValue(list('roof  TILE'), list('Slate', 'Roof tile'), 1)).toEqual({
      value: 2,
      adjusted: [{ code: 'option_matched_loosely', details: { options: 'roof  TILE → Roof tile' } }],
    })
  })
  test('stays behind where several options look alike and none is the same', () => {
    expect(toUserFieldValue(list('tile'), list('Tile', 'TILE'), 1)).toMatchObject({
      leftBehind: { code: 'option_missing' },
    })
  })
  test('names each option that is gone from its own list when it becomes a text', () => {
    expect(toUserFieldValue(lists('A'), field('UF_T', { multiple: true }), [1, 77])).toEqual({
      value: ['A'],
      adjusted: [{ code: 'options_partly_matched', details: { options: '#77' } }],
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
    ['boolean', 'true', 'Y'],
    ['boolean', false, 'N'],
    ['boolean', 0, 'N'],
    ['money', '300|EUR', '300|EUR'],
    ['double', 0, 0],
  ])('of type %s is written as the portal reads it: %j → %j', (type, value, written) => {
    const multiple = Array.isArray(value)
    expect(toUserFieldValue(field('UF_A', { type, multiple }), field('UF_B', { type, multiple }), value)).toEqual({
      value: written,
      adjusted: [],
    })
  })
})
