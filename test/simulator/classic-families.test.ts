import { beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

type Row = Record<string, unknown>

let simulator: Simulator
let people: ReturnType<typeof openPortal>
beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
})

const ask = async (method: string, params: object = {}) => (await people.max(method, params)).body
const result = async <T = Row>(method: string, params: object = {}) => (await ask(method, params)).result as T

/** Values of the documented answers of `crm.<type>.get`, without what the example's portal had of its own. */
const documented: Record<string, { fields: Row; shown: Row }> = {
  lead: {
    fields: { TITLE: 'Lead #1591', PHONE: [{ VALUE: '+15454777777', VALUE_TYPE: 'OTHER' }], STATUS_ID: 'IN_PROCESS' },
    shown: {
      TITLE: 'Lead #1591',
      HONORIFIC: null,
      COMPANY_ID: null,
      CONTACT_ID: null,
      IS_RETURN_CUSTOMER: 'N',
      BIRTHDATE: '',
      STATUS_ID: 'IN_PROCESS',
      STATUS_SEMANTIC_ID: 'P',
      CURRENCY_ID: 'EUR',
      OPPORTUNITY: '0.00',
      IS_MANUAL_OPPORTUNITY: 'N',
      HAS_PHONE: 'Y',
      HAS_EMAIL: 'N',
      ASSIGNED_BY_ID: '2',
      DATE_CLOSED: '',
      ADDRESS_CITY: null,
      PHONE: [{ ID: expect.stringMatching(/^\d+$/), VALUE_TYPE: 'OTHER', VALUE: '+15454777777', TYPE_ID: 'PHONE' }],
    },
  },
  deal: {
    fields: {
      TITLE: 'New Deal #1',
      STAGE_ID: 'PREPARATION',
      PROBABILITY: 99,
      OPPORTUNITY: 1_000_000,
      IS_MANUAL_OPPORTUNITY: 'Y',
      BEGINDATE: '2024-08-30',
      COMMENTS: '[B]Example comment[/B]',
      UTM_SOURCE: 'google',
    },
    shown: {
      STAGE_ID: 'PREPARATION',
      PROBABILITY: '99',
      OPPORTUNITY: '1000000.00',
      TAX_VALUE: '0.00',
      LEAD_ID: null,
      QUOTE_ID: null,
      BEGINDATE: '2024-08-30T02:00:00+02:00',
      CATEGORY_ID: '0',
      STAGE_SEMANTIC_ID: 'P',
      CLOSED: 'N',
      IS_NEW: 'N',
      MOVED_BY_ID: '2',
      UTM_SOURCE: 'google',
      UTM_TERM: null,
    },
  },
  contact: {
    fields: { NAME: 'John', LAST_NAME: 'Smith', BIRTHDATE: '2001-11-11', EXPORT: 'N', TYPE_ID: 'PARTNER' },
    shown: {
      NAME: 'John',
      PHOTO: null,
      LEAD_ID: null,
      COMPANY_ID: null,
      BIRTHDATE: '2001-11-11T02:00:00+02:00',
      EXPORT: 'N',
      ORIGIN_VERSION: null,
      ADDRESS: null,
    },
  },
  company: {
    fields: { TITLE: 'GAZPROM', COMPANY_TYPE: 'CUSTOMER', BANKING_DETAILS: '7736050003', OPENED: 'N' },
    shown: {
      COMPANY_TYPE: 'CUSTOMER',
      LOGO: null,
      BANKING_DETAILS: '7736050003',
      CURRENCY_ID: 'EUR',
      OPENED: 'N',
      IS_MY_COMPANY: 'N',
      REG_ADDRESS: null,
    },
  },
  quote: {
    fields: { TITLE: 'Estimate', OPPORTUNITY: 150_000, CLOSEDATE: '2026-03-20' },
    shown: {
      STATUS_ID: 'DRAFT',
      OPPORTUNITY: '150000.00',
      TAX_VALUE: '0.00',
      COMPANY_ID: null,
      CLOSEDATE: '2026-03-20T02:00:00+02:00',
      CLOSED: 'N',
      DEAL_ID: null,
      QUOTE_NUMBER: '1',
      CLIENT_TITLE: null,
    },
  },
}

