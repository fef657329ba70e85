import { describe, expect, test } from 'vitest'
import { fillAddedFields } from '../../server/conversion/fill-added-fields.ts'
import { readFieldSettings } from '../../server/conversion/field-settings.ts'
import { convertibility, toMappedValue } from '../../server/conversion/mapped-value.ts'
import type { Creation } from '../../server/conversion/plan.ts'
import type { Field, Json } from '../../server/conversion/snapshot.ts'
import { field } from './build.ts'

const of = (type: string, raw: Record<string, unknown> = {}, dictionary: string | null = null) =>
  field('UF_F', { type, dictionary, settings: readFieldSettings(raw) })
const dictionaries = new Map<string, Map<string, string>>([
  ['COLOUR', new Map(Object.entries({ R: 'Red', G: 'Green' }))],
  ['PAINT', new Map(Object.entries({ G: 'Red', '7': 'Blue' }))],
  ['EMPTY', new Map()],
])
const turn = (from: ReturnType<typeof of>, to: ReturnType<typeof of>, value: Json) =>
  toMappedValue(dictionaries, from, to, value, 'EUR')

describe('the same id means something else in another world', () => {
  test.each([
    ['a booking', of('resourcebooking'), of('resourcebooking'), 'bound_to_record'],
    ['an attached file', of('disk_file'), of('disk_file'), 'bound_to_record'],
    [
      'an element of another list',
      of('iblock_element', { IBLOCK_ID: 3 }),
      of('iblock_element', { IBLOCK_ID: 4 }),
      'other_block',
    ],
    [
      'a section of another list',
      of('iblock_section', { IBLOCK_ID: 3 }),
      of('iblock_section', { IBLOCK_ID: 4 }),
      'other_block',
    ],
    ['an element of a list without a name', of('iblock_element'), of('iblock_element'), 'other_block'],
    ['an entry of another block', of('hlblock', { HLBLOCK_ID: 3 }), of('hlblock', { HLBLOCK_ID: 4 }), 'other_block'],
    ['a deal where contacts are bound', of('crm', { DEAL: 'Y' }), of('crm', { CONTACT: 'Y' }), 'binding_not_taken'],
    [
      'a code of a dictionary that was not read',
      of('crm_status', {}, 'COLOUR'),
      of('crm_status', {}, 'EMPTY'),
      'other_dictionary',
    ],
    ['a code of a dictionary without a name', of('crm_status'), of('crm_status'), 'other_dictionary'],
  ])('%s stays behind', (_, from, to, code) => {
    expect(turn(from, to, 12)).toMatchObject({ value: null, leftBehind: { code } })
  })

  test.each([
    [
      'an element of the same list',
      of('iblock_element', { IBLOCK_ID: 3 }),
      of('iblock_element', { IBLOCK_ID: '3' }),
      12,
      12,
    ],
    ['a code of the same dictionary', of('crm_status', {}, 'COLOUR'), of('crm_status', {}, 'COLOUR'), 'R', 'R'],
    [
      'a code of another dictionary by its text',
      of('crm_status', {}, 'COLOUR'),
      of('crm_status', {}, 'PAINT'),
      'R',
      'G',
    ],
  ])('%s travels', (_, from, to, value, written) => {
    expect(turn(from, to, value)).toEqual({ value: written, adjusted: [] })
  })

  test('a dictionary’s code whose text the other one lacks stays behind, though it has the same code', () => {
    expect(turn(of('crm_status', {}, 'COLOUR'), of('crm_status', {}, 'PAINT'), 'G')).toMatchObject({
      leftBehind: { code: 'option_missing', details: { options: 'Green' } },
    })
  })

  test('no mapping is offered between two worlds', () => {
    expect(convertibility(of('resourcebooking'), of('resourcebooking'))).toBe('impossible')
    expect(convertibility(of('iblock_element', { IBLOCK_ID: 3 }), of('iblock_element', { IBLOCK_ID: 4 }))).toBe(
      'impossible',
    )
    expect(convertibility(of('crm', { DEAL: 'Y', LEAD: 'Y' }), of('crm', { DEAL: 'Y' }))).toBe('lossy')
    expect(convertibility(of('crm', { DEAL: 'Y' }), of('crm', { DEAL: 'Y', LEAD: 'Y' }))).toBe('exact')
  })
})

describe('a binding is spelled as its new field spells it', () => {
  const deals = { DEAL: 'Y', LEAD: 'N' }
  const both = { DEAL: 'Y', CONTACT: 1 }
  const smart = { DYNAMIC_156: 'Y', DEAL: true }
  test.each([
    ['a bare id of the only kind gets its prefix', deals, both, 12, 'D_12'],
    ['a bare id stays one between fields of one kind', deals, deals, '12', 12],
    ['a prefix goes where only its kind is taken', both, deals, 'D_12', 12],
    ['a prefix stays between fields of several kinds', both, smart, 'D_12', 'D_12'],
    ['a smart process keeps its number', smart, smart, 'T9C_5', 'T9c_5'],
    ['a field nothing is said of binds leads', {}, {}, 'L_4', 4],
  ])('%s', (_, from, to, value, written) => {
    expect(turn(of('crm', from), of('crm', to), value)).toEqual({ value: written, adjusted: [] })
  })
  test('of several the ones of a kind that is not taken are named', () => {
    const [from, to] = [of('crm', both), of('crm', deals)].map((one) => ({ ...one, multiple: true })) as [never, never]
    expect(turn(from, to, ['D_12', 'C_5'])).toEqual({
      value: [12],
      adjusted: [{ code: 'values_partly_dropped', details: { values: 'C_5' } }],
    })
  })
  test('a bare id of a field of several kinds stays behind: it could be any of them', () => {
    expect(turn(of('crm', both), of('crm', deals), 12)).toMatchObject({ leftBehind: { code: 'binding_not_taken' } })
  })
})

test.each([
  ['tells its settings', { DEAL: 'Y', LEAD: 'N' }],
  ['tells none', null],
])('a binding goes into the field that was made for it, where the portal %s', (_, raw) => {
  const settings = raw ? { settings: readFieldSettings(raw) } : {}
  const [source, added] = ['UF_OLD', 'UF_NEW'].map((name) => field(name, { type: 'crm', ...settings })) as [
    Field,
    Field,
  ]
  const creation = { fields: {}, files: [], userFields: [{ source, value: 12 }] } as unknown as Creation
  expect(fillAddedFields(creation, new Map([['UF_OLD', added]])).fields).toEqual({ UF_NEW: 12 })
})
