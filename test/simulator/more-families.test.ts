import { beforeEach, expect, test } from 'vitest'
import { itemCalls, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>
beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
})

type Params = Record<string, unknown>
const anna = async (method: string, params: Params = {}) => (await people.anna(method, params)).body
const result = async (method: string, params: Params = {}) => (await anna(method, params)).result

test('crm.stagehistory.list tells the way of a deal through its stages, from its first one on', async () => {
  const { add, update } = itemCalls(people.anna)
  const { id } = await add(2, { title: 'Dach', stageId: 'NEW' })
  await update(2, id, { stageId: 'PREPARATION' })
  await update(2, id, { stageId: 'WON' })
  const filter = { OWNER_ID: id }
  const { result: all, total } = await anna('crm.stagehistory.list', { entityTypeId: 2, filter })
  const steps = [
    { TYPE_ID: 1, CATEGORY_ID: 0, STAGE_SEMANTIC_ID: 'P', STAGE_ID: 'NEW' },
    { TYPE_ID: 2, CATEGORY_ID: 0, STAGE_SEMANTIC_ID: 'P', STAGE_ID: 'PREPARATION' },
    { TYPE_ID: 3, CATEGORY_ID: 0, STAGE_SEMANTIC_ID: 'S', STAGE_ID: 'WON' },
  ]
  const common = { ID: expect.any(Number), OWNER_ID: id, CREATED_TIME: expect.stringMatching(/^\d{4}-.*\+02:00$/) }
  expect(all).toEqual({ items: steps.map((step) => ({ ...common, ...step })) })
  expect(total).toBe(3)
  const last = { entityTypeId: 2, order: { ID: 'DESC' }, filter: { '@STAGE_ID': ['WON', 'NEW'] }, select: ['STAGE_ID'] }
  expect(await result('crm.stagehistory.list', last)).toEqual({ items: [{ STAGE_ID: 'WON' }, { STAGE_ID: 'NEW' }] })
})

test('crm.stagehistory.list spells leads its own way, keeps nothing of quotes and shows nobody what is hidden', async () => {
  simulator.add('lead', { title: 'Anfrage' })
  expect(await result('crm.stagehistory.list', { entityTypeId: 1 })).toMatchObject({
    items: [{ TYPE_ID: 1, STATUS_SEMANTIC_ID: 'P', STATUS_ID: 'NEW' }],
  })
  expect(await anna('crm.stagehistory.list', { entityTypeId: 7 })).toMatchObject({ error: 'ENTITY_TYPE_NOT_SUPPORTED' })
  expect(await anna('crm.stagehistory.list', { entityTypeId: 1, filter: { X: 1 } })).toMatchObject({
    error: 'INVALID_ARG_VALUE',
  })
  simulator.state.users.get(3)!.rights.lead.read = 'none'
  expect((await people.julia('crm.stagehistory.list', { entityTypeId: 1 })).body.result).toEqual({ items: [] })
})

test('crm.activity.layout.blocks.*: an app adds blocks to an activity of others, not to one it draws itself', async () => {
  const deal = simulator.add('deal', { title: 'Dach' })
  const deadline = '2030-01-01T10:00:00+02:00'
  const todo = await result('crm.activity.todo.add', { ownerTypeId: 2, ownerId: deal.id, deadline })
  const place = { entityTypeId: 2, entityId: deal.id, activityId: (todo as { id: number }).id }
  const layout = { blocks: { block_1: { type: 'text', properties: { value: 'Hallo' } } } }
  expect(await result('crm.activity.layout.blocks.set', { ...place, layout })).toEqual({ success: true })
  expect(await result('crm.activity.layout.blocks.get', place)).toEqual({ layout })
  expect((await people.julia('crm.activity.layout.blocks.set', { ...place, layout })).body.error).toBe('ACCESS_DENIED')
  expect(await result('crm.activity.layout.blocks.delete', place)).toEqual({ success: true })
  expect(await anna('crm.activity.layout.blocks.get', { ...place, activityId: 999 })).toMatchObject({
    error: 'NOT_FOUND',
  })
})

