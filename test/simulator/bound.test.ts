import { expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const { anna } = openPortal(createSimulator())

test.each<[method: string, params: object, told: string]>([
  ['crm.item.get', { entityTypeId: 2 }, 'Could not find value for parameter {id}'],
  ['crm.item.get', { ENTITYTYPEID: 2, id: 1 }, 'Could not find value for parameter {entityTypeId}'],
  [
    'crm.item.get',
    { entityTypeId: 2, id: '1x' },
    'Invalid value {1x} to match with parameter {id}. Should be value of type int.',
  ],
  [
    'crm.item.get',
    { entityTypeId: 2, id: null },
    'Invalid value {} to match with parameter {id}. Should be value of type int.',
  ],
  [
    'crm.item.get',
    { entityTypeId: 2, id: [1] },
    'Invalid value {Array} to match with parameter {id}. Should be value of type int.',
  ],
  [
    'crm.item.get',
    { entityTypeId: 2, id: 1, useOriginalUfNames: true },
    'Invalid value {1} to match with parameter {useOriginalUfNames}. Should be value of type string.',
  ],
  [
    'crm.item.list',
    { entityTypeId: 2, select: 'id' },
    'Invalid value {id} to match with parameter {select}. Should be value of type array.',
  ],
  [
    'crm.item.list',
    { entityTypeId: 2, filter: '' },
    'Invalid value {} to match with parameter {filter}. Should be value of type array.',
  ],
  [
    'crm.item.add',
    { entityTypeId: 2, fields: 'title' },
    'Invalid value {title} to match with parameter {fields}. Should be value of type array.',
  ],
  [
    'crm.item.productrow.set',
    { ownerType: 'D', ownerId: 1, productRows: '' },
    'Invalid value {} to match with parameter {productRows}. Should be value of type array.',
  ],
])('%s with %o is told what it lacks', async (method, params, told) => {
  expect(await anna(method, params)).toMatchObject({ status: 400, body: { error: '100', error_description: told } })
})

test('numbers may be sent as text, and what need not be sent may be null', async () => {
  const params = { entityTypeId: '2', filter: null, order: null, start: '0' }
  expect((await anna('crm.item.list', params)).body).toMatchObject({ total: 7 })
})
