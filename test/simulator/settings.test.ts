import { beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>

beforeEach(() => {
  simulator = createSimulator()
  people = openPortal(simulator)
})

const pipeline = () =>
  simulator.state.categories.find(({ type, isDefault }) => type === 'deal' && !isDefault)?.id ?? Number.NaN

describe('crm.status.*', () => {
  test('crm.status.add: a stage gets the prefix of its pipeline', async () => {
    const fields = { ENTITY_ID: `DEAL_STAGE_${pipeline()}`, STATUS_ID: 'DECISION', NAME: 'Decision making', SORT: 25 }
    const { body } = await people.anna('crm.status.add', { fields: { ...fields, COLOR: '#FFA900' } })
    expect((await people.max('crm.status.get', { id: body.result })).body.result).toEqual({
      ID: String(body.result),
      ENTITY_ID: fields.ENTITY_ID,
      STATUS_ID: `C${pipeline()}:DECISION`,
      NAME: 'Decision making',
      NAME_INIT: '',
      SORT: '25',
      SYSTEM: 'N',
      CATEGORY_ID: String(pipeline()),
      COLOR: '#FFA900',
      SEMANTICS: null,
      EXTRA: { SEMANTICS: 'process', COLOR: '#FFA900' },
    })
    expect((await people.anna('crm.status.add', { fields })).body).toMatchObject({
      error: 'ERROR_CORE',
      error_description: 'The specified status ID already exists.',
    })
    const deal = { title: 'x', categoryId: pipeline(), stageId: `C${pipeline()}:DECISION` }
    const added = await people.anna('crm.item.add', { entityTypeId: 2, fields: deal })
    expect(added.body.result).toMatchObject({ item: { stageId: deal.stageId } })
    const remove = await people.anna('crm.status.delete', { id: body.result })
    expect(remove.body.error).toBe('There are active items in this status.')
  })

  test.each([
    [{}, 'The field ENTITY_ID is required.\nThe field STATUS_ID is required.'],
    [{ ENTITY_ID: 'MOON', STATUS_ID: 'X', NAME: 'x' }, 'Specified entity type is not supported.'],
    [{ ENTITY_ID: 'SOURCE', STATUS_ID: 'X' }, 'The field Title is required.'],
    [
      { ENTITY_ID: 'DEAL_STAGE', STATUS_ID: 'X', NAME: 'x', SORT: 900 },
      'Cannot create more stages after the final stage',
    ],
  ])('crm.status.add refuses %o', async (fields, text) => {
    const { body } = await people.anna('crm.status.add', { fields })
    expect(body).toMatchObject({ error: '', error_description: expect.stringContaining(text) })
  })

  test('crm.status.update and .delete: administrators, and the platform’s own only when forced', async () => {
    const source = (code: string) => simulator.state.statuses.find(({ statusId }) => statusId === code)?.id
    const update = { id: source('WEB'), fields: { NAME: 'Internet' } }
    expect((await people.max('crm.status.update', update)).body.error_description).toBe('Access denied.')
    expect((await people.anna('crm.status.update', update)).body.result).toBe(true)
    expect((await people.max('crm.status.entity.items', { entityId: 'SOURCE' })).body.result).toContainEqual({
      NAME: 'Internet',
      SORT: 30,
      STATUS_ID: 'WEB',
    })
    const id = source('CALL')
    expect((await people.anna('crm.status.delete', { id })).body.error).toContain('FORCED')
    expect((await people.anna('crm.status.delete', { id, params: { FORCED: 'Y' } })).body.result).toBe(true)
    expect((await people.anna('crm.status.get', { id })).body.error).toBe('Status is not found.')
    expect((await people.anna('crm.status.fields')).body.result).toMatchObject({ ENTITY_ID: { isImmutable: true } })
  })
})

describe('crm.category.*', () => {
  test('crm.category.add, .update, .delete: one default, no used one deleted', async () => {
    const at = { entityTypeId: 1030 }
    const fields = { name: 'New Default Funnel', sort: 50, isDefault: 'Y' }
    const { body } = await people.anna('crm.category.add', { ...at, fields })
    expect(body.result).toMatchObject({
      category: { name: 'New Default Funnel', sort: 50, entityTypeId: 1030, isDefault: 'Y' },
    })
    const { id } = (body.result as { category: { id: number } }).category
    const { categories } = (await people.anna('crm.category.list', at)).body.result as {
      categories: { id: number; isDefault: string }[]
    }
    expect(categories.filter((category) => category.isDefault === 'Y')).toMatchObject([{ id }])
    expect((await people.anna('crm.category.delete', { ...at, id })).body).toMatchObject({
      error: 'BX_ERROR',
      error_description: 'This funnel is the default funnel',
    })
    const old = categories.find((category) => category.id !== id)?.id
    expect((await people.anna('crm.category.delete', { ...at, id: old })).body.error_description).toBe(
      'Elements related to the funnel found',
    )
    const item = await people.anna('crm.item.add', { ...at, fields: { title: 'x' } })
    expect(item.body.result).toMatchObject({ item: { categoryId: id, stageId: `DT1030_${id}:NEW` } })
    const deals = { entityTypeId: 2, id: pipeline() }
    expect((await people.max('crm.category.update', { ...deals, fields: { name: 'x' } })).body.error).toBe(
      'ACCESS_DENIED',
    )
    expect((await people.anna('crm.category.delete', deals)).body.error).toBe('0')
    expect((await people.anna('crm.category.fields', { entityTypeId: 2 })).body.result).toMatchObject({
      fields: { isDefault: { type: 'boolean', upperName: 'IS_DEFAULT' } },
    })
  })

  test('a pipeline of the portal itself can be neither made nor taken away', async () => {
    const add = (fields: object, entityTypeId = 1030) => people.anna('crm.category.add', { entityTypeId, fields })
    expect((await add({ name: 'x', isSystem: 'Y' })).body.error).toBe('ADDING_DISABLED')
    const { id } = simulator.addPipeline('contact', { name: 'Lieferanten', isSystem: true })
    const system = { entityTypeId: 3, id }
    expect((await people.anna('crm.category.delete', system)).body.error).toBe('REMOVING_DISABLED')
  })

  test('a new pipeline stands at 500, never below 0, and takes no place of the first of deals', async () => {
    const add = async (fields: object, entityTypeId = 2) =>
      (await people.anna('crm.category.add', { entityTypeId, fields })).body
    expect((await add({ name: ' ' })).error_description).toBe("Field 'NAME' is required")
    expect((await add({ name: 'Neu', isDefault: 'Y' })).result).toMatchObject({
      category: { sort: 500, isDefault: 'N' },
    })
    expect((await add({ name: 'Neu', sort: -5 })).result).toMatchObject({ category: { sort: 0 } })
  })
})

describe('small methods', () => {
  test('crm.currency.get, .base.get and .fields', async () => {
    expect((await people.julia('crm.currency.base.get')).body.result).toBe('EUR')
    expect((await people.anna('crm.currency.get', { id: 'CHF' })).body.result).toMatchObject({
      CURRENCY: 'CHF',
      AMOUNT_CNT: '1',
      AMOUNT: '1.0500',
      BASE: 'N',
      FULL_NAME: 'Schweizer Franken',
      LANG: { de: { DECIMALS: '2', HIDE_ZERO: 'Y' }, en: { FULL_NAME: 'Swiss franc' } },
    })
    expect((await people.anna('crm.currency.get', { id: 'XXX' })).body).toMatchObject({
      error: '',
      error_description: 'Not found',
    })
    expect((await people.anna('crm.currency.delete', { id: 'EURO' })).body.error_description).toBe(
      'Currency identifier must consist of 3 characters',
    )
    expect((await people.julia('crm.currency.fields')).body.error_description).toBe('Access denied.')
  })

  test('crm.enum.*: ids begin at 0, or at 1 for the modes', async () => {
    expect((await people.julia('crm.enum.settings.mode')).body.result).toMatchObject([{ ID: 1 }, { ID: 2 }])
    expect((await people.julia('crm.enum.activitystatus')).body.result).toMatchObject([
      { ID: 0, NAME: '' },
      { ID: 1 },
      { ID: 2 },
      { ID: 3, SYMBOL_CODE: null },
    ])
    expect((await people.julia('crm.enum.fields')).body.result).toHaveProperty('SYMBOL_CODE_SHORT')
    expect((await people.julia('crm.enum.getorderownertypes')).body.result).toMatchObject([{ code: 'DEAL', id: 2 }])
  })

  test('crm.item.details.configuration.*: own cards by anybody, common ones by administrators', async () => {
    const common = { entityTypeId: 2, scope: 'C', extras: { dealCategoryId: 9 } }
    const data = [{ name: 'main', title: 'About', type: 'section', elements: [{ name: 'TITLE', optionFlags: '0' }] }]
    expect((await people.max('crm.item.details.configuration.get', common)).body.result).toBeNull()
    const set = { ...common, data }
    expect((await people.max('crm.item.details.configuration.set', set)).body.error_description).toBe('Access denied.')
    expect((await people.anna('crm.item.details.configuration.set', set)).body.result).toBe(true)
    expect((await people.max('crm.item.details.configuration.get', common)).body.result).toEqual(data)
    const mine = { entityTypeId: 2, scope: 'P', userId: 2 }
    expect((await people.julia('crm.item.details.configuration.get', mine)).body.error_description).toBe(
      'Access denied.',
    )
    expect((await people.max('crm.item.details.configuration.get', mine)).body.result).toBeNull()
    expect((await people.max('crm.item.details.configuration.get')).body.error_description).toBe(
      "Parameter 'entityTypeId' is not defined",
    )
  })

  test('feature.get, user.search, user.fields and user.access', async () => {
    expect((await people.max('feature.get', { CODE: 'rest_offline_extended' })).body.result).toEqual({ value: 'Y' })
    expect((await people.max('feature.get')).body.error).toBe('CODE_EMPTY')
    expect((await people.max('user.search', { FILTER: { FIND: 'jul ker' } })).body).toMatchObject({
      result: [{ ID: '3', NAME: 'Julia' }],
      total: 1,
    })
    expect((await people.max('user.search', { NAME: 'Max' })).body).toMatchObject({ result: [{ ID: '2' }], total: 1 })
    expect((await people.max('user.fields')).body.result).toMatchObject({ WORK_POSITION: 'Job Title' })
    expect((await people.max('user.access', { ACCESS: ['G1', 'U3'] })).body.result).toBe(false)
    expect((await people.max('user.access', { ACCESS: ['G1', 'AU'] })).body.result).toBe(true)
    expect((await people.anna('user.access', { ACCESS: ['U3'] })).body.result).toBe(true)
  })

  test('a method this portal does not have is not found', async () => {
    for (const method of ['crm.calllist.list', 'catalog.product.list', 'tasks.task.list'])
      expect(await people.anna(method)).toMatchObject({ status: 404, body: { error: 'ERROR_METHOD_NOT_FOUND' } })
  })
})