test('crm.automatedsolution.*: a smart process is in one of them only, and must leave before it goes', async () => {
  const type = simulator.addSmartType({ title: 'Montage' })
  const add = async (title: string) =>
    (await result('crm.automatedsolution.add', { fields: { title, typeIds: [type.id] } })) as {
      automatedSolution: { id: number }
    }
  const { automatedSolution: hr } = await add('HR')
  expect(hr).toEqual({ id: hr.id, title: 'HR', typeIds: [type.id] })
  const { automatedSolution: sales } = await add('Vertrieb')
  expect(await anna('crm.automatedsolution.list', { order: { id: 'DESC' } })).toMatchObject({
    result: { automatedSolutions: [sales, { id: hr.id, typeIds: [] }] },
    total: 2,
  })
  expect(await anna('crm.automatedsolution.delete', { id: sales.id })).toMatchObject({ error: 'HAS_BOUND_TYPES' })
  const emptied = { id: sales.id, fields: { typeIds: [] } }
  expect(await result('crm.automatedsolution.update', emptied)).toMatchObject({
    automatedSolution: { title: 'Vertrieb', typeIds: [] },
  })
  expect(await result('crm.automatedsolution.delete', { id: sales.id })).toBe(null)
  expect(await anna('crm.automatedsolution.get', { id: sales.id })).toMatchObject({ error: 'NOT_FOUND' })
  expect(await anna('crm.automatedsolution.add', { fields: {} })).toMatchObject({ error: 'BX_EMPTY_REQUIRED' })
  expect((await people.julia('crm.automatedsolution.list')).body.error).toBe('ACCESS_DENIED')
})

/** The header of a PNG of this size; nobody here looks at more of it. */
function png(edge: number): string {
  const header = Buffer.alloc(33)
  header.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  header.writeUInt32BE(edge, 16)
  header.writeUInt32BE(edge, 20)
  return header.toString('base64')
}

test.each([
  ['icon', 24],
  ['logo', 60],
])('crm.timeline.%s.*: pictures of %i pixels', async (kind, edge) => {
  const picture = { code: 'info', isSystem: false, fileUri: expect.stringContaining('/upload/crm/') }
  const added = { code: 'info', fileContent: png(edge) }
  expect(await result(`crm.timeline.${kind}.add`, added)).toEqual({ [kind]: picture })
  expect(await result(`crm.timeline.${kind}.list`)).toMatchObject({
    [`${kind}s`]: [{ code: 'call', isSystem: true, fileUri: '' }, { code: 'arrow-down' }, picture],
  })
  expect(await anna(`crm.timeline.${kind}.add`, { ...added, fileContent: png(25) })).toMatchObject({
    error: 'INVALID_ARG_VALUE',
  })
  expect((await people.julia(`crm.timeline.${kind}.delete`, { code: 'info' })).body.error).toBe('ACCESS_DENIED')
  expect(await result(`crm.timeline.${kind}.delete`, { code: 'info' })).toBe(true)
  expect(await anna(`crm.timeline.${kind}.get`, { code: 'info' })).toMatchObject({ error: 'NOT_FOUND' })
})