describe.each(Object.entries(documented))('crm.%s.*', (type, { fields, shown }) => {
  test('adds, shows, lists, changes and deletes with the documented answers', async () => {
    const id = await result<number>(`crm.${type}.add`, { fields, params: { REGISTER_SONET_EVENT: 'Y' } })
    expect(id).toBe(1)
    expect(await result(`crm.${type}.get`, { ID: id })).toMatchObject({ ID: '1', CREATED_BY_ID: '2', ...shown })
    expect(
      await ask(`crm.${type}.list`, { SELECT: ['ID'], FILTER: { '>ID': 0 }, ORDER: { ID: 'DESC' } }),
    ).toMatchObject({
      result: [{ ID: '1' }],
      total: 1,
    })
    expect(await result(`crm.${type}.update`, { id, fields: { COMMENTS: 'x' } })).toBe(true)
    expect(await result(`crm.${type}.get`, { id })).toMatchObject({ COMMENTS: 'x', MODIFY_BY_ID: '2' })
    expect(await result(`crm.${type}.delete`, { id })).toBe(true)
    expect(await people.max(`crm.${type}.get`, { id })).toEqual({
      status: 400,
      body: { error: '', error_description: 'Not found' },
    })
  })

  test('refuses in the words of its family', async () => {
    const said = async (method: string, params: object, as = people.max) =>
      (await as(`crm.${type}.${method}`, params)).body.error_description
    expect(await said('get', {})).toBe('ID is not defined or invalid.')
    expect(await said('update', { id: 'x' })).toBe('ID is not defined or invalid.')
    expect(await said('get', { id: 99 })).toBe('Not found')
    expect(await said('add', { fields: 'x' })).toBe("Parameter 'fields' must be array.")
    expect(await said('list', { filter: 'x' })).toBe("Parameter 'filter' must be array.")
    const rights = simulator.state.users.get(2)?.rights
    if (rights) rights[type as 'lead'] = { read: 'none', add: 'none', update: 'none', delete: 'none' }
    for (const method of ['add', 'list']) expect(await said(method, { fields: {} })).toBe('Access denied.')
    simulator.add(type as 'lead', {})
    for (const method of ['get', 'update', 'delete'])
      expect(await said(method, { id: 1, fields: {} })).toBe('Access denied.')
  })

  test('describes every field it shows', async () => {
    simulator.addUserField(type as 'lead', { fieldName: 'UF_CRM_X', userTypeId: 'string', label: 'Feld' })
    await ask(`crm.${type}.add`, { fields })
    const described = await result(`crm.${type}.fields`)
    expect(Object.keys(described)).toEqual(
      expect.arrayContaining(Object.keys(await result(`crm.${type}.get`, { id: 1 }))),
    )
    expect(described).toMatchObject({
      ID: { type: 'integer', isReadOnly: true, isDynamic: false },
      UF_CRM_X: { type: 'string', isDynamic: true, title: 'UF_CRM_X', formLabel: 'Feld', isRequired: false },
    })
  })
})

test('who sends no fields, or null, has a record of what the portal gives; unknown orders and filters count for nothing', async () => {
  const first = await result<number>('crm.lead.add', { fields: null })
  const second = await result<number>('crm.lead.add')
  expect(await result('crm.lead.get', { id: second })).toMatchObject({ TITLE: `Lead #${second}`, STATUS_ID: 'NEW' })
  expect(await result('crm.lead.update', { id: second })).toBe(true)
  expect(await result('crm.lead.list', { order: [''], filter: [''], select: ['ID'] })).toEqual([
    { ID: String(first) },
    { ID: String(second) },
  ])
})

test('a list shows phones only when asked, user fields by their mask, and 50 at a time', async () => {
  simulator.addUserField('contact', { fieldName: 'UF_CRM_VIP', userTypeId: 'boolean', label: 'VIP' })
  const PHONE = [{ VALUE: '111', VALUE_TYPE: 'WORK' }]
  for (let count = 0; count < 51; count += 1) await ask('crm.contact.add', { fields: { NAME: `N${count}`, PHONE } })
  await ask('crm.contact.update', { id: 7, fields: { UF_CRM_VIP: 1 } })
  const page = await ask('crm.contact.list')
  expect(page).toMatchObject({ total: 51, next: 50 })
  expect((page.result as Row[])[0]).toMatchObject({ UF_CRM_VIP: '0' })
  expect((page.result as Row[])[0]).not.toHaveProperty('PHONE')
  expect(await ask('crm.contact.list', { select: ['PHONE'], start: 50 })).toMatchObject({
    result: [{ ID: '51', PHONE: [{ VALUE: '111' }] }],
  })
  expect(await result('crm.contact.list', { select: ['UF_*'], filter: { UF_CRM_VIP: 1 } })).toEqual([
    { ID: '7', UF_CRM_VIP: '1' },
  ])
  expect(await ask('crm.contact.list', { filter: { PHONE: '111', '%NAME': 'N5' } })).toMatchObject({ total: 2 })
})

