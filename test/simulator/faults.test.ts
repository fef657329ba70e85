import { describe, expect, test } from 'vitest'
import { askAs, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

describe('ordered faults', () => {
  test('a refused method stays refused, for one person or one set of parameters, until cleared', async () => {
    const simulator = createSimulator({ seed: 'empty' })
    const { max, anna } = openPortal(simulator)
    const deal = { entityTypeId: 2, fields: {} }
    simulator.faults.refuse('crm.item.add', {
      error: 'CRM_DEAL_CREATION_CANCELED',
      description: 'Nein.',
      userId: 2,
      when: (params) => params.entityTypeId === 2,
    })
    expect((await max('crm.item.add', deal)).body).toEqual({
      error: 'CRM_DEAL_CREATION_CANCELED',
      error_description: 'Nein.',
    })
    expect((await max('crm.item.add', { ...deal, entityTypeId: 1 })).status).toBe(200)
    expect((await anna('crm.item.add', deal)).status).toBe(200)
    expect(
      (await max('batch', { cmd: { lead: 'crm.item.add?entityTypeId=1&fields[title]=x', admin: 'user.admin' } })).body
        .result,
    ).toMatchObject({ result_error: [] })
    simulator.faults.clear()
    expect((await max('crm.item.add', deal)).status).toBe(200)
  })

  test('a dropped answer leaves the work done, a lost request does not', async () => {
    const simulator = createSimulator({ seed: 'empty' })
    openPortal(simulator)
    const { url, close } = await simulator.listen()
    const { accessToken } = simulator.tokens(2)
    const add = () => fetch(`${url}/rest/crm.item.add?entityTypeId=2&fields[title]=x&auth=${accessToken}`)
    try {
      simulator.faults.dropAnswer('crm.item.add')
      await expect(add()).rejects.toThrow('fetch failed')
      expect(simulator.state.items.deal.size).toBe(1)
      simulator.faults.loseRequest('crm.item.add')
      await expect(add()).rejects.toThrow('fetch failed')
      expect(simulator.state.items.deal.size).toBe(1)
      expect((await add()).status).toBe(200)
      expect(simulator.requests).toHaveLength(2)
    } finally {
      await close()
    }
  })

  test('a busy portal answers 503 so many times', async () => {
    const simulator = createSimulator({ seed: 'empty' })
    const { max } = openPortal(simulator)
    simulator.faults.busy(2)
    for (const status of [503, 503, 200]) expect((await max('profile')).status).toBe(status)
    expect(simulator.requests.map(({ status, error }) => [status, error])).toEqual([
      [503, 'QUERY_LIMIT_EXCEEDED'],
      [503, 'QUERY_LIMIT_EXCEEDED'],
      [200, null],
    ])
  })
})

test('requests are recorded with caller, parameters and commands', async () => {
  const simulator = createSimulator({ seed: 'empty' })
  const { max } = openPortal(simulator)
  await max('batch', { cmd: { who: 'profile' }, halt: 1 })
  expect(simulator.requests).toEqual([
    {
      method: 'batch',
      userId: 2,
      params: { cmd: { who: 'profile' }, halt: 1 },
      commands: { who: 'profile' },
      status: 200,
      error: null,
    },
  ])
})

describe('a real port', () => {
  test('portal and auth server share the address, and app.info serves both', async () => {
    const simulator = createSimulator({ seed: 'empty' })
    const { clientId } = simulator.installApp({ handlerUrl: 'https://app.example.test/', scopes: ['crm'] })
    const { url, close } = await simulator.listen()
    try {
      expect([simulator.origin, simulator.authOrigin]).toEqual([url, url])
      const response = await fetch(`${url}/rest/app.info?auth=${simulator.tokens(2).accessToken}`)
      expect(await response.json()).toMatchObject({
        result: { CODE: clientId, INSTALLED: true, client_id: clientId, user_id: 2, install: { uri: url } },
      })
      expect((await fetch(`${url}/crm/deal/`)).status).toBe(404)
      simulator.pages = () => Promise.resolve(new Response('eine Seite'))
      expect(await (await fetch(`${url}/crm/deal/`)).text()).toBe('eine Seite')
    } finally {
      await close()
    }
  })

  test('a thousand records over HTTP take a few seconds, fifty commands a few milliseconds', async () => {
    const simulator = createSimulator({ seed: 'empty' })
    openPortal(simulator)
    const { url, close } = await simulator.listen()
    const { accessToken } = simulator.tokens(2)
    try {
      const start = performance.now()
      for (let round = 0; round < 50; round += 1)
        await Promise.all(
          Array.from({ length: 20 }, () =>
            fetch(`${url}/rest/crm.item.add?entityTypeId=1&auth=${accessToken}&fields[title]=x`).then((answer) =>
              answer.text(),
            ),
          ),
        )
      expect(performance.now() - start).toBeLessThan(20_000)
      expect(simulator.state.items.lead.size).toBe(1000)
      const ask = askAs(simulator, 2)
      const cmd = Object.fromEntries(
        Array.from({ length: 50 }, (_, index) => [`c${index}`, 'crm.item.add?entityTypeId=2&fields[title]=x']),
      )
      const batchStart = performance.now()
      await ask('batch', { cmd })
      expect(performance.now() - batchStart).toBeLessThan(2_000)
    } finally {
      await close()
    }
  })
})
