import { beforeAll, describe, expect, test } from 'vitest'
import { openWorld, type World } from './world.ts'

/** Lists with more than a page to show, and where in `result` their entries stand. */
const lists: [method: string, params: (world: World) => object, under?: string][] = [
  ['crm.item.list', () => ({ entityTypeId: 1 }), 'items'],
  ['crm.lead.list', () => ({})],
  ['crm.item.productrow.list', (world) => ({ filter: { '=ownerType': 'L', '=ownerId': world.lead } }), 'productRows'],
  ['crm.productrow.list', (world) => ({ filter: { OWNER_TYPE: 'L', OWNER_ID: world.lead } })],
  ['crm.timeline.comment.list', (world) => ({ filter: { ENTITY_TYPE: 'lead', ENTITY_ID: world.lead } })],
  ['crm.activity.list', () => ({ filter: { OWNER_TYPE_ID: 1 } })],
  ['crm.stagehistory.list', () => ({ entityTypeId: 1 }), 'items'],
  ['crm.lead.userfield.list', () => ({})],
  ['userfieldconfig.list', () => ({ moduleId: 'crm', filter: { entityId: 'CRM_LEAD' } }), 'fields'],
  ['crm.requisite.list', () => ({})],
  ['user.get', () => ({})],
]

let world: World
beforeAll(async () => {
  world = await openWorld()
  const { lead, company } = world
  for (let index = 0; index < 60; index++) {
    await world.add('crm.lead.add', { fields: { TITLE: `Anfrage ${index}` } })
    await world.add('crm.timeline.comment.add', { fields: { ENTITY_TYPE: 'lead', ENTITY_ID: lead, COMMENT: 'x' } })
    const todo = { ownerTypeId: 1, ownerId: lead, deadline: '2030-01-01T10:00:00+02:00' }
    await world.ask('crm.activity.todo.add', todo)
    await world.add('crm.lead.userfield.add', { fields: { FIELD_NAME: `F${index}`, USER_TYPE_ID: 'string' } })
    const requisite = { ENTITY_TYPE_ID: 4, ENTITY_ID: company, PRESET_ID: 1, NAME: 'x' }
    await world.add('crm.requisite.add', { fields: requisite })
    await world.add('user.add', { EMAIL: `person${index}@example.test`, UF_DEPARTMENT: [1] })
  }
  const productRows = Array.from({ length: 60 }, (_, index) => ({ productName: `Ziegel ${index}`, price: 1 }))
  await world.ask('crm.item.productrow.set', { ownerType: 'L', ownerId: lead, productRows })
})

describe.each(lists)('%s', (method, params, under) => {
  const page = async (start?: number) => {
    const { body } = await world.ask(method, { ...params(world), ...(start === undefined ? {} : { start }) })
    const { result, total, next } = body
    const entries = under === undefined ? result : (result as Record<string, unknown>)[under]
    return { entries: entries as unknown[], total, next }
  }

  test('shows fifty at a time, says where the next page starts, and nothing twice', async () => {
    const first = await page()
    expect(first).toMatchObject({ total: expect.any(Number), next: 50 })
    expect(first.entries).toHaveLength(50)
    const second = await page(50)
    expect(second.total).toBe(first.total)
    expect(second.next).toBeUndefined()
    expect(50 + second.entries.length).toBe(first.total)
    const all = [...first.entries, ...second.entries].map((entry) => JSON.stringify(entry))
    expect(new Set(all).size).toBe(all.length)
  })

  test('counts nothing for -1', async () => {
    const { entries, total, next } = await page(-1)
    expect([entries.length, total, next]).toEqual([50, 0, undefined])
  })
})
