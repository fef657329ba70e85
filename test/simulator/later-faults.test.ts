import { describe, expect, test } from 'vitest'
import { askAs, openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const add = 'crm.item.add?entityTypeId=2&fields[title]=x'

async function open() {
  const simulator = createSimulator({ seed: 'empty' })
  const { max } = openPortal(simulator)
  const { url, close } = await simulator.listen()
  const { accessToken } = simulator.tokens(2)
  const send = (method: string) => fetch(`${url}/rest/${method}${method.includes('?') ? '&' : '?'}auth=${accessToken}`)
  return { simulator, max, send, close, deals: () => simulator.state.items.deal.size }
}

describe('trouble right after the n-th call', () => {
  test('the answer of the third write is lost, the write is not', async () => {
    const { simulator, send, close, deals } = await open()
    simulator.faults.after('crm.item.add', 'dropAnswer', 3)
    for (let count = 0; count < 2; count += 1) expect((await send(add)).status).toBe(200)
    await expect(send(add)).rejects.toThrow('fetch failed')
    expect(deals()).toBe(3)
    expect((await send(add)).status).toBe(200)
    await close()
  })

  test('writes of a batch count one by one; all of it is carried out, none of it is heard of', async () => {
    const { simulator, send, close, deals } = await open()
    simulator.faults.after('crm.item.add', 'dropAnswer', 2)
    const cmd = [add, add, add].map((command, index) => `cmd[${index}]=${encodeURIComponent(command)}`).join('&')
    await expect(send(`batch?${cmd}`)).rejects.toThrow('fetch failed')
    expect(deals()).toBe(3)
    await close()
  })

  test('a 500 after the work was done', async () => {
    const { simulator, max, close, deals } = await open()
    simulator.faults.after('crm.item.add', 'serverError')
    expect(await max('crm.item.add', { entityTypeId: 2, fields: {} })).toMatchObject({
      status: 500,
      body: { error: 'INTERNAL_SERVER_ERROR', error_description: 'Internal server error' },
    })
    expect(deals()).toBe(1)
    expect((await max('crm.item.add', { entityTypeId: 2, fields: {} })).status).toBe(200)
    await close()
  })

  test('tokens end in the middle of a chain: the batch under way goes on, the next one is refused', async () => {
    const { simulator, max, close, deals } = await open()
    simulator.faults.after('crm.item.add', 'expireTokens')
    const { body } = await max('batch', { cmd: [add, add], halt: 1 })
    expect(body.result).toMatchObject({ result: [{}, {}], result_error: [] })
    expect(await max('batch', { cmd: [add] })).toMatchObject({ status: 401, body: { error: 'expired_token' } })
    expect(deals()).toBe(2)
    expect((await askAs(simulator, 2)('batch', { cmd: [add] })).status).toBe(200)
    await close()
  })

  test('the app is removed in between', async () => {
    const { simulator, max, close, deals } = await open()
    simulator.faults.after('crm.item.productrow.set', 'uninstall')
    const { body } = await max('crm.item.add', { entityTypeId: 2, fields: {} })
    const { id } = (body.result as { item: { id: number } }).item
    const rows = { ownerType: 'D', ownerId: id, productRows: [{ productName: 'Ziegel', price: 1 }] }
    expect((await max('crm.item.productrow.set', rows)).status).toBe(200)
    expect(await max('crm.item.update', { entityTypeId: 2, id, fields: { title: 'y' } })).toMatchObject({
      status: 401,
      body: { error: 'APPLICATION_NOT_FOUND' },
    })
    expect(simulator.state.items.deal.get(id)?.rows).toHaveLength(1)
    expect(deals()).toBe(1)
    await close()
  })
})

describe('slowness', () => {
  test('a slow method takes its time, so many times, alone and in a batch', async () => {
    const { simulator, max, close } = await open()
    simulator.faults.slow('profile', 60, 2)
    const took = async (work: () => Promise<unknown>) => {
      const start = performance.now()
      await work()
      return performance.now() - start
    }
    expect(await took(() => max('profile'))).toBeGreaterThanOrEqual(59)
    expect(await took(() => max('batch', { cmd: ['user.admin', 'profile'] }))).toBeGreaterThanOrEqual(59)
    expect((await max('profile')).body.time).toMatchObject({ operating: expect.any(Number) })
    expect(simulator.faults.ordered()).toMatchObject({ slow: [{ method: 'profile', times: 0 }] })
    simulator.faults.clear()
    expect(simulator.faults.ordered()).toMatchObject({ slow: [], after: [], busy: 0, hooks: [], held: [] })
    await close()
  })
})
