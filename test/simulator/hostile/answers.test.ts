import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askAs, openPortal } from '../ask.ts'
import { createSimulator, type Simulator } from '../create-simulator.ts'
import { changeTo } from './answer-orders.ts'

let portal: Simulator
let anna: ReturnType<typeof askAs>
let server: { url: string; close(): Promise<void> }
beforeEach(async () => {
  portal = createSimulator({ seed: 'empty' })
  anna = openPortal(portal).anna
  server = await portal.listen()
})
afterEach(() => server.close())

const deal = { entityTypeId: 2, fields: { title: 'Dach' } }
const address = (method: string) => `${portal.webhook(1)}${method}`

/** What comes over the real port: how the connection ended, and all that came before. */
function hear(method: string, enough = Number.POSITIVE_INFINITY) {
  return new Promise<{ text: string; end: string; claimed: string | undefined; ms: number }>((resolve) => {
    const start = Date.now()
    const asked = request(address(method), (answer) => {
      let text = ''
      const done = (end: string) =>
        resolve({ text, end, claimed: answer.headers['content-length'], ms: Date.now() - start })
      answer.on('data', (piece: Buffer) => {
        text += piece.toString()
        if (text.length >= enough) {
          done('enough')
          asked.destroy()
        }
      })
      answer.on('end', () => done('end')).on('error', () => done('broken'))
    })
    asked.on('error', () => undefined).end()
  })
}

describe('an answer in other words', () => {
  test('comes as it stands, once, and the work is done all the same', async () => {
    portal.faults.answer('crm.item.add', {
      body: '<html>Proxy</html>',
      status: 200,
      headers: { 'content-type': 'text/html' },
    })
    const answer = await fetch(address('crm.item.add?entityTypeId=2&fields[title]=x'))
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'text/html',
      '<html>Proxy</html>',
    ])
    expect(portal.state.items.deal.size).toBe(1)
    expect((await anna('crm.item.add', deal)).body.result).toMatchObject({ item: { id: 2 } })
  })

  test('passes so many answers first, and holds so many times', async () => {
    portal.faults.answer('profile', { body: '{"result":[]}', skip: 1, times: 2 })
    const results = []
    for (let call = 0; call < 4; call += 1) results.push((await anna('profile')).body.result)
    expect(results.map((result) => Array.isArray(result))).toEqual([false, true, true, false])
  })

  test('comes for a whole batch that has the method in it', async () => {
    portal.faults.answer('crm.item.*', { body: 'no JSON' })
    const answer = await fetch(address('batch?cmd[a]=crm.item.list%3FentityTypeId%3D2'))
    expect(await answer.text()).toBe('no JSON')
  })
})

describe('a changed answer', () => {
  test('is the real one with something else in it', async () => {
    portal.faults.answer('crm.item.add', { change: changeTo({ 'result.item.id': '1 OR 1', 'result.item.fm.0': null }) })
    const { body } = await anna('crm.item.add', deal)
    expect(body).toMatchObject({ result: { item: { id: '1 OR 1', title: 'Dach', fm: { 0: null } } }, time: {} })
  })

  test('is what a function makes of it', async () => {
    portal.faults.answer('profile', { change: (answer) => ({ ...(answer as object), next: -1 }) })
    expect((await anna('profile')).body).toMatchObject({ next: -1, result: { ID: '1' } })
  })

  test('of a command is its own part of the batch', async () => {
    portal.add('deal', { title: 'one' })
    portal.faults.answer('crm.item.list', { change: changeTo({ 'result.items.0.title': 'another', total: 1e9 }) })
    const cmd = { a: 'profile', b: 'crm.item.list?entityTypeId=2' }
    expect((await anna('batch', { cmd })).body.result).toMatchObject({
      result: { a: { ID: '1' }, b: { items: [{ title: 'another' }] } },
      result_total: { b: 1e9 },
    })
  })
})

describe('over the real port', () => {
  test('an answer takes its time', async () => {
    portal.faults.answer('profile', { body: 'x'.repeat(60), bytesPerSecond: 200 })
    const { text, ms } = await hear('profile')
    expect(text).toHaveLength(60)
    expect(ms).toBeGreaterThan(250)
  })

  test('an answer has no end, and stops when the client has gone', async () => {
    portal.faults.answer('profile', { body: '{"result":"', endlessly: 'ab' })
    const { text, end } = await hear('profile', 1_000_000)
    expect([text.slice(0, 15), end]).toEqual(['{"result":"abab', 'enough'])
    expect((await anna('profile')).status).toBe(200)
  })

  test('an answer is shorter than it claims, and the connection breaks', async () => {
    portal.faults.answer('profile', { body: '{"result":1}', contentLength: 100 })
    expect(await hear('profile')).toMatchObject({ text: '{"result":1}', claimed: '100', end: 'broken' })
  })

  test('an answer is longer than it claims, and is cut there', async () => {
    portal.faults.answer('profile', { body: '{"result":1}', contentLength: 5 })
    expect(await hear('profile')).toMatchObject({ text: '{"res', claimed: '5' })
  })

  test('other answers say their length', async () => {
    const { text, claimed } = await hear('profile')
    expect(Number(claimed)).toBe(Buffer.byteLength(text))
  })
})

test('orders are told, and forgotten with all others', async () => {
  portal.faults.answer('profile', { body: 'x' })
  expect(portal.faults.ordered().answer).toEqual([{ method: 'profile', body: 'x', skip: 0, times: 1 }])
  portal.faults.clear()
  expect((await anna('profile')).body.result).toMatchObject({ ID: '1' })
})
