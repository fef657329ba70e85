import { AjaxError, B24Hook, B24OAuth } from '@bitrix24/b24jssdk'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulator } from './create-simulator.ts'

const simulator = createSimulator()
const app = simulator.installApp({ handlerUrl: 'https://app.example.test/app', scopes: ['crm', 'user_brief'] })
const network = setupServer(...simulator.handlers())

beforeAll(() => network.listen({ onUnhandledRequest: 'error' }))
afterAll(() => network.close())

function openClient(userId: number): B24OAuth {
  const { accessToken, refreshToken, expires } = simulator.tokens(userId)
  return new B24OAuth(
    {
      applicationToken: app.applicationToken,
      userId,
      memberId: simulator.state.memberId,
      accessToken,
      refreshToken,
      expires,
      expiresIn: 3600,
      scope: app.scopes.join(','),
      domain: new URL(simulator.origin).host,
      clientEndpoint: `${simulator.origin}/rest/`,
      serverEndpoint: `${simulator.authOrigin}/rest/`,
      status: 'L',
    },
    { clientId: app.clientId, clientSecret: app.clientSecret },
  )
}

describe('the official SDK on a server', () => {
  test('calls methods and reads pages', async () => {
    const client = openClient(2)
    const result = await client.actions.v2.call.make<{ items: unknown[] }>({
      method: 'crm.item.list',
      params: { entityTypeId: 2, filter: { '>id': 2 } },
    })
    expect(result.isSuccess).toBe(true)
    expect(result.getTotal()).toBe(5)
    expect(result.getData()?.result.items).toHaveLength(5)
  })

  test('hears softly of methods that are not moved to REST 3.0', async () => {
    const method = 'crm.item.get'
    const answer = await openClient(2).actions.v3.call.make({ method, params: { entityTypeId: 2, id: 1 } })
    expect(answer.isSuccess).toBe(false)
    expect(answer.getErrorMessages().join()).toMatch(/crm\.item\.get.*not found/)
  })

  test('sends batches with references', async () => {
    const client = openClient(2)
    const response = await client.actions.v2.batch.make({
      calls: {
        add: { method: 'crm.item.add', params: { entityTypeId: 2, fields: { title: 'Aus dem Bündel & mehr' } } },
        get: { method: 'crm.item.get', params: { entityTypeId: 2, id: '$result[add][item][id]' } },
      },
      options: { isHaltOnError: true },
    })
    expect(response.isSuccess).toBe(true)
    expect(response.getData()).toMatchObject({ get: { item: { title: 'Aus dem Bündel & mehr' } } })
  })

  test('reads long lists', async () => {
    for (let number = 0; number < 70; number += 1) simulator.add('company', { title: `Reihe ${number}` })
    const client = openClient(1)
    const list = await client.actions.v2.callList.make<{ id: number }>({
      method: 'crm.item.list',
      params: { entityTypeId: 4, filter: { '%title': 'Reihe' }, select: ['id'] },
      idKey: 'id',
      customKeyForResult: 'items',
    })
    expect(list.getData()).toHaveLength(70)
  })

  test('refreshes an expired token by itself', async () => {
    const client = openClient(2)
    simulator.faults.expireTokens(2)
    const before = simulator.authRequests.length
    const result = await client.actions.v2.call.make<{ ID: string }>({ method: 'profile' })
    expect(result.getData()?.result.ID).toBe('2')
    expect(simulator.authRequests.slice(before)).toEqual([{ path: '/oauth/token/', status: 200 }])
  })

  test('calls by webhook', async () => {
    const client = B24Hook.fromWebhookUrl(simulator.webhook(3).replace(/\/$/, ''))
    const answer = await client.actions.v2.call.make<{ ID: string }>({ method: 'profile' })
    expect(answer.getData()?.result.ID).toBe('3')
  })

  test('waits while the portal is busy, and goes on when tokens end between two batches', async () => {
    const client = openClient(2)
    simulator.faults.busy(1)
    const calls = { add: { method: 'crm.item.add', params: { entityTypeId: 4, fields: { title: 'Kette' } } } }
    simulator.faults.after('crm.item.add', 'expireTokens')
    const before = simulator.state.items.company.size
    for (let count = 0; count < 2; count += 1)
      expect((await client.actions.v2.batch.make({ calls })).isSuccess).toBe(true)
    expect(simulator.state.items.company.size).toBe(before + 2)
    expect(simulator.requests.slice(-3).map(({ error }) => error)).toEqual([null, 'expired_token', null])
  })

  test('tells a refusal with the portal’s own code', async () => {
    const client = openClient(3)
    const refused = client.actions.v2.call.make({
      method: 'crm.item.add',
      params: { entityTypeId: 31, fields: { title: 'x' } },
    })
    await expect(refused).rejects.toBeInstanceOf(AjaxError)
    await expect(refused).rejects.toMatchObject({ code: 'ACCESS_DENIED', status: 400 })
  })
})
