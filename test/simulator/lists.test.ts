import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { anna } = openPortal(simulator)

describe('lists', () => {
  const list = async (params: object) =>
    (await anna('crm.item.list', { entityTypeId: 4, select: ['id', 'title'], ...params })).body

  test('filter, order, page and select', async () => {
    for (let number = 1; number <= 55; number += 1)
      simulator.add('company', { title: `Serie ${String(number).padStart(2, '0')}`, revenue: number })
    const all = await list({ filter: { '%title': 'serie' }, order: { title: 'DESC' } })
    expect(all).toMatchObject({ total: 55, next: 50 })
    expect((all.result as { items: object[] }).items.slice(0, 2)).toMatchObject([
      { title: 'Serie 55' },
      { title: 'Serie 54' },
    ])
    expect((await list({ filter: { '%title': 'serie' }, start: 50 })).result).toMatchObject({ items: { length: 5 } })
    expect(await list({ filter: { '>revenue': 50, '%title': 'serie' } })).toMatchObject({ total: 5 })
    expect(await list({ filter: { logic: 'OR', 0: { title: 'Serie 01' }, 1: { title: 'Serie 02' } } })).toMatchObject({
      total: 2,
    })
    expect(await list({ filter: { '@title': ['Serie 03', 'Serie 04'] } })).toMatchObject({ total: 2 })
    expect(await list({ filter: { '=%title': 'Serie 1%' } })).toMatchObject({ total: 10 })
    expect(await list({ start: -1 })).toMatchObject({ total: 0 })
    expect((await list({ filter: { title: 'Serie 01' } })).result).toEqual({
      items: [{ id: expect.any(Number), title: 'Serie 01' }],
    })
  })

  test('refuses unknown fields and directions', async () => {
    expect(await list({ filter: { nonsense: 1 } })).toMatchObject({
      error: 'INVALID_ARG_VALUE',
      error_description: "Invalid filter: field 'nonsense' is not allowed in filter",
    })
    expect(await list({ order: { title: 'UP' } })).toMatchObject({ error: 'INVALID_ARG_VALUE' })
  })
})
