import { describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator({ seed: 'empty' })
const { anna } = openPortal(simulator)

type Status = Record<string, unknown>
const entries = async (filter: object) =>
  (await anna('crm.status.list', { filter, order: { SORT: 'ASC' } })).body.result as Status[]
const codes = async (ENTITY_ID: string) => (await entries({ ENTITY_ID })).map(({ STATUS_ID }) => STATUS_ID)

describe('a fresh portal', () => {
  test('has the stages of deals as documented, with colours and what they mean', async () => {
    const stages = await entries({ ENTITY_ID: 'DEAL_STAGE' })
    expect(
      stages.map(({ STATUS_ID, SYSTEM, COLOR, SEMANTICS, EXTRA }) => [STATUS_ID, SYSTEM, SEMANTICS, COLOR, EXTRA]),
    ).toEqual(
      [
        ['NEW', 'Y', null, '#39A8EF', 'process'],
        ['PREPARATION', 'N', null, '#2FC6F6', 'process'],
        ['PREPAYMENT_INVOICE', 'N', null, '#55D0E0', 'process'],
        ['EXECUTING', 'N', null, '#47E4C2', 'process'],
        ['FINAL_INVOICE', 'N', null, '#FFA900', 'process'],
        ['WON', 'Y', 'S', '#7BD500', 'success'],
        ['LOSE', 'Y', 'F', '#FF5752', 'failure'],
        ['APOLOGY', 'N', 'F', '#FF5752', 'apology'],
      ].map(([code, system, semantics, COLOR, word]) => [code, system, semantics, COLOR, { SEMANTICS: word, COLOR }]),
    )
  })

  test('has everything in its dictionaries that clients choose from', async () => {
    expect(await codes('DEAL_TYPE')).toEqual(['SALE', 'COMPLEX', 'GOODS', 'SERVICES', 'SERVICE'])
    expect(await codes('COMPANY_TYPE')).toEqual(['CUSTOMER', 'SUPPLIER', 'COMPETITOR', 'PARTNER', 'OTHER'])
    expect(await codes('EMPLOYEES')).toHaveLength(4)
    expect(await codes('INDUSTRY')).toHaveLength(11)
    expect(await codes('SOURCE')).toEqual(expect.arrayContaining(['WEBFORM', 'CALLBACK', 'RC_GENERATOR', 'STORE']))
    expect((await entries({ ENTITY_ID: 'INDUSTRY' }))[0]).toMatchObject({ COLOR: null, SYSTEM: 'N', NAME_INIT: '' })
  })

  test('gives another pipeline of deals the stages of the first, with its prefix', async () => {
    const { body } = await anna('crm.category.add', { entityTypeId: 2, fields: { name: 'Montage' } })
    const { category } = body.result as { category: { id: number } }
    const first = await codes('DEAL_STAGE')
    expect(await codes(`DEAL_STAGE_${category.id}`)).toEqual(first.map((code) => `C${category.id}:${code}`))
  })
})

test('an entry that says nothing about its order comes first, also beside stages', async () => {
  const { body } = await anna('crm.status.add', { fields: { ENTITY_ID: 'STATUS', STATUS_ID: 'TEST', NAME: 'TEST' } })
  expect((await anna('crm.status.get', { id: body.result })).body.result).toEqual({
    ID: String(body.result),
    ENTITY_ID: 'STATUS',
    STATUS_ID: 'TEST',
    NAME: 'TEST',
    NAME_INIT: '',
    SORT: '10',
    SYSTEM: 'N',
    CATEGORY_ID: '0',
    COLOR: '',
    SEMANTICS: null,
    EXTRA: { SEMANTICS: 'process', COLOR: '' },
  })
})

test('an entry of the platform’s own remembers its first name, and a colour may stand under EXTRA', async () => {
  const [call] = await entries({ ENTITY_ID: 'SOURCE', STATUS_ID: 'CALL' })
  const change = { id: call?.ID, fields: { NAME: 'Telefon', EXTRA: { COLOR: 'ff0000' } } }
  expect((await anna('crm.status.update', change)).body.result).toBe(true)
  expect((await entries({ ENTITY_ID: 'SOURCE', STATUS_ID: 'CALL' }))[0]).toMatchObject({
    NAME: 'Telefon',
    NAME_INIT: 'Anruf',
    COLOR: '#ff0000',
  })
})

test('only the first pipeline of deals refuses stages behind its success', async () => {
  const fields = { STATUS_ID: 'LATE', NAME: 'Late', SORT: 70 }
  const refused = await anna('crm.status.add', { fields: { ...fields, ENTITY_ID: 'DEAL_STAGE' } })
  expect(refused.body.error_description).toMatch(/^Cannot create more stages after the final stage/)
  const { id } = simulator.addPipeline('deal', { name: 'Export' })
  const added = await anna('crm.status.add', { fields: { ...fields, ENTITY_ID: `DEAL_STAGE_${id}` } })
  expect(added.body.result).toEqual(expect.any(Number))
})
