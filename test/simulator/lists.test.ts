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
    expect(await list({ filter: { '><revenue': [10, 12] } })).toMatchObject({ total: 3 })
    expect(await list({ filter: { '!><revenue': [2, 54] } })).toMatchObject({ total: 2 })
    expect(await list({ filter: { '=title': 'serie 01' } })).toMatchObject({ total: 1 })
    expect(await list({ start: -1 })).toMatchObject({ total: 0 })
    expect((await list({ filter: { title: 'Serie 01' } })).result).toEqual({
      items: [{ id: expect.any(Number), title: 'Serie 01' }],
    })
  })

  test('refuses unknown fields and directions', async () => {
    expect(await list({ filter: { nonsense: 1 } })).toMatchObject({
      error: 'INVALID_ARG_VALUE',
      error_description: "Invalid filter: field 'NONSENSE' is not allowed in filter",
    })
    expect(await list({ filter: { '>revenue': [1, 2] } })).toMatchObject({
      error: 'INVALID_ARG_VALUE',
      error_description: "Invalid filter: field '>REVENUE' has invalid value",
    })
    expect(await list({ order: { title: 'up' } })).toMatchObject({
      error: 'INVALID_ARG_VALUE',
      error_description: "Invalid order: allowed sort directions are ASC, DESC. But got 'UP' for field 'TITLE'",
    })
  })

  test('show what is selected and nothing else', async () => {
    simulator.addUserField('company', { fieldName: 'UF_CRM_COLOUR', userTypeId: 'string', label: 'Colour' })
    const { id } = simulator.add('company', { title: 'Rot & Co', UF_CRM_COLOUR: 'red' })
    const selected = async (select: unknown, more: object = {}) =>
      ((await list({ filter: { id }, select, ...more })).result as { items: unknown[] }).items[0]
    expect(await selected(['title'])).toEqual({ title: 'Rot & Co' })
    expect(await selected(['ID', 'UF_*'])).toEqual({ id, ufCrmColour: 'red' })
    expect(await selected([])).toEqual([])
    // Under original names system fields are lost, unless everything is selected.
    const useOriginalUfNames = 'Y'
    expect(await selected(['id', 'title', 'UF_CRM_COLOUR'], { useOriginalUfNames })).toEqual({ UF_CRM_COLOUR: 'red' })
    expect(await selected(['*'], { useOriginalUfNames })).toMatchObject({ id, UF_CRM_COLOUR: 'red' })
  })

  test('page by fifty: any other start lies in its page, and beyond the last one there is nothing', async () => {
    const ids = async (start: number) => {
      const { result, next } = await list({ filter: { '%title': 'serie' }, order: { id: 'ASC' }, start })
      return { ids: (result as { items: { id: number }[] }).items.map(({ id }) => id), next }
    }
    const [first, last] = [await ids(0), await ids(50)]
    expect(await ids(49)).toEqual(first)
    expect(await ids(54)).toEqual(last)
    expect(await ids(100)).toEqual({ ids: [], next: undefined })
  })

  test('of the classic families begin anew beyond their end', async () => {
    const page = async (start: number) => (await anna('crm.company.list', { order: { ID: 'ASC' }, start })).body
    const first = await page(0)
    expect(first).toMatchObject({ next: 50 })
    expect(await page(100)).toMatchObject({ result: first.result, next: 50 })
  })

  test('of the classic families take several words where the newer ones take one', async () => {
    const filter = { '%TITLE': ['serie 01', 'serie 02'] }
    expect((await anna('crm.company.list', { filter, select: ['TITLE'] })).body).toMatchObject({ total: 2 })
  })

  test.each([
    ['a comparison it does not know', { '<>TITLE': 'Serie 01' }],
    ['a field it does not know', { MOON: 'full' }],
    ['an empty list', { '@ID': [] }],
  ])('of the classic families do not mind %s', async (_what, filter) => {
    const { total } = (await anna('crm.company.list')).body
    expect((await anna('crm.company.list', { filter })).body).toMatchObject({ total })
  })

  test('of the classic families are searched by a question mark too', async () => {
    expect((await anna('crm.company.list', { filter: { '?TITLE': 'rie 01' } })).body).toMatchObject({ total: 1 })
  })
})
