import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openAuthServer } from '../../server/bitrix/auth-server.ts'
import { openDownload, type Download } from '../../server/bitrix/download.ts'
import { openOutgoing, type Outgoing } from '../../server/bitrix/outgoing.ts'
import { isReachableEndpoint, type Reach, type Resolve } from '../../server/bitrix/public-address.ts'
import { renewTokens } from '../../server/bitrix/renew-tokens.ts'
import { openRest, type Rest } from '../../server/bitrix/rest.ts'
import type { ErrorCode } from '../../server/errors.ts'

/** A server inside the network, which counts who reaches it and sends everybody on to another address of its own. */
let inside: Server
let port: number
let connections = 0
let paths: string[] = []

beforeAll(async () => {
  inside = createServer((request, response) => {
    paths.push(request.url ?? '')
    request.resume()
    response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
  })
  inside.on('connection', () => (connections += 1))
  await new Promise<void>((done) => inside.listen(0, done)) // on every address of this machine
  port = (inside.address() as AddressInfo).port
})
beforeEach(() => {
  connections = 0
  paths = []
})
afterAll(() => inside.close())

/** Names lead where the story says; each answer is given once, the last one for ever. */
function namesLeadTo(...answers: string[][]): Resolve {
  return (_, __, found) => {
    const addresses = answers.length > 1 ? answers.shift()! : answers[0]!
    found(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
}

async function* nothing(): AsyncIterable<string> {}

function restAt(outgoing: Outgoing, origin: string): Rest {
  const traffic = {
    pacing: { claim: async () => ({ granted: true, waitMs: 0 }), fill: async () => undefined },
    note: () => undefined,
  }
  const clientEndpoint = `${origin}/rest/`
  return openRest({ clientEndpoint, accessToken: 'token-of-a-person', outgoing, traffic })
}

/** Every way a request of ours leaves this server. */
const ways: Record<string, (outgoing: Outgoing, origin: string) => Promise<unknown>> = {
  'a call of a method': (outgoing, origin) => restAt(outgoing, origin).call({ method: 'profile', params: {} }),
  'a batch': (outgoing, origin) =>
    restAt(outgoing, origin).batch({ a: { method: 'profile', params: {} } }, { halt: true }),
  'a download': (outgoing, origin) => openDownload(outgoing, origin, `${origin}/file`, 1000),
  'an upload': (outgoing, origin) =>
    restAt(outgoing, origin).upload({ method: 'crm.item.update', params: {} }, nothing),
  'a question to the auth server': (outgoing, origin) =>
    openAuthServer({ servers: [origin], clientId: 'app', outgoing, reach: { allowLoopback: true } }).verify(
      'token-of-a-person',
    ),
  'a renewal of tokens': (outgoing, origin) =>
    renewTokens(outgoing, origin, { clientId: 'app', clientSecret: 'secret' }, 'refresh'),
}

describe.each(Object.entries(ways))('%s', (_, send) => {
  const attempt = (reach: Reach, origin: string): Promise<unknown> =>
    send(openOutgoing(reach), origin).then(
      () => 'answered',
      (error: unknown) => error,
    )

  test.each(['https://portal.example', 'http://portal.example'])(
    'is not sent to %s when its name leads inside at the moment of connecting',
    async (origin) => {
      for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0'])
        await attempt({ allowLoopback: false, resolve: namesLeadTo([address]) }, `${origin}:${port}`)
      // One inside address among public ones is enough to stay away.
      await attempt({ allowLoopback: false, resolve: namesLeadTo(['8.8.8.8', '127.0.0.1']) }, `${origin}:${port}`)
      expect(connections).toBe(0)
    },
  )

  test('is not sent to an address that is written out, which nobody looks up', async () => {
    const never: Resolve = () => expect.unreachable('An address was looked up.')
    for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1'])
      for (const scheme of ['https', 'http'])
        await attempt({ allowLoopback: false, resolve: never }, `${scheme}://${host}:${port}`)
    expect(connections).toBe(0)
  })

  test('reaches this machine where the operator lets it, and is not sent on from there', async () => {
    await attempt({ allowLoopback: true }, `http://127.0.0.1:${port}`)
    expect(connections).toBe(1)
    expect(paths).toHaveLength(1)
    expect(paths).not.toContain('/elsewhere')
  })

  test('never leaves this machine unencrypted, also where loopback is open', async () => {
    const asked: string[] = []
    const resolve: Resolve = (name, _, found) => {
      asked.push(name)
      found(null, [{ address: '8.8.8.8', family: 4 }])
    }
    const outcome = await attempt({ allowLoopback: true, resolve }, `http://portal.example:${port}`)
    expect(outcome).not.toBe('answered')
    expect(asked).toEqual(['portal.example'])
    expect(connections).toBe(0)
  })
})

test('a portal that moves its name inside after it was verified is not called, and counts as not reached', async () => {
  const resolve = namesLeadTo(['8.8.8.8'], ['127.0.0.1'])
  const endpoint = `https://portal.example:${port}`
  expect(await isReachableEndpoint(`${endpoint}/rest/`, { allowLoopback: false, resolve })).toBe(true)
  const rest = restAt(openOutgoing({ allowLoopback: false, resolve }), endpoint)
  await expect(rest.call({ method: 'crm.item.add', params: {} })).rejects.toMatchObject({
    code: 'portal_unreachable',
    details: { mayHaveWritten: false },
  })
  expect(connections).toBe(0)
})

test.each(['http', 'https'])('a name is called by %s where it may lead', async (scheme) => {
  const outgoing = openOutgoing({ allowLoopback: true, resolve: namesLeadTo(['127.0.0.1']) })
  await outgoing.get(`${scheme}://portal.example:${port}`).catch(() => undefined)
  expect(connections).toBe(1)
})

describe('a portal whose answer would fill the memory', () => {
  /** What every one of our questions would take for a good answer, if it were not so much. */
  const answer = gzipSync(
    JSON.stringify({
      access_token: 'access',
      refresh_token: 'refresh',
      result: {
        client_id: 'app',
        expires: 2_000_000_000,
        user_id: 1,
        install: { domain: 'portal', client_endpoint: 'http://127.0.0.1/rest/', member_id: 'portal' },
        result: { a: true },
      },
      time: {},
      padding: 'x'.repeat(21_000_000),
    }),
  )
  const portal = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(answer)
  })
  beforeAll(() => new Promise<void>((done) => void portal.listen(0, '127.0.0.1', done)))
  afterAll(() => portal.close())

  test.each(Object.entries(ways))('is not heard to the end, however small it was packed: %s', async (way, send) => {
    expect(answer.length).toBeLessThan(100_000)
    const origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
    const sent = send(openOutgoing({ allowLoopback: true }), origin).then(readAll)
    await expect(sent).rejects.toMatchObject({ code: notTaken[way] })
  })
})

