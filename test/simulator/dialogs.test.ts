import { beforeEach, describe, expect, test } from 'vitest'
import { askAs } from './ask.ts'
import { createSimulator } from './create-simulator.ts'
import type { Simulator } from './simulator.ts'

const [anna, max, julia] = [1, 2, 3]

let portal: Simulator
const ask = (userId: number, params: object) => askAs(portal, userId)('im.dialog.get', params)
beforeEach(() => {
  portal = createSimulator({ seed: 'empty' })
  portal.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['crm', 'im', 'placement'] })
})

describe('im.dialog.get', () => {
  test.each([
    ['deal', 'DEAL', '/crm/deal/details/'],
    ['lead', 'LEAD', '/crm/lead/details/'],
    ['quote', 'QUOTE', '/crm/type/7/details/'],
  ] as const)('tells to which %s a chat belongs', async (type, code, folder) => {
    const { id } = portal.add(type, { title: 'x' })
    const chat = portal.openChat({ title: 'About it', memberIds: [anna, max], record: { type, id } })
    expect((await ask(max, { DIALOG_ID: `chat${chat.id}` })).body.result).toMatchObject({
      id: chat.id,
      dialog_id: `chat${chat.id}`,
      name: 'About it',
      type: 'crm',
      message_type: 'C',
      entity_type: 'CRM',
      entity_id: `${code}|${id}`,
      entity_link: { type: code, id: `${code}|${id}`, url: `${folder}${id}/` },
      owner: anna,
      role: 'member',
      user_counter: 2,
      readed_list: [{ user_id: anna, user_name: 'Anna Weiß', message_id: 0, date: null }],
    })
  })

  test('names no record for a chat without one, and none for a conversation of two', async () => {
    const chat = portal.openChat({ title: 'Team', memberIds: [anna] })
    const none = { entity_type: '', entity_id: '', entity_link: { type: '', url: '', id: '' } }
    expect((await ask(anna, { DIALOG_ID: `chat${chat.id}` })).body.result).toMatchObject({ type: 'chat', ...none })
    const withMax = { type: 'private', message_type: 'P', name: 'Max Berger', dialog_id: String(max), ...none }
    expect((await ask(anna, { DIALOG_ID: String(max) })).body.result).toMatchObject(withMax)
  })

  test('is for those who take part', async () => {
    const { id } = portal.openChat({ title: 'Without Julia', memberIds: [anna, max] })
    for (const DIALOG_ID of [`chat${id}`, 'chat99', 'sg1', '99', 'chat', `chat${id}|1`])
      expect(await ask(julia, { DIALOG_ID })).toMatchObject({ status: 403, body: { error: 'ACCESS_ERROR' } })
    expect(await ask(anna, {})).toMatchObject({ status: 400, body: { error: 'DIALOG_ID_EMPTY' } })
  })
})

describe('the place in a mobile chat', () => {
  const bind = (options?: object) =>
    askAs(portal, anna)('placement.bind', {
      PLACEMENT: 'IMMOBILE_CONTEXT_MENU',
      HANDLER: 'https://app.example.test/app',
      ...(options ? { OPTIONS: options } : {}),
    })
  const bound = async () => (await askAs(portal, anna)('placement.get')).body.result

  test('is bound like any other and keeps three options', async () => {
    expect((await bind({ context: 'CHAT;CRM', iconName: 'x' })).body.result).toBe(true)
    const options = { context: 'CHAT;CRM', extranet: 'N', role: 'USER' }
    expect(await bound()).toMatchObject([{ placement: 'IMMOBILE_CONTEXT_MENU', options }])
  })

  test.each([
    [{ context: 'CHAT;NOWHERE' }, 'INVALID_ERROR_CONTEXT'],
    [{ extranet: 'yes' }, 'INVALID_ERROR_EXTRANET'],
    [{ role: 'BOSS' }, 'INVALID_ERROR_ROLE'],
  ])('refuses the options %j', async (options, error) => {
    expect((await bind(options)).body).toMatchObject({ error })
    expect(await bound()).toEqual([])
  })
})
