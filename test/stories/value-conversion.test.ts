import { expect, test } from 'vitest'
import { newest, openCard, openPortal, salesperson, useApp } from './door.ts'

useApp()

const both = (name: string) => ({ de: name, en: name })

test('fields of the same label and another type carry their value converted, and the preview says how', async () => {
  const portal = await openPortal({ seed: 'empty' })
  const add = (type: 'deal' | 'invoice', name: string, userTypeId: string, more = {}) =>
    portal.addUserField(type, {
      fieldName: `UF_CRM_${type === 'invoice' ? 'SMART_INVOICE_' : ''}${name}`,
      userTypeId,
      label: both(name),
      ...more,
    })
  const source = {
    AREA: add('deal', 'AREA', 'string'),
    NOTE: add('deal', 'NOTE', 'string'),
    ROOF: add('deal', 'ROOF', 'enumeration', { options: ['Gable', 'Flat'] }),
    BUDGET: add('deal', 'BUDGET', 'money'),
    TAGS: add('deal', 'TAGS', 'string', { multiple: true }),
  }
  const target = {
    AREA: add('invoice', 'AREA', 'double', { settings: { PRECISION: 2 } }),
    NOTE: add('invoice', 'NOTE', 'double'),
    ROOF: add('invoice', 'ROOF', 'string'),
    BUDGET: add('invoice', 'BUDGET', 'double', { settings: { PRECISION: 2 } }),
    TAGS: add('invoice', 'TAGS', 'string'),
  }
  const deal = portal.add('deal', {
    title: 'Roof',
    currencyId: 'EUR',
    [source.AREA.fieldName]: '186.5',
    [source.NOTE.fieldName]: 'about ten',
    [source.ROOF.fieldName]: source.ROOF.options[1]!.id,
    [source.BUDGET.fieldName]: '300.5|EUR',
    [source.TAGS.fieldName]: ['south', 'urgent'],
  })

  const page = await openCard(portal, salesperson, 'deal', deal.id)
  const { transfers, leftBehind, missingUserFields } = page.target('invoice')
  const how = Object.fromEntries(
    transfers
      .filter(({ field }) => field.startsWith('UF_'))
      .map(({ to, adjusted }) => [to, adjusted.map(({ code }) => code)]),
  )
  expect(how).toEqual({
    AREA: [],
    ROOF: [],
    BUDGET: ['currency_dropped'],
    TAGS: ['several_to_one'],
  })
  expect(leftBehind).toContainEqual(expect.objectContaining({ label: 'NOTE', reason: { code: 'not_a_number' } }))
  expect(missingUserFields).toEqual([])

  expect((await page.convert(['invoice'])).outcome).toBe('done')
  const { values } = newest(portal, 'invoice')
  expect(values[target.AREA.fieldName]).toBe(186.5)
  expect(values[target.ROOF.fieldName]).toBe('Flat')
  expect(values[target.BUDGET.fieldName]).toBe(300.5)
  expect(values[target.TAGS.fieldName]).toBe('south')
  // A number nobody set reads as zero.
  expect(values[target.NOTE.fieldName] || null).toBeNull()
})