test('multifields change and go by their ID; a lead keeps its address; what is read only stays', async () => {
  const fields = {
    TITLE: 'x',
    EMAIL: [{ VALUE: 'a@b.de', VALUE_TYPE: 'WORK' }],
    ADDRESS: 'Am Markt 1',
    ADDRESS_CITY: 'Celle',
  }
  const id = await result<number>('crm.lead.add', { fields })
  const { EMAIL } = await result<{ EMAIL: [{ ID: string }] }>('crm.lead.get', { id })
  await ask('crm.lead.update', {
    id,
    fields: { EMAIL: [{ ID: EMAIL[0].ID, VALUE: 'c@d.de' }], DATE_CREATE: '2000-01-01' },
  })
  const changed = await result('crm.lead.get', { id })
  expect(changed).toMatchObject({
    EMAIL: [{ ID: EMAIL[0].ID, VALUE: 'c@d.de' }],
    ADDRESS_CITY: 'Celle',
    ADDRESS_2: null,
  })
  expect(changed.DATE_CREATE).not.toContain('2000')
  await ask('crm.lead.update', { id, fields: { EMAIL: [{ ID: EMAIL[0].ID, DELETE: 'Y' }] } })
  expect(await result('crm.lead.get', { id })).not.toHaveProperty('EMAIL')
  expect(await result('crm.address.list', { filter: { ENTITY_TYPE_ID: 1, ENTITY_ID: id } })).toMatchObject([
    { TYPE_ID: '1', ADDRESS_1: 'Am Markt 1', CITY: 'Celle' },
  ])
  const deal = await result<number>('crm.deal.add', { fields: { TITLE: 'x', LEAD_ID: id, CATEGORY_ID: 0 } })
  expect(await result('crm.deal.get', { id: deal })).toMatchObject({ LEAD_ID: null })
})

test('product rows are replaced as a whole, and the deal is worth what they say', async () => {
  const id = await result<number>('crm.deal.add', { fields: { TITLE: 'Dach' } })
  const rows = [
    { PRODUCT_ID: 450, PRICE: 899.1, QUANTITY: 1, DISCOUNT_TYPE_ID: 2, DISCOUNT_RATE: 10 },
    { PRODUCT_NAME: 'Ziegel', PRICE: 100, QUANTITY: 2 },
  ]
  expect(await result('crm.deal.productrows.set', { id, rows })).toBe(true)
  expect(await result('crm.deal.productrows.get', { id })).toMatchObject([
    { ID: '1', OWNER_ID: '1', OWNER_TYPE: 'D', PRODUCT_ID: 450, PRICE: 899.1, PRICE_NETTO: 999, DISCOUNT_SUM: 99.9 },
    { PRODUCT_NAME: 'Ziegel', PRICE_ACCOUNT: '100.00', QUANTITY: 2, TAX_RATE: null },
  ])
  expect(await result('crm.deal.get', { id })).toMatchObject({ OPPORTUNITY: '1099.10' })
  expect(await ask('crm.deal.productrows.set', { id, rows: [{ PRICE: 1, DISCOUNT_TYPE_ID: 1 }] })).toMatchObject({
    error: 'ERROR_CORE',
  })
  expect(await result('crm.deal.productrows.set', { id })).toBe(true)
  expect(await result('crm.deal.productrows.get', { id })).toEqual([])
  expect(await ask('crm.deal.productrows.get', {})).toMatchObject({
    error: '',
    error_description: 'The parameter id is invalid or not defined.',
  })
})

test.each([
  ['deal.contact', 'CONTACT_ID', 'contact'],
  ['lead.contact', 'CONTACT_ID', 'contact'],
  ['quote.contact', 'CONTACT_ID', 'contact'],
  ['company.contact', 'CONTACT_ID', 'contact'],
  ['contact.company', 'COMPANY_ID', 'company'],
] as const)('crm.%s.*: several, one of them first', async (family, key, other) => {
  const [first, second, third] = [1, 2, 3].map(() => simulator.add(other, {}).id)
  const id = simulator.add(family.split('.')[0] as 'deal', {}).id
  const items = [
    { [key]: first, SORT: 20 },
    { [key]: second, SORT: 10, IS_PRIMARY: 'Y' },
  ]
  expect(await result(`crm.${family}.items.set`, { id, items })).toBe(true)
  const both = [
    { [key]: second, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'Y' },
    { [key]: first, IS_PRIMARY: 'N' },
  ]
  const ids = async () => (await result<Row[]>(`crm.${family}.items.get`, { id })).map((item) => item[key])
  if (family !== 'company.contact') expect(await result(`crm.${family}.items.get`, { id })).toMatchObject(both)
  expect(await result(`crm.${family}.add`, { id, fields: { [key]: third } })).toBe(true)
  expect(await ids()).toEqual(expect.arrayContaining([first, second, third]))
  expect(await result(`crm.${family}.delete`, { id, fields: { [key]: first } })).toBe(true)
  expect(await result(`crm.${family}.delete`, { id, fields: { [key]: first } })).toBe(false)
  expect(await ids()).toEqual(expect.arrayContaining([second, third]))
  expect(await result(`crm.${family}.items.delete`, { id })).toBe(true)
  expect(await ids()).toEqual([])
  expect(await result(`crm.${family}.fields`)).toMatchObject({ [key]: { type: 'integer', isRequired: true } })
  expect(await ask(`crm.${family}.add`, { id, fields: {} })).toMatchObject({ error: '' })
})
