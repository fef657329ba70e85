import { beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let portal: Simulator
let anna: ReturnType<typeof askAs>
let julia: ReturnType<typeof askAs>
beforeEach(() => {
  portal = createSimulator({ seed: 'empty' })
  const scopes = ['crm', 'placement', 'userfieldconfig', 'bizproc', 'department']
  portal.installApp({ handlerUrl: 'https://app.example.test/app', scopes })
  anna = askAs(portal, 1)
  julia = askAs(portal, 3)
})

const result = async (method: string, params: object = {}) => (await anna(method, params)).body.result
const error = async (method: string, params: object = {}, ask = anna) => {
  const { body } = await ask(method, params)
  return `${body.error} ${body.error_description}`
}

describe('the old family for the pipelines of deals', () => {
  test('works on the pipelines of crm.category.*, all but the first', async () => {
    const id = await result('crm.dealcategory.add', { fields: { NAME: 'Wartung', SORT: 30 } })
    expect(await result('crm.dealcategory.list', { filter: { '>SORT': 20 } })).toEqual([
      { ID: String(id), CREATED_DATE: expect.any(String), NAME: 'Wartung', IS_LOCKED: 'N', SORT: '30' },
    ])
    expect(await result('crm.category.get', { entityTypeId: 2, id })).toMatchObject({ category: { name: 'Wartung' } })
    expect(await result('crm.dealcategory.update', { id, fields: { NAME: 'Pflege' } })).toBe(true)
    expect(await result('crm.dealcategory.get', { id })).toMatchObject({ NAME: 'Pflege', SORT: '30' })
    expect(await result('crm.dealcategory.delete', { id })).toBe(true)
    expect(await error('crm.dealcategory.get', { id })).toBe(' Not found')
  })

  test('names the first by itself, and the stages of each', async () => {
    const id = await result('crm.dealcategory.add', { fields: { NAME: 'Wartung' } })
    expect(await result('crm.dealcategory.default.set', { name: 'Neubau' })).toBe(true)
    expect(await result('crm.dealcategory.default.get')).toEqual({ ID: 0, NAME: 'Neubau' })
    expect(await result('crm.dealcategory.status', { id })).toBe(`DEAL_STAGE_${id}`)
    expect(await result('crm.dealcategory.status', { id: 0 })).toBe('DEAL_STAGE')
    expect(await result('crm.dealcategory.stage.list', { id })).toEqual(
      expect.arrayContaining([{ NAME: expect.any(String), SORT: 10, STATUS_ID: `C${id}:NEW` }]),
    )
    expect(await result('crm.dealcategory.stage.list', { id: 4711 })).toEqual([])
  })

  test('is changed by administrators of the CRM, and no used pipeline goes', async () => {
    const id = await result('crm.dealcategory.add', { fields: { NAME: 'Wartung' } })
    portal.addDeal({ title: 'Dach', categoryId: Number(id) })
    expect(await error('crm.dealcategory.delete', { id })).toMatch(/Deals related to the funnel Wartung found/)
    expect(await error('crm.dealcategory.update', { id, fields: { NAME: 'x' } }, julia)).toBe(' Access denied.')
    expect(await error('crm.dealcategory.add', { fields: {} })).toMatch(/NAME.*required/)
  })
})

test('an app brings a kind of user field, which the CRM takes under a name of its own', async () => {
  const handler = { HANDLER: 'https://app.example.test/roof', TITLE: 'Roof' }
  expect(await result('userfieldtype.add', { USER_TYPE_ID: 'roof', ...handler })).toBe(true)
  expect(await error('userfieldtype.add', { USER_TYPE_ID: 'wall', ...handler })).toMatch(/^ERROR_CORE.*already binded/)
  expect(await error('userfieldtype.add', handler)).toMatch(/^ERROR_ARGUMENT Argument 'USER_TYPE_ID'/)
  expect(await result('userfieldconfig.getTypes', { moduleId: 'crm' })).toMatchObject({
    types: { rest_1_roof: { userTypeId: 'rest_1_roof', description: 'Roof' } },
  })
  const fields = { FIELD_NAME: 'ROOF', USER_TYPE_ID: 'rest_1_roof' }
  expect(await result('crm.deal.userfield.add', { fields })).toEqual(expect.any(Number))
  expect(await result('userfieldtype.delete', { USER_TYPE_ID: 'roof' })).toBe(true)
  expect(await error('userfieldtype.update', { USER_TYPE_ID: 'roof' })).toBe(
    'ERROR_NOT_FOUND User Field Type not found',
  )
})

test('actions for business processes are registered beside robots', async () => {
  const action = { CODE: 'md5', HANDLER: 'https://app.example.test/md5', NAME: 'MD5' }
  for (const kind of ['activity', 'robot']) expect(await result(`bizproc.${kind}.add`, action)).toBe(true)
  expect(await error('bizproc.activity.add', action)).toMatch(/^ERROR_ACTIVITY_ALREADY_INSTALLED/)
  expect(await result('bizproc.activity.delete', { CODE: 'md5' })).toBe(true)
  expect(await result('bizproc.activity.list')).toEqual([])
  expect(await result('bizproc.robot.list')).toEqual(['md5'])
})

test('departments hang below one company, and administrators move them', async () => {
  const sales = await result('department.add', { NAME: 'Vertrieb', PARENT: 1, UF_HEAD: 2 })
  const field = await result('department.add', { NAME: 'Außendienst', PARENT: sales })
  expect(await result('department.get', { PARENT: sales })).toEqual([
    { ID: String(field), NAME: 'Außendienst', SORT: 500, PARENT: String(sales) },
  ])
  expect(await error('department.add', { NAME: 'x' })).toMatch(/only be one top-level department/)
  expect(await error('department.add', { NAME: 'x', PARENT: 1 }, julia)).toBe('ERROR_CORE Access denied')
  expect(await result('department.delete', { ID: sales })).toBe(true)
  expect(await result('department.get', { sort: 'NAME', order: 'DESC' })).toMatchObject([
    { NAME: 'Firma' },
    { NAME: 'Außendienst', PARENT: '1' },
  ])
  expect(await error('department.update', { ID: sales })).toBe('ERROR_CORE Department not found')
})

test('seven fields beside phones and e-mails may tell duplicates', async () => {
  const register = (fieldCode: string, entityTypeId = 3) => ({ entityTypeId, fieldCode })
  const codes = ['NAME', 'LAST_NAME', 'SECOND_NAME', 'POST', 'ADDRESS', 'ORIGIN_ID', 'ORIGINATOR_ID']
  for (const code of codes) await result('crm.duplicate.volatileType.register', register(code))
  const again = await result('crm.duplicate.volatileType.register', register('NAME'))
  expect(await result('crm.duplicate.volatileType.list')).toContainEqual({ ...(again as object), ...register('NAME') })
  expect(await error('crm.duplicate.volatileType.register', register('TITLE', 4))).toMatch(/^MAX_TYPES_COUNT_EXCEEDED/)
  expect(await error('crm.duplicate.volatileType.register', register('NONSENSE'))).toMatch(/^FIELD_NOT_FOUND/)
  expect(await result('crm.duplicate.volatileType.unregister', again as object)).toBe(true)
  expect(await error('crm.duplicate.volatileType.unregister', again as object)).toMatch(/^TYPE_IS_NOT_ASSIGNED/)
  expect(await error('crm.duplicate.volatileType.fields', {}, julia)).toMatch(/^ACCESS_DENIED/)
})
