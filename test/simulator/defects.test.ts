import { beforeEach, describe, expect, test } from 'vitest'
import { askAs, openPortal } from './ask.ts'
import { createSimulator, type Simulator } from './create-simulator.ts'

let portal: Simulator
let anna: ReturnType<typeof askAs>
beforeEach(() => {
  portal = createSimulator({ seed: 'empty' })
  anna = openPortal(portal).anna
})

const itemOf = async (method: string, params: object) =>
  ((await anna(method, { useOriginalUfNames: 'Y', ...params })).body.result as { item: Record<string, unknown> }).item

describe('what is emptied stays filled', () => {
  const name = 'UF_CRM_EXTRAS'
  function addDeal(): number {
    const { options } = portal.addUserField('deal', {
      fieldName: name,
      userTypeId: 'enumeration',
      label: 'x',
      multiple: true,
      options: ['a', 'b'],
    })
    return portal.add('deal', { title: 'x', [name]: options.map(({ id }) => id) }).id
  }
  const update = (entityTypeId: number, id: number, fields: object) =>
    itemOf('crm.item.update', { entityTypeId, id, fields })

  test.each([[[]], [''], [[''] as unknown]])('a list that is sent %j looks empty and is not', async (empty) => {
    const id = addDeal()
    portal.faults.defect('listsStayFilled')
    expect(await update(2, id, { title: 'y', [name]: empty })).toMatchObject({ title: 'y', [name]: null })
    expect(await itemOf('crm.item.get', { entityTypeId: 2, id })).toMatchObject({ title: 'y', [name]: [1, 2] })
    expect((await update(2, id, { [name]: [2] }))[name]).toEqual([2])
  })

  test('the type’s own method empties it', async () => {
    const id = addDeal()
    portal.faults.defect('listsStayFilled')
    await anna('crm.deal.update', { id, fields: { [name]: [] } })
    expect((await itemOf('crm.item.get', { entityTypeId: 2, id }))[name]).toEqual([])
  })

  test('a company keeps every field, a contact does not', async () => {
    const company = portal.add('company', { title: 'x', comments: 'kept', revenue: 5 })
    const contact = portal.add('contact', { name: 'x', comments: 'gone' })
    portal.faults.defect('companiesStayFilled')
    expect(await update(4, company.id, { title: 'y', comments: '', revenue: 0 })).toMatchObject({
      title: 'y',
      comments: 'kept',
      revenue: 5,
    })
    expect((await update(3, contact.id, { comments: '' })).comments).toBeFalsy()
    await anna('crm.company.update', { id: company.id, fields: { COMMENTS: '' } })
    expect(company.values.comments).toBeFalsy()
  })

  test('on a portal without the defect nothing stays', async () => {
    const id = addDeal()
    expect((await update(2, id, { [name]: [] }))[name]).toEqual([])
  })
})

describe('dates in filters', () => {
  const found = async (filter: object) => {
    const { body } = await anna('crm.item.list', { entityTypeId: 2, filter })
    return (body.result as { items: unknown[] }).items.length
  }
  /** Added at 10:30 UTC, which is 12:30 on the portal. */
  beforeEach(() => {
    for (const title of ['one', 'two']) portal.add('deal', { title }).values.createdTime = '2026-05-01T10:30:00Z'
  })

  test.each([
    [{ '<=createdTime': '2026-05-01T12:30:00+02:00' }, 2],
    [{ '<=createdTime': '2026-05-01T12:29:59+02:00' }, 0],
    [{ '<=createdTime': '2026-05-01 12:30:00' }, 2],
    [{ '<=createdTime': '2026-05-01 12:29:59' }, 0],
    [{ '><createdTime': ['2026-05-01 12:00:00', '2026-05-01 13:00:00'] }, 2],
  ])('are understood with a zone and as the portal’s own time: %j', async (filter, count) => {
    expect(await found(filter)).toBe(count)
  })

  const zoned = { '=id': 1, '<=createdTime': '2026-05-01T00:00:00+02:00' }
  test('a portal passes over those with a zone', async () => {
    portal.faults.defect('zonedDatesMatchAll')
    expect(await found(zoned)).toBe(1)
    expect(await found({ ...zoned, '<=createdTime': '2026-05-01 00:00:00' })).toBe(0)
  })

  test('or finds nothing by them', async () => {
    portal.faults.defect('zonedDatesMatchNothing')
    expect(await found({ '=id': 1, '<=createdTime': '2026-06-01T00:00:00+02:00' })).toBe(0)
    expect(await found({ 0: { logic: 'OR', 0: zoned, 1: { '=id': 2 } } })).toBe(1)
    expect(await found({ '=id': 1, '<=createdTime': '2026-06-01 00:00:00' })).toBe(1)
  })
})

describe('`select` together with original names', () => {
  const params = { entityTypeId: 2, select: ['id', 'title', 'UF_CRM_X'] }
  const items = async (asked: object) =>
    ((await anna('crm.item.list', asked)).body.result as { items: unknown[] }).items

  test('gives as many records without anything in them', async () => {
    portal.addUserField('deal', { fieldName: 'UF_CRM_X', userTypeId: 'string', label: 'x' })
    portal.add('deal', { title: 'one', UF_CRM_X: 'y' })
    portal.faults.defect('selectedOriginalsAreEmpty')
    expect(await items({ ...params, useOriginalUfNames: 'Y' })).toEqual([[]])
    expect(await items({ ...params, select: ['id'] })).toEqual([{ id: 1 }])
    expect(await items({ entityTypeId: 2, useOriginalUfNames: 'Y' })).toMatchObject([{ id: 1, UF_CRM_X: 'y' }])
    portal.faults.defect('selectedOriginalsAreEmpty', false)
    expect(await items({ ...params, useOriginalUfNames: 'Y' })).toEqual([{ UF_CRM_X: 'y' }])
  })
})

test('defects are told, and forgotten with the faults', () => {
  portal.faults.defect('listsStayFilled')
  expect(portal.faults.ordered().defect).toEqual(['listsStayFilled'])
  portal.faults.clear()
  expect(portal.state.defects.size).toBe(0)
})
