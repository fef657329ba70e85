import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { anna, max, julia } = openPortal(simulator)

describe('crm.status.list', () => {
  const list = async (params: object) => (await max('crm.status.list', params)).body
  const everything = simulator.state.statuses.length

  test.each([
    ['upper and lower case are the same', { ENTITY_ID: 'deal_type' }],
    ['a prefix makes a name unknown', { ENTITY_ID: 'DEAL_TYPE', '!STATUS_ID': 'SALE' }],
    ['unknown names and empty values count for nothing', { ENTITY_ID: 'DEAL_TYPE', MOON: 'full', SYSTEM: '' }],
  ])('%s', async (_told, filter) => {
    const { total } = await list({ filter: { ENTITY_ID: 'DEAL_TYPE' } })
    expect(total).toBeLessThan(everything)
    expect(await list({ filter })).toMatchObject({ total })
  })

  test('goes by the sort of all dictionaries together unless told otherwise', async () => {
    const sorts = ((await list({})).result as { SORT: string }[]).map(({ SORT }) => Number(SORT))
    expect(sorts).toHaveLength(everything)
    expect(sorts).toEqual(sorts.toSorted((a, b) => a - b))
    const down = ((await list({ order: { id: 'desc', moon: 'asc' } })).result as { ID: string }[]).map(({ ID }) => ID)
    expect(Number(down[0])).toBeGreaterThan(Number(down[1]))
  })

  test('takes no list of dictionaries', async () => {
    expect(await list({ filter: { ENTITY_ID: ['STATUS', 'SOURCE'] } })).toMatchObject({
      error: '',
      error_description: 'Filter by ENTITY_ID must be a string',
    })
  })
})

describe('crm.status', () => {
  test('list has the documented rows', async () => {
    const { body } = await max('crm.status.list', { filter: { ENTITY_ID: 'STATUS' }, order: { SORT: 'ASC' } })
    expect(body).toMatchObject({ total: 5 })
    expect((body.result as object[])[0]).toEqual({
      ID: expect.stringMatching(/^\d+$/),
      ENTITY_ID: 'STATUS',
      STATUS_ID: 'NEW',
      NAME: 'Nicht bearbeitet',
      NAME_INIT: 'Nicht bearbeitet',
      SORT: '10',
      SYSTEM: 'Y',
      CATEGORY_ID: null,
      COLOR: '#39A8EF',
      SEMANTICS: null,
      EXTRA: { SEMANTICS: 'process', COLOR: '#39A8EF' },
    })
    expect(body.result).toContainEqual(expect.objectContaining({ STATUS_ID: 'CONVERTED', SEMANTICS: 'S', SYSTEM: 'Y' }))
  })

  test('entity types name the success stage of leads', async () => {
    const { body } = await max('crm.status.entity.types')
    expect(body.result).toContainEqual(
      expect.objectContaining({
        ID: 'STATUS',
        ENTITY_TYPE_ID: 1,
        SEMANTIC_INFO: expect.objectContaining({ FINAL_SUCCESS_FIELD: 'CONVERTED' }),
      }),
    )
  })
})

test('pipelines are listed for types that have them', async () => {
  const { id } = simulator.addPipeline('deal', { name: { de: 'Wartung', en: 'Service' } })
  const { body } = await max('crm.category.list', { entityTypeId: 2 })
  expect(body).toMatchObject({
    total: 2,
    result: {
      categories: [
        { id, name: 'Wartung', isDefault: 'N', originId: '' },
        { id: 0, isDefault: 'Y', entityTypeId: 2 },
      ],
    },
  })
  expect((await max('crm.category.get', { entityTypeId: 2, id })).body.result).toMatchObject({ category: { id } })
  expect((await max('crm.category.list', { entityTypeId: 1 })).body.error).toBe('ENTITY_TYPE_NOT_SUPPORTED')
  expect((await max('crm.category.list', { entityTypeId: 31 })).body).toMatchObject({ total: 1 })
})

describe('timeline comments', () => {
  test('are added by whoever may change the record, and listed', async () => {
    const { id } = simulator.add('deal', { title: 'x', assignedById: 2 })
    const fields = { ENTITY_ID: id, ENTITY_TYPE: 'deal', COMMENT: 'siehe [URL=/crm/type/31/details/1/]Rechnung[/URL]' }
    const comment = await max('crm.timeline.comment.add', { fields })
    expect(comment.body.result).toEqual(expect.any(Number))
    const { body } = await julia('crm.timeline.comment.list', { filter: { ENTITY_ID: id, ENTITY_TYPE: 'DEAL' } })
    expect(body).toMatchObject({
      total: 1,
      result: [
        {
          ID: String(comment.body.result),
          ENTITY_ID: String(id),
          ENTITY_TYPE: 'deal',
          COMMENT: fields.COMMENT,
          AUTHOR_ID: '2',
        },
      ],
    })
    expect((await max('crm.timeline.comment.get', { id: comment.body.result })).body.result).toMatchObject({
      COMMENT: fields.COMMENT,
    })
    expect((await julia('crm.timeline.comment.add', { fields })).body.error).toBe('ACCESS_DENIED')
    expect((await max('crm.timeline.comment.add', { fields: { ...fields, COMMENT: ' ' } })).body.error).toBe(
      'INVALID_ARG_VALUE',
    )
    expect((await max('crm.timeline.comment.add', { fields: { ...fields, ENTITY_ID: 4711 } })).body.error).toBe(
      'OWNER_NOT_FOUND',
    )
  })

  test('work on invoices under their own name', async () => {
    const { id } = simulator.add('invoice', { title: 'x', assignedById: 2 })
    expect(
      (
        await max('crm.timeline.comment.add', {
          fields: { ENTITY_ID: id, ENTITY_TYPE: 'smart_invoice', COMMENT: 'ja' },
        })
      ).status,
    ).toBe(200)
  })
})

test('small dictionaries', async () => {
  expect((await max('crm.enum.ownertype')).body.result).toContainEqual({
    ID: 31,
    NAME: 'Rechnung',
    SYMBOL_CODE: 'SMART_INVOICE',
    SYMBOL_CODE_SHORT: 'SI',
  })
  expect((await max('crm.settings.mode.get')).body.result).toBe(1)
  simulator.state.isSimpleCrm = true
  expect((await max('crm.settings.mode.get')).body.result).toBe(2)
  expect((await anna('crm.currency.list')).body).toMatchObject({
    total: 0,
    result: [{ CURRENCY: 'EUR', BASE: 'Y' }, {}, {}],
  })
  expect((await max('crm.type.list')).body.error).toBe('ACCESS_DENIED')
  expect((await anna('crm.type.list')).body.result).toEqual({ types: [] })
})

test('people', async () => {
  expect((await max('profile')).body.result).toEqual({
    ID: '2',
    ADMIN: false,
    NAME: 'Max',
    LAST_NAME: 'Berger',
    PERSONAL_GENDER: 'M',
    TIME_ZONE: '',
  })
  expect((await anna('user.admin')).body.result).toBe(true)
  expect((await max('user.current')).body.result).toMatchObject({ ID: '2', ACTIVE: true, NAME: 'Max' })
  expect((await max('user.get', { FILTER: { ID: [1, 3] } })).body).toMatchObject({
    total: 2,
    result: [{ LAST_NAME: 'Weiß' }, { LAST_NAME: 'Kern' }],
  })
})