/** A portal's answer is none, though what was asked may be done; an auth server counts as silent. */
const notTaken: Record<string, ErrorCode> = {
  'a call of a method': 'unexpected_answer',
  'a batch': 'unexpected_answer',
  'an upload': 'unexpected_answer',
  'a download': 'portal_refused',
  'a question to the auth server': 'portal_unreachable',
  'a renewal of tokens': 'portal_unreachable',
}

/** A file is read by whoever opened it. */
async function readAll(answered: unknown): Promise<void> {
  const { content } = (answered ?? {}) as Partial<Download>
  if (content) for await (const _ of content);
}

describe('the address of a portal', () => {
  const isReachable = (endpoint: string, allowLoopback = false): Promise<boolean> =>
    isReachableEndpoint(endpoint, { allowLoopback, resolve: namesLeadTo(['8.8.8.8']) })

  test.each([
    'https://portal.example/rest/',
    'https://portal.example:8443/rest/',
    'https://bücher.example/rest/',
    'https://under_score.example/rest/',
    'https://8.8.8.8/rest/',
    'https://[2606:4700::1111]/rest/',
  ])('may be %s', async (endpoint) => {
    expect(await isReachable(endpoint)).toBe(true)
  })

  test.each([
    ['private', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '[fc00::1]', '[fd12:3456::1]'],
    ['this machine', '127.0.0.1', '127.255.0.1', '[::1]', '0.0.0.0', '[::]', 'localhost', 'portal.localhost', '0177.1'],
    ['link-local, with its metadata services', '169.254.169.254', '[fe80::1]', '[fec0::1]'],
    ['shared by a provider', '100.64.0.1', '100.127.255.255'],
    ['multicast, broadcast or reserved', '224.0.0.1', '239.1.1.1', '255.255.255.255', '240.0.0.1', '[ff02::1]'],
    ['for documents and measurements', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '[2001:db8::1]'],
    ['IPv4 inside IPv6', '[::ffff:10.0.0.1]', '[::ffff:a00:1]', '[::10.0.0.1]', '[64:ff9b::a00:1]', '[2002:a00:1::]'],
    ['a pattern or the end of a header value', '*', '*.example', '%2a.example', 'a.example;script-src', 'a.example,b'],
  ])('is refused: %s', async (_, ...hosts) => {
    for (const host of hosts) expect([host, await isReachable(`https://${host}/rest/`)]).toEqual([host, false])
  })

  test.each([
    'http://portal.example/rest/',
    'ftp://portal.example/rest/',
    'javascript:alert(1)',
    'https://user@portal.example/rest/',
    'https://user:word@portal.example/rest/',
    'portal.example',
    '',
  ])('is refused: %j', async (endpoint) => {
    expect(await isReachable(endpoint)).toBe(false)
  })

  test('opens loopback only, where the operator lets it', async () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost'])
      expect([host, await isReachable(`http://${host}:3000/rest/`, true)]).toEqual([host, true])
    for (const host of ['10.0.0.1', '169.254.169.254', '[fd00::1]'])
      expect([host, await isReachable(`https://${host}/rest/`, true)]).toEqual([host, false])
  })
})