test('crm.requisite.preset.*: a template with its fields, kept while somebody uses it', async () => {
  const fields = { ENTITY_TYPE_ID: 8, COUNTRY_ID: 46, NAME: 'Verein', SORT: 520 }
  const id = (await result('crm.requisite.preset.add', { fields })) as number
  expect(await result('crm.requisite.preset.get', { id })).toMatchObject({ NAME: 'Verein', ACTIVE: 'Y', SORT: '520' })
  expect(await result('crm.requisite.preset.update', { id, fields: { NAME: 'e. V.' } })).toBe(true)
  const preset = { ID: id }
  const field = { FIELD_NAME: 'RQ_VAT_ID', FIELD_TITLE: 'USt-ID', SORT: 510, IN_SHORT_LIST: 'Y' }
  expect(await result('crm.requisite.preset.field.add', { preset, fields: field })).toBe(1)
  expect(await anna('crm.requisite.preset.field.add', { preset, fields: field })).toEqual({
    error: '',
    error_description: "The field 'RQ_VAT_ID' can not be added.",
  })
  expect(await result('crm.requisite.preset.field.availabletoadd', { preset })).not.toContain('RQ_VAT_ID')
  const own = { FIELD_NAME: 'UF_CRM_GUILD', USER_TYPE_ID: 'string' }
  await result('crm.requisite.userfield.add', { fields: own })
  expect(await result('crm.requisite.preset.field.availabletoadd', { preset })).toContain('UF_CRM_GUILD')
  expect(await result('crm.requisite.preset.field.add', { preset, fields: own })).toBe(2)
  expect(await result('crm.requisite.preset.field.delete', { id: 2, preset })).toBe(true)
  expect(await result('crm.requisite.preset.field.list', { preset })).toEqual([{ ID: 1, ...field }])
  const renamed = { id: 1, preset, fields: { FIELD_NAME: 'RQ_VAT_ID', FIELD_TITLE: 'UID' } }
  expect(await result('crm.requisite.preset.field.update', renamed)).toBe(true)
  expect(await result('crm.requisite.preset.field.get', { id: 1, preset })).toMatchObject({ FIELD_TITLE: 'UID' })
  expect(await result('crm.requisite.preset.field.delete', { id: 1, preset })).toBe(true)
  expect(await anna('crm.requisite.preset.field.get', { id: 1, preset })).toMatchObject({
    error_description: "The PresetField with ID '1' is not found",
  })
  const company = simulator.add('company', { title: 'Sportverein' })
  const requisite = { ENTITY_TYPE_ID: 4, ENTITY_ID: company.id, PRESET_ID: id, NAME: 'Verein' }
  const requisiteId = await result('crm.requisite.add', { fields: requisite })
  expect(await anna('crm.requisite.preset.delete', { id })).toMatchObject({
    error_description: expect.stringContaining('cannot delete'),
  })
  await result('crm.requisite.delete', { id: requisiteId })
  expect(await result('crm.requisite.preset.delete', { id })).toBe(true)
  expect(await anna('crm.requisite.preset.get', { id })).toMatchObject({ error: '' })
})

test('crm.product.* and crm.productrow.list: a product, and the rows that name it', async () => {
  const fields = { NAME: 'Ziegel', CURRENCY_ID: 'EUR', PRICE: 4.9, SORT: 100 }
  const id = (await result('crm.product.add', { fields })) as number
  expect(await result('crm.product.get', { id })).toMatchObject({ ID: String(id), NAME: 'Ziegel', PRICE: '4.9' })
  expect(await result('crm.product.update', { id, fields: { NAME: 'Dachziegel' } })).toBe(true)
  expect(await result('crm.product.list', { filter: { '%NAME': 'ziegel' }, select: ['ID', 'NAME'] })).toEqual([
    { ID: String(id), NAME: 'Dachziegel' },
  ])
  const deal = simulator.add('deal', { title: 'Dach' })
  simulator.setProductRows('deal', deal.id, [{ productId: id, productName: 'Dachziegel', price: 4.9, quantity: 3 }])
  const filter = { OWNER_TYPE: 'D', OWNER_ID: deal.id }
  expect(await result('crm.productrow.list', { filter })).toMatchObject([
    { OWNER_ID: String(deal.id), OWNER_TYPE: 'D', PRODUCT_ID: id, PRICE: 4.9, QUANTITY: 3 },
  ])
  expect((await people.julia('crm.product.add', { fields })).body.error_description).toBe('Access denied.')
  expect(await result('crm.product.delete', { id })).toBe(true)
  expect(await anna('crm.product.get', { id })).toMatchObject({ error: '' })
})
