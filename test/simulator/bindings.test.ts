import { describe, expect, test } from 'vitest'
import { askAs, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { anna } = openPortal(simulator)
const contact = (name: string) => simulator.add('contact', { name }).id
const [eva, tom, ida] = [contact('Eva'), contact('Tom'), contact('Ida')]

const bound = async (family: string, id: number) =>
  ((await anna(`crm.${family}.contact.items.get`, { id })).body.result as { CONTACT_ID: number }[]).map(
    ({ CONTACT_ID }) => CONTACT_ID,
  )

describe.each([
  ['lead', 1],
  ['deal', 2],
  ['quote', 7],
] as const)('contacts of a %s', (type, entityTypeId) => {
  const { id } = simulator.add(type, { title: 'x' })

  test('are bound one by one or all at once, the primary one first', async () => {
    await anna(`crm.${type}.contact.items.set`, { id, items: [{ CONTACT_ID: eva }, { CONTACT_ID: tom }] })
    expect(await bound(type, id)).toEqual([eva, tom])
    await anna(`crm.${type}.contact.add`, { id, fields: { CONTACT_ID: ida, IS_PRIMARY: 'Y' } })
    expect(await bound(type, id)).toEqual([ida, eva, tom])
    const item = await anna('crm.item.get', { entityTypeId, id })
    expect(item.body.result).toMatchObject({ item: { contactIds: [ida, eva, tom] } })
    expect((await anna(`crm.${type}.contact.delete`, { id, fields: { CONTACT_ID: eva } })).body.result).toBe(true)
    expect((await anna(`crm.${type}.contact.delete`, { id, fields: { CONTACT_ID: eva } })).body.result).toBe(false)
    await anna(`crm.${type}.contact.items.delete`, { id })
    expect(await bound(type, id)).toEqual([])
  })

  test('are refused to whoever may not change the record, or not read the contact', async () => {
    const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
    const blind = askAs(simulator, simulator.addUser({ name: 'Eva', rights: { contact: none } }).id)
    const stranger = askAs(simulator, simulator.addUser({ name: 'Eva', rights: { [type]: none } }).id)
    const add = { id, fields: { CONTACT_ID: tom } }
    expect(await stranger(`crm.${type}.contact.add`, add)).toMatchObject({
      status: 403,
      body: { error: 'ACCESS_DENIED', error_description: 'Access denied!' },
    })
    expect(await blind(`crm.${type}.contact.add`, add)).toMatchObject({
      status: 400,
      body: { error: '', error_description: `[Contact #${tom}] You do not have permission to view this item` },
    })
    expect(await bound(type, id)).toEqual([])
  })
})

test('companies of a contact are bound the same way', async () => {
  const [one, other] = ['A', 'B'].map((title) => simulator.add('company', { title }).id)
  await anna('crm.contact.company.items.set', { id: eva, items: [{ COMPANY_ID: one }, { COMPANY_ID: other }] })
  const { body } = await anna('crm.contact.company.items.get', { id: eva })
  expect(body.result).toEqual([
    { COMPANY_ID: one, SORT: 10, ROLE_ID: 0, IS_PRIMARY: 'Y' },
    { COMPANY_ID: other, SORT: 20, ROLE_ID: 0, IS_PRIMARY: 'N' },
  ])
})
