import { afterEach, describe, expect, test } from 'vitest'
import { openPortal } from './ask.ts'
import { createSimulator } from './create-simulator.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const { close } of open.splice(0)) await close()
})

async function portal() {
  const simulator = createSimulator({ seed: 'empty' })
  const { max } = openPortal(simulator)
  const server = await simulator.listen()
  open.push(server)
  const { accessToken } = simulator.tokens(2)
  const send = (method: string, signal?: AbortSignal) =>
    fetch(`${server.url}/rest/${method}${method.includes('?') ? '&' : '?'}auth=${accessToken}`, { signal })
  return {
    simulator,
    max,
    send,
    titles: () => [...simulator.state.items.deal.values()].map(({ values }) => values.title),
  }
}

const add = (title: string) => `crm.item.add?entityTypeId=2&fields[title]=${title}`
const adds = { a: add('a'), b: add('b'), c: add('c') }
const limit = {
  error: 'OPERATION_TIME_LIMIT',
  description: 'Method is blocked due to operation time limit.',
  status: 429,
}

describe('a refusal of single calls', () => {
  test('the second command of a batch, and no other', async () => {
    const { simulator, max, titles } = await portal()
    simulator.faults.refuse('*', { ...limit, command: 2 })
    const { body } = await max('batch', { cmd: adds })
    expect(body.result).toMatchObject({ result: { a: {}, c: {} }, result_error: { b: { error: limit.error } } })
    expect(titles()).toEqual(['a', 'c'])
    expect(await max('crm.item.add', { entityTypeId: 2, fields: {} })).toMatchObject({ status: 200 })
  })

  test('the third call of a method, then no more', async () => {
    const { simulator, max } = await portal()
    simulator.faults.refuse('crm.item.*', { ...limit, skip: 2, times: 1 })
    const { body } = await max('batch', { cmd: adds })
    expect(body.result).toMatchObject({ result_error: { c: { error: limit.error } } })
    const [status] = [(await max('crm.item.list', { entityTypeId: 2 })).status]
    expect(status).toBe(200)
    simulator.faults.refuse('crm.item.list', { ...limit, times: 1 })
    expect(await max('crm.item.list', { entityTypeId: 2 })).toMatchObject({ status: 429, body: { error: limit.error } })
  })

  test('calls whose parameters contain something', async () => {
    const { simulator, max, titles } = await portal()
    simulator.faults.refuse('write', {
      error: 'NO',
      description: 'No.',
      params: { entityTypeId: '2', fields: { title: 'b' } },
    })
    const { body } = await max('batch', { cmd: adds })
    expect(body.result).toMatchObject({ result_error: { b: { error: 'NO' } } })
    expect(titles()).toEqual(['a', 'c'])
  })

  test('the portal gets busy after some requests', async () => {
    const { simulator, max } = await portal()
    simulator.faults.busy(1, 2)
    for (const status of [200, 200, 503, 200]) expect((await max('profile')).status).toBe(status)
  })
})

describe('after the work was done', () => {
  test.each([
    ['badGateway', 502],
    ['gatewayTimeout', 504],
  ] as const)('%s: a page of what stands in front of the portal', async (trouble, status) => {
    const { simulator, send, titles } = await portal()
    simulator.faults.after('crm.item.add', trouble)
    const answer = await send(add('a'))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html'])
    expect(titles()).toEqual(['a'])
  })

  test('silence: the connection stays open until the client gives up', async () => {
    const { simulator, send, titles } = await portal()
    simulator.faults.after('write', 'silence')
    await expect(send(add('a'), AbortSignal.timeout(200))).rejects.toThrow('timeout')
    expect(titles()).toEqual(['a'])
    expect((await send(add('b'))).status).toBe(200)
  })
})

describe('at any step of a chain', () => {
  test.each([
    ['before', ['a']],
    ['after', ['a', 'b']],
  ] as const)(
    'the client is gone %s the second write; what was sent is carried out all the same',
    async (moment, done) => {
      const { simulator, send, titles } = await portal()
      simulator.faults.pause('write', moment, 2)
      const gone = new AbortController()
      const cmd = Object.entries(adds).map(([key, command]) => `cmd[${key}]=${encodeURIComponent(command)}`)
      const answer = send(`batch?${cmd.join('&')}`, gone.signal)
      await expect.poll(() => simulator.faults.held()).toEqual([{ method: 'crm.item.add', moment }])
      expect(titles()).toEqual(done)
      gone.abort()
      await expect(answer).rejects.toThrow('aborted')
      simulator.faults.release()
      await expect.poll(titles).toEqual(['a', 'b', 'c'])
      expect(simulator.faults.held()).toEqual([])
    },
  )

  test('a test looks in, or changes something, between two commands', async () => {
    const { simulator, max, titles } = await portal()
    const seen: unknown[] = []
    simulator.faults.hook('crm.item.add', 'after', () => void seen.push(titles()))
    simulator.faults.hook('crm.item.add', 'before', () => simulator.faults.expireTokens(), 3)
    expect(await max('batch', { cmd: adds })).toMatchObject({ status: 200 })
    expect(seen).toEqual([['a']])
    expect(await max('profile')).toMatchObject({ status: 401 })
  })
})
