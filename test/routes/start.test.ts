import { http } from 'msw'
import { setupServer } from 'msw/node'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { portalTokenHeader, sessionHeader } from '../../server/contract.ts'
import { openLog } from '../../server/log.ts'
import { closeServices, openServices, type Services } from '../../server/services.ts'
import { startServer } from '../../server/start.ts'
import type { Database } from '../../server/storage/database.ts'
import { installApp } from '../install-app.ts'
import { createSimulator } from '../simulator/create-simulator.ts'
import { openTestDatabase } from '../test-database.ts'
import { credentials, readPage, sessionSecret } from './door.ts'

const config = readConfig({
  PORT: '0',
  PUBLIC_URL: 'https://create-from.test',
  BITRIX_CLIENT_ID: credentials.clientId,
  BITRIX_CLIENT_SECRET: credentials.clientSecret,
  SESSION_SECRET: sessionSecret,
  DATA_DIR: 'memory://',
  LOG_LEVEL: 'silent',
})

let database: Database
beforeAll(async () => void (database = await openTestDatabase()))
afterAll(() => database.close())

describe('a server that is told to stop', () => {
  const portal = createSimulator({ seed: 'demo', ...credentials })
  portal.installApp({ handlerUrl: 'https://create-from.test/app', scopes: ['crm', 'placement'] })
  const network = setupServer(...portal.handlers())
  beforeAll(() => network.listen({ onUnhandledRequest: 'bypass' }))
  afterAll(() => network.close())

  it(
    'finishes the conversion under way, says so meanwhile, and lets nobody in afterwards',
    { timeout: 30_000 },
    async () => {
      const server = await startServer(config, { database })
      await installApp(server.url, portal.frameForm({ userId: 1 }).fields)
      const deal = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
      const { fields } = portal.frameForm({ userId: 2, ...deal })
      const page = await readPage(
        await fetch(`${server.url}/app?LANG=de`, { method: 'POST', body: new URLSearchParams(fields) }),
      )
      if (!page.first || 'error' in page.first) throw new Error('no preview')
      let reached = (): void => undefined
      const underWay = new Promise<void>((resolve) => (reached = resolve))
      network.use(
        http.post('https://portal.bitrix24.test/rest/*', async ({ request }) => {
          reached()
          await new Promise((resolve) => setTimeout(resolve, 300))
          return portal.handle(request)
        }),
      )
      const conversion = fetch(`${server.url}/api/convert`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [sessionHeader]: page.session,
          [portalTokenHeader]: fields.AUTH_ID ?? '',
        },
        body: JSON.stringify({
          requestId: crypto.randomUUID(),
          fingerprint: page.first.preview.fingerprint,
          targets: ['invoice'],
        }),
      })
      await underWay
      const closed = server.close()
      expect((await fetch(`${server.url}/ready`)).status).toBe(503)
      expect(await (await conversion).json()).toMatchObject({ outcome: 'done' })
      await closed
      await expect(fetch(`${server.url}/health`)).rejects.toThrow()
    },
  )

  it('says so when its port is taken', { timeout: 30_000 }, async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, done))
    const { port } = other.address() as AddressInfo
    await expect(startServer({ ...config, port }, { database })).rejects.toThrow('EADDRINUSE')
    await new Promise((done) => other.close(done))
  })
})

describe('the built client', () => {
  let folder: string
  let services: Services
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'create-from-client-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'assets', 'main-4f2a.js'), 'export {}')
    services = await openServices(config, openLog('silent'), database)
  }, 30_000)
  afterAll(async () => {
    await closeServices(services)
    await rm(folder, { recursive: true })
  })

  async function served<T>(use: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(createApp(services, folder))
    await new Promise<void>((done) => server.listen(0, done))
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it('becomes the page, with our words where it leaves room for them', async () => {
    await writeFile(
      join(folder, 'index.html'),
      '<html><body><!--start--><script src="/assets/main-4f2a.js"></script><!--preview--></body></html>',
    )
    const html = await served(async (url) => (await fetch(`${url}/app?LANG=de`)).text())
    expect(html).toBe(
      '<html><body><noscript lang="de">Diese App braucht JavaScript. Bitte schalten Sie es im Browser ein.</noscript>' +
        '<script type="application/json" id="start">{"page":"outside","language":"de"}</script>' +
        '<script src="/assets/main-4f2a.js"></script></body></html>',
    )
  })

  it('is cached for ever, since the names of its files change with their content', async () => {
    await served(async (url) => {
      const asset = await fetch(`${url}/assets/main-4f2a.js`)
      expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(await asset.text()).toBe('export {}')
      expect((await fetch(`${url}/assets/main-0000.js`)).status).toBe(404)
      expect((await fetch(`${url}/assets/..%2findex.html`)).status).toBe(404)
    })
  })

  it('is refused at start when it leaves no room for our words', async () => {
    await writeFile(join(folder, 'index.html'), '<html><body></body></html>')
    expect(() => createApp(services, folder)).toThrow('build the client again')
  })
})
