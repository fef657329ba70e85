import { describe, expect, test } from 'vitest'
import { askAs, itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { UserToAdd } from './simulator.ts'

function open(user: Omit<UserToAdd, 'name'>) {
  const simulator = createSimulator({ seed: 'empty' })
  const people = openPortal(simulator)
  const { id } = simulator.addUser({ name: 'Eva', ...user })
  return { simulator, ...people, eva: askAs(simulator, id), evaId: id }
}

const none = { read: 'none', add: 'none', update: 'none', delete: 'none' } as const
const all = { read: 'all', add: 'all', update: 'all', delete: 'all' } as const

describe('rights per pipeline', () => {
  test('a role can differ from pipeline to pipeline', async () => {
    const { simulator, anna, eva, evaId } = open({})
    const { id: pipeline } = simulator.addPipeline('deal', { name: 'Wartung' })
    const person = simulator.state.users.get(evaId)
    if (person) person.rights.deal = { ...none, pipelines: { [pipeline]: { ...all, update: 'own' } } }
    const { add } = itemCalls(anna)
    const [hidden, seen] = [await add(2, {}), await add(2, { categoryId: pipeline })]
    expect((await eva('crm.item.list', { entityTypeId: 2 })).body).toMatchObject({
      total: 1,
      result: { items: [{ id: seen.id }] },
    })
    const error = async (method: string, params: object) =>
      (await eva(method, { entityTypeId: 2, ...params })).body.error
    expect(await error('crm.item.get', { id: hidden.id })).toBe('ACCESS_DENIED')
    expect(await error('crm.item.get', { id: seen.id })).toBeUndefined()
    expect(await error('crm.item.add', { fields: {} })).toBe('ACCESS_DENIED')
    expect(await error('crm.item.add', { fields: { categoryId: pipeline } })).toBeUndefined()
    expect(await error('crm.item.update', { id: seen.id, fields: { title: 'x' } })).toBe('ACCESS_DENIED')
    expect(await error('crm.item.delete', { id: seen.id })).toBeUndefined()
    expect(await error('crm.item.fields', {})).toBeUndefined()
    expect((await eva('crm.category.list', { entityTypeId: 2 })).body.result).toMatchObject({
      categories: [{ id: pipeline }],
    })
    expect(await error('crm.category.get', { id: 0 })).toBe('ACCESS_DENIED')
  })
})

describe('guests from outside the company', () => {
  test('the universal methods are closed to them, whatever their rights', async () => {
    const { eva } = open({ extranet: true })
    for (const method of ['crm.item.list', 'crm.item.fields', 'crm.type.list'])
      expect(await eva(method, { entityTypeId: 2 })).toEqual({
        status: 403,
        body: {
          error: 'allowed_only_intranet_user',
          error_description: 'Action is allowed only for intranet users',
        },
      })
    expect((await eva('profile')).status).toBe(200)
  })

  test('an administrator is never a guest; user.get tells who is', async () => {
    const { simulator, evaId, eva } = open({ extranet: true, admin: true })
    expect((await eva('crm.item.list', { entityTypeId: 2 })).status).toBe(200)
    simulator.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['user'] })
    const { body } = await askAs(simulator, 1)('user.get', { ID: evaId })
    expect(body.result).toMatchObject([{ USER_TYPE: 'extranet' }])
  })
})

describe('the right to change CRM settings', () => {
  test('makes a CRM administrator, but none of the portal', async () => {
    const { eva, max } = open({ mayConfigureCrm: true })
    expect((await eva('crm.type.list')).status).toBe(200)
    expect((await max('crm.type.list')).body.error).toBe('ACCESS_DENIED')
    expect((await eva('user.admin')).body.result).toBe(false)
    expect(await eva('placement.get')).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } })
  })
})

describe('required user fields', () => {
  const open = () => {
    const simulator = createSimulator({ seed: 'empty' })
    simulator.addUserField('deal', {
      fieldName: 'UF_CRM_ROOF',
      userTypeId: 'string',
      label: { de: 'Dachform', en: 'Roof shape' },
      mandatory: true,
    })
    const { max } = openPortal(simulator)
    return { simulator, ...itemCalls(max) }
  }
  const required = 'CRM_FIELD_ERROR_REQUIRED: The "Dachform" field is required'

  test('are not checked until an administrator wants it', async () => {
    const { simulator, add } = open()
    expect(await add(2, {})).toMatchObject({ UF_CRM_ROOF: null })
    simulator.state.checksRequiredFields = true
    await expect(add(2, {})).rejects.toThrow(required)
    expect(await add(2, { UF_CRM_ROOF: 'Walmdach' })).toMatchObject({ UF_CRM_ROOF: 'Walmdach' })
    expect(await add(1, {})).toMatchObject({ id: 1 })
  })

  test('a change is checked for what changes, a move to another stage for all', async () => {
    const { simulator, add, update } = open()
    const [{ id }, full] = [await add(2, {}), await add(2, { UF_CRM_ROOF: 'Walmdach' })]
    simulator.state.checksRequiredFields = true
    expect(await update(2, id, { title: 'y' })).toMatchObject({ title: 'y' })
    expect(await update(2, id, { stageId: 'PREPARATION' })).toMatchObject({ error: 'CRM_FIELD_ERROR_REQUIRED' })
    expect(await update(2, full.id, { ufCrmRoof: '' })).toMatchObject({ error: 'CRM_FIELD_ERROR_REQUIRED' })
    expect(await update(2, full.id, { stageId: 'PREPARATION' })).toMatchObject({ stageId: 'PREPARATION' })
  })
})
