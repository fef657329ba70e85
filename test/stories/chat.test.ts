import { expect, test } from 'vitest'
import manifest from '../../manifest/app.json' with { type: 'json' }
import type { FirstView } from '../../server/contract.ts'
import type { Simulator } from '../simulator/create-simulator.ts'
import type { Chat } from '../simulator/chats.ts'
import { administrator, openFrame, openPortal, reader, salesperson, useApp } from './door.ts'

useApp()

const methodsOf = (portal: Simulator): string[] => portal.requests.map(({ method }) => method)

/** What our item in a chat's menu of apps shows. */
async function openInChat(portal: Simulator, { id }: Pick<Chat, 'id'>, userId = salesperson): Promise<FirstView> {
  portal.requests.length = 0
  const placementOptions = { dialogId: `chat${id}` }
  const frame = await openFrame(portal, { userId, placement: 'IMMOBILE_CONTEXT_MENU', placementOptions })
  expect(frame.start).toMatchObject({ page: 'home' })
  return frame.first as unknown as FirstView
}

function openChatAbout(portal: Simulator, type: 'deal' | 'lead' | 'contact') {
  const record = portal.add(type, { [type === 'contact' ? 'name' : 'title']: 'Neues Dach', assignedById: salesperson })
  return { record, chat: portal.openChat({ title: 'Dach', memberIds: [administrator, salesperson], record }) }
}

test('a record’s chat opens that record, with one request to learn which', async () => {
  const portal = await openPortal()
  const { record, chat } = openChatAbout(portal, 'deal')
  const first = await openInChat(portal, chat)
  expect(first).toMatchObject({ opened: { preview: { source: { type: 'deal', id: record.id, title: 'Neues Dach' } } } })
  expect(methodsOf(portal)).toEqual(['im.dialog.get', 'batch'])
})

test.each([
  ['belongs to nothing', (portal: Simulator) => portal.openChat({ title: 'Team', memberIds: [salesperson] })],
  ['belongs to a client', (portal: Simulator) => openChatAbout(portal, 'contact').chat],
  ['is not there', () => ({ id: 4711 })],
])('a chat that %s opens the search', async (_, chatOn) => {
  const portal = await openPortal()
  const first = await openInChat(portal, chatOn(portal))
  expect(first).toMatchObject({ sources: { offered: ['lead', 'deal', 'quote'] } })
})

test('a chat one takes no part in says nothing about its record', async () => {
  const portal = await openPortal()
  const { chat } = openChatAbout(portal, 'deal')
  expect(await openInChat(portal, chat, reader)).toHaveProperty('sources')
})

test('a chat about a record one may not edit says so', async () => {
  const portal = await openPortal()
  const { chat, record } = openChatAbout(portal, 'deal')
  record.values.assignedById = administrator
  portal.state.users.get(salesperson)!.rights.deal.update = 'own'
  expect(await openInChat(portal, chat)).toMatchObject({ error: { code: 'source_not_editable' } })
})

test('where the app may not ask about chats, all of them open the search', async () => {
  const portal = await openPortal({ scopes: manifest.scopes })
  expect([...portal.state.apps.values()][0]!.placements.map(({ placement }) => placement)).toContain(
    'IMMOBILE_CONTEXT_MENU',
  )
  const { chat } = openChatAbout(portal, 'deal')
  expect(await openInChat(portal, chat)).toHaveProperty('sources')
})

test('a link to the app with a record in it opens that record', async () => {
  const portal = await openPortal()
  const deal = portal.add('deal', { title: 'Neues Dach', assignedById: salesperson })
  for (const [placement, options] of [
    ['REST_APP_URI', { type: 'deal', id: String(deal.id), URI: '/online/' }],
    ['DEFAULT', { params: { type: 'deal', id: String(deal.id) } }],
    ['DEFAULT', { entityTypeId: '2', entityId: String(deal.id), activityId: '1' }],
  ] as const) {
    const frame = await openFrame(portal, { userId: salesperson, placement, placementOptions: options })
    expect(frame.start).toMatchObject({ page: 'home' })
    expect(frame.first).toMatchObject({ opened: { preview: { source: { type: 'deal', id: deal.id } } } })
  }
})

test.each([{ id: '1' }, { params: { type: 'contact', id: '1' } }, { params: 'deal' }, { type: 'deal', id: '0x1' }])(
  'a link with %j opens the search',
  async (placementOptions) => {
    const portal = await openPortal()
    const frame = await openFrame(portal, { userId: salesperson, placementOptions })
    expect(frame.first).toHaveProperty('sources')
  },
)
