import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

function open() {
  const simulator = createSimulator({ seed: 'empty' })
  const people = openPortal(simulator)
  const contact = (value: string, typeId = 'PHONE') =>
    simulator.add('contact', { lastName: value, fm: [{ typeId, valueType: 'WORK', value }] }).id
  const find = async (params: object, as = people.max) =>
    (await as('crm.duplicate.findbycomm', { type: 'PHONE', ...params })).body.result
  return { simulator, ...people, contact, find }
}

describe('what counts as the same number', () => {
  test.each([
    ['+49 (40) 123-456', '0049 40 123456'],
    ['040 12345678', '40 12345678'],
    ['8 912 345 67 89', '+7 912 345-67-89'],
    ['011 49 40 123456', '+49 40 123456'],
    ['+49 40 123456;ext. 12', '+49 40 123456'],
  ])('%s is %s', async (kept, asked) => {
    const { contact, find } = open()
    const id = contact(kept)
    expect(await find({ values: [asked] })).toEqual({ CONTACT: [id] })
  })

  test.each([
    ['0171 2345678', '+49 171 2345678'],
    ['+49 40 123456', '40 123456'],
    ['123456', '0123456'],
  ])('%s is not %s', async (kept, asked) => {
    const { contact, find } = open()
    contact(kept)
    expect(await find({ values: [asked] })).toEqual([])
  })

  test('an address is the same in any case', async () => {
    const { contact, find } = open()
    const id = contact('Eva@Example.com', 'EMAIL')
    expect(await find({ type: 'email', values: [' eva@example.COM'] })).toEqual({ CONTACT: [id] })
  })
})

describe('how much is answered', () => {
  test('twenty records of a type for each value, and no later type once there are so many', async () => {
    const { simulator, contact, find } = open()
    const fm = [{ typeId: 'PHONE', valueType: 'WORK', value: '111' }]
    const company = simulator.add('company', { title: 'Firma', fm })
    const first = Array.from({ length: 25 }, () => contact('111'))
    const other = contact('222')
    expect(await find({ values: ['111'] })).toEqual({ CONTACT: first.slice(0, 20) })
    expect(await find({ values: ['111', '222'] })).toEqual({ CONTACT: [...first.slice(0, 20), other] })
    expect(await find({ values: ['111'], entity_type: 'COMPANY' })).toEqual({ COMPANY: [company.id] })
  })

  test('the first twenty different values', async () => {
    const { contact, find } = open()
    const id = contact('999')
    const values = Array.from({ length: 20 }, (_, index) => `1${index}`)
    expect(await find({ values: [...values.slice(1), values[1], '999'] })).toEqual({ CONTACT: [id] })
    expect(await find({ values: [...values, '999'] })).toEqual([])
  })

  test('also records the caller may not read, if there are any records to read', async () => {
    const { simulator, contact, find, max } = open()
    const id = contact('111')
    const rights = simulator.state.users.get(2)?.rights
    if (!rights) throw new Error('There is no Max.')
    for (const type of ['lead', 'contact'] as const) rights[type].read = 'none'
    expect(await find({ values: ['111'] })).toEqual({ CONTACT: [id] })
    rights.company.read = 'none'
    expect(await max('crm.duplicate.findbycomm', { type: 'PHONE', values: ['111'] })).toMatchObject({ status: 403 })
  })

  test('a batch asks for several kinds at once', async () => {
    const { contact, max } = open()
    const ids = { CONTACT: [contact('111')] }
    const ask = 'crm.duplicate.findbycomm?type=PHONE&values[]=111'
    const { result } = (await max('batch', { cmd: { all: ask, companies: `${ask}&entity_type=COMPANY` } })).body
    expect(result).toMatchObject({ result: { all: ids, companies: [] } })
  })
})

test.each([
  [{}, 'Communication type is not defined'],
  [{ type: 'WEB', values: ['1'] }, "Communication type 'WEB' is not supported in current context"],
  [{ type: 'PHONE' }, 'Communication values is not defined'],
  [{ type: 'PHONE', values: '111' }, 'Communication values is not defined'],
])('%o is refused with %s', async (params, error) => {
  const { max } = open()
  expect(await max('crm.duplicate.findbycomm', params)).toMatchObject({ status: 400, body: { error } })
})
