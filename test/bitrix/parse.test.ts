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

  test('an answer of another shape is refused, and its content stays out of the message', () => {
    expect(() => parseRows({ productRows: [{ productName: 'secret', price: 'much' }] })).toThrow(
      /^((?!secret|much).)*$/,
    )
  })
})
