import { beforeEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>
let companyId: number

beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
  companyId = simulator.add('company', { title: 'Ziegelei Nord' }).id
})

async function addRequisite(ask = people.anna): Promise<number> {
  const fields = { ENTITY_TYPE_ID: 4, ENTITY_ID: companyId, PRESET_ID: 1, NAME: 'Organization', SORT: 500 }
  return (await ask('crm.requisite.add', { fields: { ...fields, RQ_VAT_ID: 'DE1' } })).body.result as number
}

describe('requisites', () => {
  test('have user fields of their own, which hold values until they are deleted', async () => {
    const id = await addRequisite()
    const fields = { FIELD_NAME: 'NEWTECH_v1', USER_TYPE_ID: 'string', LABEL: 'Lizenz' }
    const fieldId = (await people.anna('crm.requisite.userfield.add', { fields })).body.result
    expect((await people.anna('crm.requisite.userfield.get', { id: fieldId })).body.result).toMatchObject({
      ENTITY_ID: 'CRM_REQUISITE',
      FIELD_NAME: 'UF_CRM_NEWTECH_V1',
    })
    expect((await people.anna('crm.requisite.fields')).body.result).toMatchObject({
      UF_CRM_NEWTECH_V1: { type: 'string', isDynamic: true, title: 'UF_CRM_NEWTECH_V1', formLabel: 'Lizenz' },
    })
    const value = async () =>
      ((await people.anna('crm.requisite.get', { id })).body.result as Record<string, unknown>).UF_CRM_NEWTECH_V1
    expect(await value()).toBeNull()
    await people.anna('crm.requisite.update', { id, fields: { UF_CRM_NEWTECH_V1: 'A-7' } })
    expect(await value()).toBe('A-7')
    expect(
      (await people.anna('crm.requisite.list', { filter: { UF_CRM_NEWTECH_V1: 'A-7' }, select: ['ID'] })).body.result,
    ).toEqual([{ ID: String(id) }])
    expect(await people.julia('crm.requisite.userfield.add', { fields })).toMatchObject({
      body: { error: '', error_description: 'Access denied.' },
    })
    await people.anna('crm.requisite.userfield.delete', { id: fieldId })
    expect(await value()).toBeUndefined()
  })

  test('crm.requisite.add, .get, .update, .list, .delete: numbers as texts, empty fields null', async () => {
    const id = await addRequisite()
    const { body } = await people.anna('crm.requisite.get', { id })
    expect(body.result).toMatchObject({
      ID: String(id),
      ENTITY_TYPE_ID: '4',
      ENTITY_ID: String(companyId),
      PRESET_ID: '1',
      DATE_MODIFY: '',
      CREATED_BY_ID: '1',
      MODIFY_BY_ID: null,
      NAME: 'Organization',
      CODE: null,
      ACTIVE: 'Y',
      SORT: '500',
      RQ_VAT_ID: 'DE1',
      RQ_INN: null,
    })
    const update = await people.anna('crm.requisite.update', { id, fields: { RQ_OKPO: '80715150', ENTITY_ID: 99 } })
    expect(update.body.result).toBe(true)
    const list = await people.anna('crm.requisite.list', { filter: { PRESET_ID: '1' }, select: ['ID', 'RQ_OKPO'] })
    expect(list.body).toMatchObject({ result: [{ ID: String(id), RQ_OKPO: '80715150' }], total: 1 })
    expect((await people.anna('crm.requisite.get', { id })).body.result).toMatchObject({
      ENTITY_ID: String(companyId),
      MODIFY_BY_ID: '1',
    })
    expect((await people.anna('crm.requisite.delete', { id })).body.result).toBe(true)
    expect(await people.anna('crm.requisite.get', { id })).toMatchObject({
      status: 400,
      body: { error: '', error_description: `The Requisite with ID '${id}' is not found` },
    })
  })

  test.each([
    [{ ENTITY_TYPE_ID: 1 }, 'ENTITY_TYPE_ID is not defined or invalid.'],
    [{ ENTITY_ID: 0 }, 'ENTITY_ID is not defined or invalid.'],
    [{ PRESET_ID: 77 }, 'PRESET_ID is not defined or invalid.'],
    [{ ENTITY_ID: 77 }, 'Entity not found.'],
  ])('crm.requisite.add refuses %o', async (wrong, text) => {
    const fields = { ENTITY_TYPE_ID: 4, ENTITY_ID: companyId, PRESET_ID: 1, NAME: 'x', ...wrong }
    const { body } = await people.anna('crm.requisite.add', { fields })
    expect(body).toMatchObject({ error: '', error_description: text })
  })

  test('rights are those on the owner', async () => {
    const id = await addRequisite()
    expect((await people.julia('crm.requisite.update', { id, fields: { NAME: 'x' } })).body).toMatchObject({
      error: '',
      error_description: 'Access denied.',
    })
    expect((await people.julia('crm.requisite.get', { id })).status).toBe(200)
  })

  test('crm.requisite.preset.list and .get: the templates of the portal', async () => {
    const { body } = await people.julia('crm.requisite.preset.list', { order: { ID: 'ASC' }, select: ['ID', 'NAME'] })
    expect(body).toMatchObject({
      result: [
        { ID: '1', NAME: 'Unternehmen' },
        { ID: '2', NAME: 'Person' },
      ],
      total: 2,
    })
    const missing = await people.julia('crm.requisite.preset.get', { id: 347 })
    expect(missing.body.error_description).toBe("The Preset with ID '347' is not found")
  })

  test('crm.requisite.bankdetail.*: hangs on a requisite and goes with it', async () => {
    const requisite = await addRequisite()
    const fields = { ENTITY_ID: requisite, NAME: 'Superbank', RQ_IBAN: 'DE02', SORT: 600 }
    const id = (await people.anna('crm.requisite.bankdetail.add', { fields })).body.result as number
    expect((await people.anna('crm.requisite.bankdetail.get', { id })).body.result).toMatchObject({
      ID: String(id),
      ENTITY_ID: String(requisite),
      COUNTRY_ID: '46',
      NAME: 'Superbank',
      SORT: '600',
      RQ_IBAN: 'DE02',
      COMMENTS: null,
    })
    await people.anna('crm.requisite.delete', { id: requisite })
    expect((await people.anna('crm.requisite.bankdetail.get', { id })).body.error_description).toBe(
      `The RequisiteBankDetail with ID '${id}' is not found`,
    )
    const orphan = await people.anna('crm.requisite.bankdetail.add', { fields })
    expect(orphan.body.error_description).toBe('ENTITY_ID is not defined or invalid.')
  })
})

