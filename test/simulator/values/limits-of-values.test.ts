import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from '../ask.ts'
import { createSimulator } from '../create-simulator.ts'
import type { ValueRules } from './value-rules.ts'

const refused = { error: 'CRM_FIELD_ERROR_VALUE_NOT_VALID' }

function open(valueRules: Partial<ValueRules> = {}) {
  const portal = createSimulator({ seed: 'empty', valueRules })
  const { anna } = openPortal(portal)
  return { portal, anna, ...itemCalls(anna) }
}

describe('a user field keeps to its settings', () => {
  type Case = [userTypeId: string, settings: Record<string, unknown>, good: unknown, bad: unknown]
  const cases: Case[] = [
    ['integer', { MIN_VALUE: 5 }, 5, 4],
    ['integer', { MAX_VALUE: '5' }, 5, 6],
    ['double', { MIN_VALUE: 0.5, MAX_VALUE: 1.5, PRECISION: 2 }, 1.25, 1.75],
    ['string', { MIN_LENGTH: 3 }, 'abc', 'ab'],
    ['string', { REGEXP: String.raw`/^\d+$/` }, '123', '12a'],
    ['string', { REGEXP: '#^ab#i' }, 'ABC', 'b'],
    ['url', { MIN_LENGTH: 10 }, 'https://a.b', 'a'],
  ]
  const openField = (rules: Partial<ValueRules>, [userTypeId, settings]: Case) => {
    const opened = open(rules)
    opened.portal.addUserField('deal', { fieldName: 'UF_CRM_X', userTypeId, label: 'X', settings })
    return (value: unknown) => opened.add(2, { title: 'x', UF_CRM_X: value })
  }

  test.each(cases)('%s %j takes %j and refuses %j', async (...given) => {
    const add = openField({}, given)
    expect((await add(given[2])).UF_CRM_X).toBe(given[2])
    await expect(add(given[3])).rejects.toThrow(refused.error)
  })

  test.each(cases)('%s %j keeps what does not fit where the portal does not look: %j, %j', async (...given) => {
    expect((await openField({ unfit: 'keep' }, given)(given[3])).UF_CRM_X).toBe(given[3])
  })

  test('nothing and bounds of nought are no trouble', async () => {
    const add = openField({}, ['integer', { MIN_VALUE: 0, MAX_VALUE: 0 }, 0, 0])
    expect((await add(-7)).UF_CRM_X).toBe(-7)
    const addText = openField({}, ['string', { MIN_LENGTH: 3 }, '', ''])
    expect((await addText('')).UF_CRM_X).toBeNull()
  })

  test('a pattern that is none checks nothing', async () => {
    expect((await openField({}, ['string', { REGEXP: '/(/' }, '', ''])('x')).UF_CRM_X).toBe('x')
  })

  test('a number has two decimals unless its settings say otherwise', async () => {
    const { anna, portal, add } = open()
    for (const [name, SETTINGS] of [
      ['A', undefined],
      ['B', { PRECISION: 0 }],
      ['C', { SIZE: 10 }],
    ] as const)
      await anna('crm.deal.userfield.add', { fields: { FIELD_NAME: name, USER_TYPE_ID: 'double', SETTINGS } })
    portal.addUserField('deal', { fieldName: 'UF_CRM_D', userTypeId: 'double', label: 'D' })
    const values = { UF_CRM_A: 1.255, UF_CRM_B: 1.255, UF_CRM_C: 1.255, UF_CRM_D: 1.255 }
    expect(await add(2, { title: 'x', ...values })).toMatchObject({
      UF_CRM_A: 1.26,
      UF_CRM_B: 1,
      UF_CRM_C: 1.26,
      UF_CRM_D: 1.26,
    })
  })
})

describe('text longer than its column', () => {
  const long = (length: number) => 'ä'.repeat(length + 1)
  const columns: [entityTypeId: number, field: string, length: number][] = [
    [2, 'title', 255],
    [2, 'originId', 255],
    [1, 'name', 50],
    [3, 'secondName', 50],
    [3, 'lastName', 50],
    [1, 'companyTitle', 255],
    [2, 'utmSource', 600],
    [7, 'quoteNumber', 100],
    [31, 'accountNumber', 100],
  ]

  test.each(columns)('is cut silently: type %i, %s after %i letters', async (entityTypeId, field, length) => {
    const item = await open().add(entityTypeId, { lastName: 'x', [field]: long(length) })
    expect(item[field]).toBe('ä'.repeat(length))
  })

  test.each(columns)('is refused where the portal says so: type %i, %s', async (entityTypeId, field, length) => {
    const { add } = open({ tooLong: 'refuse' })
    await expect(add(entityTypeId, { lastName: 'x', [field]: long(length) })).rejects.toThrow(refused.error)
    expect(await add(entityTypeId, { lastName: 'x', [field]: 'ä'.repeat(length) })).toHaveProperty(field)
  })

  test('letters are counted, not their halves', async () => {
    expect((await open().add(1, { name: '🏠'.repeat(51) })).name).toBe('🏠'.repeat(50))
  })

  test('a text field of an administrator is cut at its own length', async () => {
    const { portal, add } = open()
    portal.addUserField('deal', {
      fieldName: 'UF_CRM_X',
      userTypeId: 'string',
      label: 'X',
      multiple: true,
      settings: { MAX_LENGTH: 3 },
    })
    expect((await add(2, { title: 'x', UF_CRM_X: ['abcd', 'ab'] })).UF_CRM_X).toEqual(['abc', 'ab'])
  })

  test('rows, phones and addresses have their lengths too', async () => {
    const { portal, anna, add } = open()
    const { id } = await add(2, { title: 'x' })
    await anna('crm.item.productrow.set', {
      ownerType: 'D',
      ownerId: id,
      productRows: [{ productName: long(256), measureName: long(50), price: 1 }],
    })
    expect(portal.state.items.deal.get(id)?.rows).toMatchObject([
      { productName: 'ä'.repeat(256), measureName: 'ä'.repeat(50) },
    ])
    const lead = await add(1, { title: 'x', fm: [{ typeId: 'PHONE', valueType: 'WORK', value: '1'.repeat(251) }] })
    expect(lead.fm).toMatchObject([{ value: '1'.repeat(250) }])
    const address = { TYPE_ID: 1, ENTITY_TYPE_ID: 1, ENTITY_ID: lead.id, CITY: long(128), POSTAL_CODE: long(16) }
    await anna('crm.address.add', { fields: address })
    await anna('crm.lead.update', { id: lead.id, fields: { ADDRESS: long(1024) } })
    expect(portal.state.addresses).toMatchObject([
      { ADDRESS_1: 'ä'.repeat(1024), CITY: 'ä'.repeat(128), POSTAL_CODE: 'ä'.repeat(16) },
    ])
  })

  test('a portal without columns keeps all of it', async () => {
    expect((await open({ tooLong: 'keep' }).add(2, { title: long(255) })).title).toBe(long(255))
  })
})
