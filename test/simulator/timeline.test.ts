import { beforeEach, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Item } from './state.ts'
import type { Simulator } from './simulator.ts'

let simulator: Simulator
let people: ReturnType<typeof openPortal>
let deal: Item

beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
  deal = simulator.add('deal', { title: 'Dach' }, { userId: 2 })
})

async function comment(text = 'Hallo'): Promise<number> {
  const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: deal.id, COMMENT: text }
  return (await people.anna('crm.timeline.comment.add', { fields })).body.result as number
}

test('crm.timeline.comment.update and .delete: an empty text and an unclear place are refused', async () => {
  const id = await comment()
  expect((await people.anna('crm.timeline.comment.update', { id, fields: { COMMENT: 'Neu' } })).body.result).toBe(id)
  expect((await people.anna('crm.timeline.comment.update', { id, fields: { COMMENT: '' } })).body.error).toBe(
    'INVALID_ARG_VALUE',
  )
  expect((await people.julia('crm.timeline.comment.delete', { id })).body.error).toBe('ACCESS_DENIED')
  expect((await people.anna('crm.timeline.comment.get', { id })).body.result).toMatchObject({ COMMENT: 'Neu' })
  const contact = simulator.add('contact', { name: 'Ayşe' })
  const fields = { OWNER_ID: id, ENTITY_ID: contact.id, ENTITY_TYPE: 'contact' }
  await people.anna('crm.timeline.bindings.bind', { fields })
  expect((await people.anna('crm.timeline.comment.delete', { id })).body.error).toBe('MULTIPLE_BINDINGS')
  const place = { id, ownerTypeId: 2, ownerId: deal.id }
  expect((await people.anna('crm.timeline.comment.delete', place)).body.result).toBeNull()
  expect((await people.anna('crm.timeline.comment.delete', place)).body.error).toBe('NOT_FOUND')
  expect((await people.anna('crm.timeline.comment.get', { id })).body.result).toMatchObject({ ENTITY_TYPE: 'contact' })
  expect((await people.anna('crm.timeline.comment.delete', { id })).body.result).toBeNull()
  expect((await people.anna('crm.timeline.comment.get', { id })).body.error_description).toBe('Not found.')
})

test('crm.timeline.bindings.*: the same record in another card, except of quotes and invoices', async () => {
  const id = await comment()
  const lead = simulator.add('lead', { title: 'Anfrage' })
  const fields = { OWNER_ID: id, ENTITY_ID: lead.id, ENTITY_TYPE: 'lead' }
  expect((await people.anna('crm.timeline.bindings.bind', { fields })).body.result).toBe(true)
  expect((await people.anna('crm.timeline.bindings.list', { filter: { OWNER_ID: id } })).body).toMatchObject({
    result: [
      { OWNER_ID: String(id), ENTITY_ID: String(deal.id), ENTITY_TYPE: 'deal' },
      { OWNER_ID: String(id), ENTITY_ID: String(lead.id), ENTITY_TYPE: 'lead' },
    ],
    total: 2,
  })
  const quote = { OWNER_ID: id, ENTITY_ID: simulator.add('quote', { title: 'Angebot' }).id, ENTITY_TYPE: 'quote' }
  expect((await people.anna('crm.timeline.bindings.bind', { fields: quote })).body).toMatchObject({
    error: '',
    error_description: 'ENTITY_TYPE is not defined or invalid.',
  })
  expect((await people.julia('crm.timeline.bindings.unbind', { fields })).body.error_description).toBe('Access denied.')
  expect((await people.anna('crm.timeline.bindings.unbind', { fields })).body.result).toBe(true)
  expect((await people.anna('crm.timeline.bindings.unbind', { fields })).body.error_description).toBe('Not found.')
  expect((await people.anna('crm.timeline.bindings.list')).body.error_description).toBe(
    'OWNER_ID is not defined or invalid.',
  )
})

test('crm.timeline.logmessage.*: by administrators, taken away by the app that wrote it', async () => {
  const fields = { entityTypeId: 2, entityId: deal.id, title: 'Test title', text: 'Test note', iconCode: 'info' }
  expect((await people.max('crm.timeline.logmessage.add', { fields })).body.error).toBe('ACCESS_DENIED')
  const { body } = await people.anna('crm.timeline.logmessage.add', { fields })
  const logMessage = { id: expect.any(Number), authorId: 1, title: 'Test title', text: 'Test note', iconCode: 'info' }
  expect(body.result).toEqual({ logMessage: { ...logMessage, created: expect.stringContaining('+02:00') } })
  const { id } = (body.result as { logMessage: { id: number } }).logMessage
  const list = { entityTypeId: 2, entityId: deal.id, order: { created: 'desc' } }
  expect((await people.julia('crm.timeline.logmessage.list', list)).body).toMatchObject({ result: [{ id }], total: 1 })
  const others = openPortal(simulator)
  expect((await others.anna('crm.timeline.logmessage.delete', { id })).body.error).toBe('REMOVING_DISABLED')
  expect((await people.anna('crm.timeline.logmessage.delete', { id })).body.result).toBe(true)
  expect((await people.anna('crm.timeline.logmessage.get', { id })).body).toMatchObject({
    error: 'NOT_FOUND',
    error_description: `Timeline logmessage not found for id ${id}`,
  })
})

test('crm.timeline.item.pin: three at most', async () => {
  const pin = async (id: number) =>
    (await people.anna('crm.timeline.item.pin', { id, ownerTypeId: 2, ownerId: deal.id })).body
  const ids = await Promise.all(['a', 'b', 'c', 'd'].map(comment))
  for (const id of ids.slice(0, 3)) expect(await pin(id)).toMatchObject({ result: null })
  expect(await pin(ids[3]!)).toMatchObject({ error: '0' })
  await people.anna('crm.timeline.item.unpin', { id: ids[0], ownerTypeId: 2, ownerId: deal.id })
  expect(await pin(ids[3]!)).toMatchObject({ result: null })
  expect(await pin(9999)).toMatchObject({ error: 'NOT_FOUND', error_description: 'Not found.' })
})

test('crm.timeline.layout.blocks.*: an app adds blocks to a comment, not to a log message', async () => {
  const place = { entityTypeId: 2, entityId: deal.id, timelineId: await comment() }
  const action = { type: 'redirect', uri: '/crm/deal/details/123/' }
  const layout = { blocks: { block_1: { type: 'link', properties: { text: 'Open Deal', bold: true, action } } } }
  const set = await people.anna('crm.timeline.layout.blocks.set', { ...place, layout })
  expect(set.body.result).toEqual({ success: true })
  expect((await people.anna('crm.timeline.layout.blocks.get', place)).body.result).toEqual({ layout })
  expect((await people.anna('crm.timeline.layout.blocks.set', { ...place, layout: {} })).body.error).toBe(
    'FIELD_IS_REQUIRED',
  )
  const fields = { entityTypeId: 2, entityId: deal.id, title: 'x', text: 'x', iconCode: 'info' }
  const log = (await people.anna('crm.timeline.logmessage.add', { fields })).body.result
  const { id } = (log as { logMessage: { id: number } }).logMessage
  const onLog = await people.anna('crm.timeline.layout.blocks.set', { ...place, timelineId: id, layout })
  expect(onLog.body.error).toBe('UNSUITABLE_TIMELINE_ITEM')
  expect((await people.anna('crm.timeline.layout.blocks.delete', place)).body.result).toEqual({ success: true })
  expect((await people.anna('crm.timeline.layout.blocks.delete', place)).body.error).toBe('NOT_FOUND')
})