describe('links of requisites', () => {
  test('crm.requisite.link.register and .get: own ids as numbers, linked ids as texts', async () => {
    const requisite = await addRequisite()
    const deal = simulator.add('deal', { title: 'Dach', companyId })
    const none = { BANK_DETAIL_ID: 0, MC_REQUISITE_ID: 0, MC_BANK_DETAIL_ID: 0 }
    const fields = { ENTITY_TYPE_ID: 2, ENTITY_ID: deal.id, REQUISITE_ID: requisite, ...none }
    const params = { entityTypeId: 2, entityId: deal.id }
    expect((await people.anna('crm.requisite.link.get', params)).body).toMatchObject({
      error: '',
      error_description: 'Not found',
    })
    expect((await people.anna('crm.requisite.link.register', { fields })).body.result).toBe(true)
    expect((await people.anna('crm.requisite.link.get', params)).body.result).toEqual({
      ENTITY_TYPE_ID: 2,
      ENTITY_ID: deal.id,
      REQUISITE_ID: String(requisite),
      BANK_DETAIL_ID: '0',
      MC_REQUISITE_ID: '0',
      MC_BANK_DETAIL_ID: '0',
    })
    expect((await people.anna('crm.requisite.link.list', { filter: { '@ENTITY_TYPE_ID': [2, 7] } })).body.total).toBe(1)
    expect((await people.anna('crm.requisite.link.unregister', params)).body.result).toBe(true)
    expect((await people.anna('crm.requisite.link.list')).body).toMatchObject({ result: [], total: 0 })
  })

  test('crm.requisite.link.register refuses a requisite of somebody else', async () => {
    const requisite = await addRequisite()
    const other = simulator.add('company', { title: 'Andere' })
    const deal = simulator.add('deal', { title: 'Dach', companyId: other.id })
    const fields = { ENTITY_TYPE_ID: 2, ENTITY_ID: deal.id, REQUISITE_ID: requisite, BANK_DETAIL_ID: 0 }
    const { body } = await people.anna('crm.requisite.link.register', {
      fields: { ...fields, MC_REQUISITE_ID: 0, MC_BANK_DETAIL_ID: 0 },
    })
    expect(body).toMatchObject({
      error: '',
      error_description: `The Requisite with ID '${requisite}' is not assigned to Company with ID '${other.id}'`,
    })
    const short = await people.anna('crm.requisite.link.register', { fields })
    expect(short.body.error_description).toBe('MC_REQUISITE_ID is not defined or invalid.')
  })
})

describe('addresses', () => {
  test('crm.address.*: one of each type, anchored at the owner of the requisite', async () => {
    const requisite = await addRequisite()
    const place = { TYPE_ID: 1, ENTITY_TYPE_ID: 8, ENTITY_ID: requisite }
    const fields = { ...place, ADDRESS_1: '4 Peace Avenue', CITY: 'City' }
    expect((await people.anna('crm.address.add', { fields })).body.result).toBe(true)
    expect((await people.anna('crm.address.add', { fields })).body.error_description).toBe('TypeAddress exists.')
    await people.anna('crm.address.update', { fields: { ...place, CITY: 'Altenau' } })
    const { body } = await people.anna('crm.address.list', { filter: { ENTITY_TYPE_ID: 8, ENTITY_ID: requisite } })
    expect(body).toMatchObject({
      result: [
        {
          TYPE_ID: '1',
          ENTITY_TYPE_ID: '8',
          ENTITY_ID: String(requisite),
          ADDRESS_1: '4 Peace Avenue',
          ADDRESS_2: null,
          CITY: 'Altenau',
          LOC_ADDR_ID: expect.stringMatching(/^\d+$/),
          ANCHOR_TYPE_ID: '4',
          ANCHOR_ID: String(companyId),
        },
      ],
      total: 1,
    })
    expect((await people.anna('crm.address.delete', { fields: place })).body.result).toBe(true)
    expect((await people.anna('crm.address.delete', { fields: place })).body.error_description).toBe(
      'TypeAddress not found.',
    )
  })

  test('a lead has addresses of its own, which go with it', async () => {
    const lead = simulator.add('lead', { title: 'Anfrage' })
    const fields = { TYPE_ID: 1, ENTITY_TYPE_ID: 1, ENTITY_ID: lead.id, CITY: 'Altenau' }
    await people.anna('crm.address.add', { fields })
    await people.anna('crm.item.delete', { entityTypeId: 1, id: lead.id })
    expect((await people.anna('crm.address.list')).body.result).toEqual([])
  })

  test('crm.enum.addresstype', async () => {
    const { body } = await people.julia('crm.enum.addresstype')
    expect(body.result).toHaveLength(6)
    expect(body.result).toContainEqual({ ID: 1, NAME: 'Adresse', SYMBOL_CODE: null, SYMBOL_CODE_SHORT: null })
  })
})
