import { expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

function open() {
  const simulator = createSimulator({ seed: 'empty' })
  const { max } = openPortal(simulator)
  simulator.state.checksRequiredFields = true
  return { simulator, max, ...itemCalls(max) }
}

test('what the card requires everywhere is refused by name, one field at a time, and crm.item.fields knows nothing of it', async () => {
  const { simulator, max, add } = open()
  simulator.addUserField('deal', { fieldName: 'UF_CRM_ROOF', userTypeId: 'string', label: 'Dachform', mandatory: true })
  simulator.requireField({ type: 'deal', field: 'client', stageIds: null })
  simulator.requireField({ type: 'deal', field: 'opportunity', stageIds: null })
  expect(await max('crm.item.add', { entityTypeId: 2, fields: {} })).toEqual({
    status: 400,
    body: { error: 'CRM_FIELD_ERROR_REQUIRED', error_description: 'The "Dachform" field is required' },
  })
  await expect(add(2, { UF_CRM_ROOF: 'x' })).rejects.toThrow('The "Kunde" field is required')
  const contact = simulator.add('contact', { name: 'Eva' })
  const fields = { UF_CRM_ROOF: 'x', contactIds: [contact.id] }
  await expect(add(2, fields)).rejects.toThrow('The "Betrag" field is required')
  expect(await add(2, { ...fields, opportunity: 1 })).toMatchObject({ opportunity: 1 })
  const { result } = (await max('crm.item.fields', { entityTypeId: 2 })).body
  expect(result).toMatchObject({ fields: { ufCrmRoof: { isRequired: true }, opportunity: { isRequired: false } } })
})

test('what a stage requires is checked on the way into it, not on the way into another pipeline', async () => {
  const { simulator, add, update } = open()
  simulator.requireField({ type: 'deal', field: 'COMMENTS', stageIds: ['PREPARATION'] })
  const { id } = await add(2, { title: 'Dach' })
  expect(await update(2, id, { stageId: 'PREPARATION' })).toMatchObject({
    error: 'CRM_FIELD_ERROR_REQUIRED',
    error_description: 'The "Kommentar" field is required',
  })
  expect(await update(2, id, { stageId: 'PREPARATION', comments: 'x' })).toMatchObject({ stageId: 'PREPARATION' })
  expect(await update(2, id, { comments: '' })).toMatchObject({ error: 'CRM_FIELD_ERROR_REQUIRED' })
  await expect(add(2, { stageId: 'PREPARATION' })).rejects.toThrow('The "Kommentar" field is required')

  const pipeline = simulator.addPipeline('deal', { name: 'Wartung' })
  simulator.requireField({ type: 'deal', field: 'comments', stageIds: [`C${pipeline.id}:NEW`] })
  const moved = await add(2, { title: 'Dach' })
  expect(await update(2, moved.id, { categoryId: pipeline.id })).toMatchObject({ stageId: `C${pipeline.id}:NEW` })
})

test('a contact never loses both its names', async () => {
  const { simulator, add, update } = open()
  simulator.state.checksRequiredFields = false
  const { id } = await add(3, { name: 'Eva', lastName: 'Blum' })
  expect(await update(3, id, { name: '' })).toMatchObject({ lastName: 'Blum' })
  expect(await update(3, id, { lastName: '' })).toMatchObject({ error: 'CRM_FIELD_ERROR_REQUIRED' })
})
