import { beforeEach, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import { hostPages } from './host/pages.ts'
import type { Item } from './state.ts'
import type { Simulator } from './simulator.ts'

/** A picture of one point. Source: crm.timeline.comment.add. */
const picture = 'R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw=='

let simulator: Simulator
let people: ReturnType<typeof openPortal>
let deal: Item

beforeEach(() => {
  simulator = createSimulator({ seed: 'empty' })
  people = openPortal(simulator)
  deal = simulator.add('deal', { title: 'Dach' }, { userId: 2 })
})

async function comment(fields: object = {}): Promise<number> {
  const whole = { ENTITY_TYPE: 'deal', ENTITY_ID: deal.id, COMMENT: ' Hallo ', ...fields }
  return (await people.anna('crm.timeline.comment.add', { fields: whole })).body.result as number
}

async function list(params: object): Promise<unknown> {
  const filter = { ENTITY_TYPE: 'deal', ENTITY_ID: deal.id }
  return (await people.anna('crm.timeline.comment.list', { filter, ...params })).body
}

test('a comment carries files, shown with their measures', async () => {
  const files = [
    ['1.gif', picture],
    ['note.txt', Buffer.from('abc').toString('base64')],
  ]
  const id = await comment({ FILES: files })
  const shown = async () => (await people.anna('crm.timeline.comment.get', { id })).body.result as { FILES: object }
  expect(await shown()).toEqual({
    ID: String(id),
    ENTITY_ID: String(deal.id),
    ENTITY_TYPE: 'deal',
    CREATED: expect.any(String),
    COMMENT: 'Hallo',
    AUTHOR_ID: '1',
    FILES: {
      1: expect.objectContaining({ id: 1, type: 'image', name: '1.gif', size: 43, image: { width: 1, height: 1 } }),
      2: {
        id: 2,
        date: expect.any(String),
        type: 'file',
        name: 'note.txt',
        size: 3,
        authorId: 1,
        authorName: 'Anna Weiß',
        urlShow: `${simulator.origin}/disk/showFile/2/?&ncc=1&filename=note.txt`,
        urlDownload: `${simulator.origin}/disk/downloadFile/2/?&ncc=1&filename=note.txt`,
      },
    },
  })
  await people.anna('crm.timeline.comment.update', { id, fields: { COMMENT: 'Neu' } })
  expect(Object.keys((await shown()).FILES)).toHaveLength(2)
  await people.anna('crm.timeline.comment.update', { id, fields: { COMMENT: 'Neu', FILES: [] } })
  expect(await shown()).toMatchObject({ COMMENT: 'Neu', FILES: [] })
})

test('its files are there for who may read the card, and for nobody else', async () => {
  await comment({ FILES: [['note.txt', Buffer.from('abc').toString('base64')]] })
  simulator.pages = hostPages(simulator)
  const download = (person: number) => {
    const address = `${simulator.origin}/disk/downloadFile/1/?&ncc=1&filename=note.txt`
    return simulator.handle(new Request(address, { headers: { cookie: `simulated_portal=${person}.en.light` } }))
  }
  expect(await (await download(2)).text()).toBe('abc')
  const { id } = simulator.addUser({ name: 'Ole', rights: { deal: { read: 'none' } } })
  expect((await download(id)).status).toBe(404)
})

test('an update must say the text anew', async () => {
  const id = await comment()
  const update = await people.anna('crm.timeline.comment.update', { id, fields: { FILES: [] } })
  expect(update.body).toMatchObject({ error: 'INVALID_ARG_VALUE', error_description: 'Empty comment message.' })
})

test('a comment bound to another card is listed there too, as one of that card', async () => {
  const id = await comment()
  const lead = simulator.add('lead', { title: 'Anfrage' })
  const fields = { OWNER_ID: id, ENTITY_ID: lead.id, ENTITY_TYPE: 'lead' }
  await people.anna('crm.timeline.bindings.bind', { fields })
  const filter = { ENTITY_TYPE: 'lead', ENTITY_ID: lead.id }
  expect(await list({ filter })).toMatchObject({ total: 1, result: [{ ID: String(id), ENTITY_TYPE: 'lead' }] })
})

test('the list is ordered downwards only for DESC, and does not mind other fields', async () => {
  const ids = [String(await comment()), String(await comment())]
  const ordered = async (order: object) =>
    ((await list({ select: ['ID'], order })) as { result: { ID: string }[] }).result.map(({ ID }) => ID)
  expect(await ordered({ ID: 'DESC' })).toEqual(ids.toReversed())
  expect(await ordered({ ID: 'desc' })).toEqual(ids)
  expect(await ordered({ COMMENT: 'DESC' })).toEqual(ids)
})

test('a card that is not there has no comments, a type that is not there is nobody’s to read', async () => {
  expect(await list({ filter: { ENTITY_TYPE: 'deal', ENTITY_ID: 4711 } })).toMatchObject({ total: 0, result: [] })
  expect(await list({ filter: { ENTITY_TYPE: 'moon', ENTITY_ID: 1 } })).toMatchObject({
    error: '',
    error_description: 'Access denied.',
  })
})
