import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../manifest/app.json' with { type: 'json' }
import { projectPath } from '../server/config.ts'
import { installApp } from './install-app.ts'
import { newSecret } from './secrets.ts'
import { createSimulator } from './simulator/create-simulator.ts'

const dockerfile = readFileSync(projectPath('server', 'deploy', 'Dockerfile'), 'utf8')
/** What the last stage of the image holds, and from where. */
const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) \.\/(\S+)$/gm)].map(([, from, to]) => ({
  from: from!,
  to: to!,
}))
const command = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)![1]!) as string[]

/** The folder of the image, outside of the project, so that nothing else is found from there. */
let folder: string
let child: ChildProcess | undefined

beforeAll(() => {
  if (!existsSync(projectPath('dist', 'server', 'main.js')))
    throw new Error('There is no built server: run `npm run build`.')
  folder = mkdtempSync(join(tmpdir(), 'image-'))
  for (const { from, to } of copied) cpSync(projectPath(from), join(folder, to), { recursive: true, dereference: true })
})
afterEach(async () => {
  if (!child || child.exitCode !== null) return
  const gone = once(child, 'close')
  child.kill('SIGKILL')
  await gone
})
afterAll(() => rmSync(folder, { recursive: true }))

function filesIn(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

test('the last stage takes nothing but what its lines name', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  expect(last.match(/^(COPY|ADD) /gm)).toHaveLength(copied.length)
  expect(last).not.toMatch(/^RUN /m)
  expect(copied.length).toBeGreaterThan(3)
})

test('the image holds one package, which needs no other, and none of what is for tests', () => {
  const scopes = readdirSync(join(folder, 'node_modules'))
  const packages = scopes.flatMap((scope) =>
    readdirSync(join(folder, 'node_modules', scope)).map((name) => `${scope}/${name}`),
  )
  expect(packages).toEqual(['@electric-sql/pglite'])
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'node_modules', packages[0]!, 'package.json'), 'utf8'),
  ) as { dependencies?: Record<string, string> }
  expect(dependencies).toEqual({})

  const own = filesIn(folder).filter((file) => !file.startsWith('node_modules/'))
  expect(own).toContain('dist/server/main.js')
  expect(own.filter((file) => /demo|portal\.js|\.test\.|\.env|\.vue$/.test(file))).toEqual([])
  expect(own.filter((file) => file.endsWith('.ts'))).toEqual([])
  const telling = own.filter((file) => /simulat(or|ed portal)/i.test(readFileSync(join(folder, file), 'utf8')))
  expect(telling).toEqual([])
  const ownBytes = own.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  expect(ownBytes).toBeLessThan(20_000_000)
})

test('what the server asks for by name is in the image', () => {
  const programs = filesIn(join(folder, 'dist', 'server')).filter((file) => file.endsWith('.js'))
  const named = programs.flatMap((file) =>
    [
      ...readFileSync(join(folder, file), 'utf8').matchAll(
        /^\s*import .*?from "([^".][^"]*)"|import\("([^".][^"]*)"\)/gm,
      ),
    ].map(([, one, later]) => one ?? later!),
  )
  const packages = named.filter((name) => !isBuiltin(name))
  expect(packages).toContain('@electric-sql/pglite')
  expect([...new Set(packages)].filter((name) => !name.startsWith('@electric-sql/pglite'))).toEqual([])
})

describe('a server started from nothing but the files of the image', () => {
  test.each([
    ['as the image starts it', command],
    ['as Node starts it without options', ['node', 'dist/server/main.js']],
  ])(
    '%s takes work and shows the page of a card where the app is installed',
    async (_, [, ...options]) => {
      const portal = createSimulator({ seed: 'demo', clientId: 'local.image', clientSecret: 'k1xN0vWq3LrT' })
      const host = await portal.listen(0)
      try {
        const port = await freePort()
        const url = `http://127.0.0.1:${port}`
        const words: string[] = []
        child = spawn(process.execPath, options, {
          cwd: folder,
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PORT: String(port),
            PUBLIC_URL: url,
            BITRIX_CLIENT_ID: 'local.image',
            BITRIX_CLIENT_SECRET: 'k1xN0vWq3LrT',
            SESSION_SECRET: newSecret(),
            BITRIX_AUTH_SERVERS: host.url,
            ALLOW_LOOPBACK_PORTALS: 'true',
            DATA_DIR: 'memory://',
            LOG_LEVEL: 'warn',
            NODE_ENV: 'production',
          },
        })
        for (const stream of [child.stdout!, child.stderr!])
          stream.on('data', (chunk: Buffer) => words.push(chunk.toString()))
        while (!(await fetch(`${url}/ready`).catch(() => null))?.ok) {
          if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}: ${words.join('')}`)
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
        portal.installApp({
          handlerUrl: `${url}/app`,
          installerUrl: `${url}/install`,
          scopes: [...manifest.scopes, ...manifest.optionalScopes],
        })
        await installApp(url, portal.frameForm({ userId: 1 }).fields)
        portal.finishInstall(1)
        await portal.eventsDelivered()
        const card = { placement: 'CRM_DEAL_DETAIL_TOOLBAR', placementOptions: { ID: '1' } }
        const { fields } = portal.frameForm({ userId: 2, ...card })
        const opened = await fetch(`${url}/app?LANG=de`, { method: 'POST', body: new URLSearchParams(fields) })
        const html = await opened.text()
        expect(opened.status).toBe(200)
        expect(html).toContain('"page":"convert"')
        expect(html).toContain('"fingerprint"')
        const [, asset] = /(?:src|href)="(\/assets\/[^"]+)"/.exec(html)!
        expect((await fetch(url + asset!)).status).toBe(200)
        expect(words).toEqual([])
      } finally {
        await host.close()
      }
    },
    120_000,
  )
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
