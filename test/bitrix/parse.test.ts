import { describe, expect, test } from 'vitest'
import { parseFields, parseItem, parseRows } from '../../server/bitrix/parse.ts'

describe('what the portal answers becomes ours', () => {
  test('links of files, which hold a token, are left outside: what is remembered and journalled cannot carry them', () => {
    const file = { id: 7, url: '/x', urlMachine: 'https://portal.test/rest/f.json?auth=secret' }
    const item = parseItem({ item: { id: 1, UF_CRM_PLAN: file, UF_CRM_PHOTOS: [file, file] } })
    expect(item).toEqual({ id: 1, UF_CRM_PLAN: { id: 7 }, UF_CRM_PHOTOS: [{ id: 7 }, { id: 7 }] })
  })

  test('an empty map that PHP sends as a list is an empty map', () => {
    expect(parseFields({ fields: [] })).toEqual({})
  })

  test('a user field is labelled by its form, else by its list, and never by its own code', () => {
    const fields = parseFields({
      fields: {
        UF_CRM_A: { type: 'string', isDynamic: true, title: 'UF_CRM_A', formLabel: 'Form', listLabel: 'List' },
        UF_CRM_B: { type: 'string', isDynamic: true, title: 'UF_CRM_B', formLabel: '', listLabel: 'List' },
        UF_CRM_C: { type: 'string', isDynamic: true, title: 'UF_CRM_C' },
      },
    })
    expect(Object.values(fields).map(({ label }) => label)).toEqual(['Form', 'List', ''])
  })

  test('numbers in rows may come as texts', () => {
    const [row] = parseRows({ productRows: [{ productName: 'Tile', price: '12.50', quantity: '3', taxRate: null }] })
    expect(row).toMatchObject({ price: 12.5, quantity: 3, taxRate: null, taxIncluded: 'N', discountTypeId: 2 })
  })

  test.each([true, 'Y', 'y', '1', 1, 'true'])('a flag spelled %j is a yes', (yes) => {
    const { UF_A } = parseFields({ fields: { UF_A: { type: 'string', isDynamic: yes, isMultiple: yes } } })
    expect(UF_A).toMatchObject({ isUserField: true, multiple: true })
  })
  test.each([false, 'N', '0', 0, 'false', null])('a flag spelled %j is a no', (no) => {
    expect(parseFields({ fields: { A: { type: 'string', isMultiple: no } } }).A).toMatchObject({ multiple: false })
    const [row] = parseRows({ productRows: [{ productName: '', price: 1, quantity: 1, taxIncluded: no }] })
    expect(row!.taxIncluded).toBe('N')
  })

  test('settings of a user field become what its values must keep to', () => {
    const settings = { PRECISION: '2', MIN_VALUE: '0', MAX_VALUE: 10, MAX_LENGTH: 5, REGEXP: '/a/', IBLOCK_ID: '7' }
    const kinds = { DEAL: 'Y', LEAD: 'N', DYNAMIC_156: 1, IBLOCK_TYPE_ID: 'lists' }
    const { UF_A } = parseFields({
      fields: { UF_A: { type: 'any', isDynamic: true, settings: { ...settings, ...kinds } } },
    })
    expect(UF_A!.settings).toEqual({
      block: '7',
      bindings: ['D', 'T9c'],
      precision: 2,
      least: null,
      most: 10,
      shortest: null,
      longest: 5,
      pattern: '/a/',
    })
  })

  test('an answer of another shape is refused, and its content stays out of the message', () => {
    expect(() => parseRows({ productRows: [{ productName: 'secret', price: 'much' }] })).toThrow(
      /^((?!secret|much).)*$/,
    )
  })
})
