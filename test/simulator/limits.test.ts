import { request as httpRequest } from 'node:http'
import { describe, expect, test } from 'vitest'
import { askAs, openPortal } from './ask.ts'
import { stillClock } from './clock.ts'
import { createSimulator } from './create-simulator.ts'
import type { SimulatorOptions } from './simulator.ts'

const refusedRate = { status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' } }
const refusedTime = {
  status: 429,
  body: { error: 'OPERATION_TIME_LIMIT', error_description: 'Method is blocked due to operation time limit.' },
}

function open(limits: SimulatorOptions['limits']) {
  const clock = stillClock()
  const simulator = createSimulator({ seed: 'empty', limits, clock })
  return { clock, simulator, ...openPortal(simulator) }
}

describe('the rate of requests (REST API limits)', () => {
  test.each([
    ['standard', 50, 2],
    ['enterprise', 250, 5],
  ] as const)('%s: %i at once, then %i per second', async (level, burst, drain) => {
    const { anna, clock } = open(level)
    const statuses = new Set<number>()
    for (let count = 0; count < burst; count += 1) statuses.add((await anna('user.admin')).status)
    expect([...statuses]).toEqual([200])
    expect(await anna('user.admin')).toMatchObject(refusedRate)
    clock.advance(999)
    expect(await anna('user.admin')).toMatchObject(refusedRate)
    clock.advance(1)
    for (let count = 0; count < drain; count += 1) expect((await anna('user.admin')).status).toBe(200)
    expect(await anna('user.admin')).toMatchObject(refusedRate)
  })

  test('everybody at one address shares it, a batch counts once, and another address has its own', async () => {
    const { anna, max, simulator } = open('standard')
    const cmd = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [index, 'user.admin']))
    for (let count = 0; count < 25; count += 1) {
      expect((await anna('batch', { cmd })).status).toBe(200)
      expect((await max('user.admin')).status).toBe(200)
    }
    expect(await max('user.admin')).toMatchObject(refusedRate)
    const elsewhere = new Request(`${simulator.webhook(1)}user.admin`)
    expect((await simulator.handle(elsewhere, '192.0.2.7')).status).toBe(200)
  })

  test('a real port tells addresses apart', async () => {
    const { anna, simulator } = open('standard')
    const { close } = await simulator.listen()
    const from = (localAddress: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const sent = httpRequest(`${simulator.webhook(1)}user.admin`, { localAddress }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sent.on('error', reject).end()
      })
    try {
      for (let count = 0; count < 50; count += 1) expect(await from('127.0.0.1')).toBe(200)
      expect(await from('127.0.0.1')).toBe(503)
      expect(await from('127.0.0.2')).toBe(200)
      expect((await anna('user.admin')).status).toBe(200)
    } finally {
      await close()
    }
  })
})

describe('the operating time of a method (REST API limits)', () => {
  /** The documentation's own example: a limit of 480 seconds, calls of 20 seconds each. */
  test('adds up per method and app, blocks the next call, and falls basket by basket', async () => {
    const { anna, clock, simulator } = open('enterprise')
    const webhook = async () => (await simulator.handle(new Request(`${simulator.webhook(1)}profile`))).status
    simulator.faults.slow('profile', 20_000)
    const start = clock.now()
    for (let count = 1; count <= 25; count += 1) {
      const { body } = await anna('profile')
      expect(body.time).toMatchObject({ operating: 20 * count, processing: 20 })
      expect(body.time?.operating_reset_at).toBe(Math.floor(start / 1000) + 600)
    }
    expect(await anna('profile')).toMatchObject(refusedTime)
    expect((await anna('user.admin')).status).toBe(200)
    expect(await webhook()).toBe(200)
    clock.advance(start + 600_000 - clock.now() - 1)
    expect(await anna('profile')).toMatchObject(refusedTime)
    clock.advance(1)
    simulator.faults.clear()
    const { body } = await anna('profile')
    // The first basket held the calls that began within its minute: at 10:05:20 and 10:05:40.
    expect(body.time).toMatchObject({ operating: 460 })
    expect(body.time?.operating_reset_at).toBe(Math.floor(start / 1000) + 640)
  })

  test('counts the commands of a batch one by one, and blocks only theirs', async () => {
    const { anna, simulator } = open('standard')
    simulator.limits.settings.operatingSeconds = 3
    simulator.limits.settings.commandLatencyMs = 2000
    const cmd = { one: 'profile', two: 'profile', three: 'profile', other: 'user.admin' }
    const { body } = await anna('batch', { cmd })
    expect(body).toMatchObject({
      result: {
        result: { one: { ID: '1' }, two: { ID: '1' }, other: true },
        result_error: { three: { error: 'OPERATION_TIME_LIMIT' } },
        result_time: { one: { operating: 2 }, two: { operating: 4 }, other: { operating: 2 } },
      },
      time: { operating: 0, duration: 6 },
    })
  })
})

describe('time', () => {
  test('no request takes longer than a minute; what was done until then stays done', async () => {
    const { anna, simulator } = open('standard')
    const { accessToken } = simulator.tokens(1)
    simulator.faults.slow('crm.item.add', 25_000)
    const add = 'crm.item.add?entityTypeId=2&fields[title]=x'
    const body = JSON.stringify({ cmd: [add, add, add, add], auth: accessToken })
    const headers = { 'content-type': 'application/json' }
    const answer = await simulator.handle(
      new Request(`${simulator.origin}/rest/batch`, { method: 'POST', headers, body }),
    )
    expect(answer.status).toBe(504)
    expect(answer.headers.get('content-type')).toBe('text/html')
    expect(simulator.state.items.deal.size).toBe(2)
    expect((await anna('crm.item.add', { entityTypeId: 2, fields: {} })).body.time).toMatchObject({ duration: 25 })
  })

  test('latency is paid once per request, and once per command', async () => {
    const clock = stillClock()
    const limits = { latencyMs: 300, commandLatencyMs: 100 }
    const simulator = createSimulator({ seed: 'empty', clock, limits })
    const { anna } = openPortal(simulator)
    const start = clock.now()
    await anna('batch', { cmd: ['profile', 'user.admin', 'scope'] })
    expect(clock.now() - start).toBe(600)
  })

  test('without limits nothing is ever refused', async () => {
    const { anna, simulator } = open('off')
    simulator.faults.slow('profile', 61_000)
    for (let count = 0; count < 55; count += 1) expect((await anna('profile')).status).toBe(200)
  })
})

test('several portals keep their own counts', async () => {
  const [one, other] = [open('standard'), open('standard')]
  for (let count = 0; count < 51; count += 1) await one.anna('user.admin')
  expect((await one.anna('user.admin')).status).toBe(503)
  expect((await askAs(other.simulator, 1)('user.admin')).status).toBe(200)
})
