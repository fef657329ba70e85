import { describe, expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { max, julia } = openPortal(simulator)
const { add, update } = itemCalls(max)

describe('rights', () => {
  test('own records only, where the role says so', async () => {
    const [hers, his] = [await add(1, {}, julia), await add(1, {})]
    expect(await update(1, hers.id, { title: 'meins' }, julia)).toMatchObject({ title: 'meins' })
    expect(await update(1, his.id, { title: 'nicht meins' }, julia)).toMatchObject({ error: 'ACCESS_DENIED' })
    expect((await julia('crm.item.get', { entityTypeId: 1, id: his.id })).status).toBe(200)
    expect((await julia('crm.item.delete', { entityTypeId: 1, id: his.id })).body.error).toBe('ACCESS_DENIED')
  })

  test('the empty update still needs the right to change', async () => {
    const { id, title } = await add(2, { title: 'x' })
    expect(await update(2, id, { title }, julia)).toMatchObject({ error: 'ACCESS_DENIED' })
    expect(await update(2, id, { title })).toMatchObject({ title: 'x' })
  })

  test.each([2, 7, 31])('no new records of type %i without the right', async (entityTypeId) => {
    expect((await julia('crm.item.add', { entityTypeId, fields: {} })).body).toMatchObject({ error: 'ACCESS_DENIED' })
  })

  test('who may not read a type sees neither its fields nor its records', async () => {
    const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
    const { id } = simulator.addUser({ name: 'Gast', rights: { deal: none } })
    const { accessToken } = simulator.tokens(id)
    for (const method of ['fields', 'list']) {
      const response = await simulator.handle(
        new Request(`${simulator.origin}/rest/crm.item.${method}?entityTypeId=2&auth=${accessToken}`),
      )
      expect(await response.json()).toMatchObject({ error: 'ACCESS_DENIED' })
    }
  })
})
