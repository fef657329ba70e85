import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import packageJson from '../package.json' with { type: 'json' }
import { projectPath, readConfig, variableNames } from '../server/config.ts'
import { newKey, newSecret } from './secrets.ts'

const read = (...path: string[]): string => readFileSync(projectPath(...path), 'utf8')
const folder = projectPath('server', 'deploy')

const app = z.object({
  build: z.object({ context: z.string(), dockerfile: z.string() }),
  environment: z.record(z.string(), z.string()),
  depends_on: z.record(z.string(), z.unknown()),
  stop_grace_period: z.string().regex(/^\d+s$/),
})
const proxy = z.object({ volumes: z.array(z.string()), depends_on: z.record(z.string(), z.unknown()) })
const compose = z
  .object({ services: z.looseObject({ 'app-1': app, 'app-2': app, proxy }) })
  .parse(parse(read('server', 'deploy', 'compose.yml'), { merge: true }))
const { services } = compose

/** What somebody writes into the file that Compose reads variables from. */
const own: Record<string, string> = {
  PUBLIC_URL: 'https://app.example.com',
  BITRIX_CLIENT_ID: 'local.1',
  BITRIX_CLIENT_SECRET: 'k1xN0vWq3LrT',
  SESSION_SECRET: newSecret(),
  TOKEN_KEYS: newKey(),
  POSTGRES_PASSWORD: 'secret',
}
const fill = (text: string): string => text.replaceAll(/\$\{(\w+):\?\}/g, (_, name: string) => own[name] ?? 'unknown')

describe('the Compose file', () => {
  const environment = services['app-1'].environment
  const config = readConfig(Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fill(text)])))

  test('gives the app all it needs, and nothing it does not read', () => {
    expect(Object.keys(environment).filter((name) => !variableNames.includes(name))).toEqual([])
    expect(config.database).toEqual({
      kind: 'postgres',
      url: 'postgresql://create_from:secret@database:5432/create_from',
    })
    expect(services['app-2'].environment).toEqual(environment)
  })

  test('names every variable somebody must give it', () => {
    const text = read('server', 'deploy', 'compose.yml')
    const asked = new Set([...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name]) => name))
    const [, named = ''] = /# my\.env: (.+)/.exec(text) ?? []
    expect(named.split(', ').sort()).toEqual([...asked].sort())
    expect(Object.keys(own).sort()).toEqual([...asked].sort())
  })

  test('waits longer for a process than the process waits for its work', () => {
    expect(Number.parseInt(services['app-1'].stop_grace_period)).toBeGreaterThan(config.graceMs / 1000)
  })

  test('builds and mounts files that exist, and depends on services that exist', () => {
    const { context, dockerfile } = services['app-1'].build
    expect(existsSync(join(folder, context, dockerfile))).toBe(true)
    for (const volume of services.proxy.volumes)
      expect(existsSync(join(folder, volume.split(':')[0]!)), volume).toBe(true)
    for (const { depends_on } of [services['app-1'], services.proxy])
      for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name)
  })

  test('puts a proxy before every process, on the port where it listens', () => {
    const upstream = [...read('server', 'deploy', 'nginx.conf').matchAll(/^\s*server (\S+):(\d+) /gm)]
    expect(upstream.map(([, name, port]) => [name, Number(port)])).toEqual([
      ['app-1', config.port],
      ['app-2', config.port],
    ])
  })
})

describe('every container of the Compose file', () => {
  const hardened = z.object({
    read_only: z.literal(true),
    tmpfs: z.array(z.string().startsWith('/')).min(1),
    cap_drop: z.tuple([z.literal('ALL')]),
    cap_add: z.array(z.string()).default([]),
    security_opt: z.tuple([z.literal('no-new-privileges:true')]),
    mem_limit: z.string().regex(/^\d+[mg]$/),
    pids_limit: z.int().positive(),
    restart: z.literal('unless-stopped'),
    logging: z.object({
      driver: z.literal('json-file'),
      options: z.object({ 'max-size': z.string().regex(/^\d+m$/), 'max-file': z.string().regex(/^\d+$/) }),
    }),
    volumes: z.array(z.string()).default([]),
  })
  const all = z
    .object({ services: z.record(z.string(), hardened) })
    .parse(parse(read('server', 'deploy', 'compose.yml'), { merge: true })).services

  test('gains no rights, writes only into memory and volumes, and has limits for memory, processes and logs', () => {
    expect(Object.keys(all).sort()).toEqual(['app-1', 'app-2', 'database', 'proxy'])
  })

  test('keeps no right it can do without: the app none, the others those that their images start with', () => {
    expect([all['app-1']!.cap_add, all['app-2']!.cap_add]).toEqual([[], []])
    expect(all.database!.cap_add).toEqual(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'])
    expect(all.proxy!.cap_add).toEqual(['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'])
  })

  test('can write where its image has to', () => {
    expect(all.database!.tmpfs).toContain('/var/run/postgresql')
    expect(all.database!.volumes).toEqual(['database:/var/lib/postgresql/data'])
    expect(all.proxy!.tmpfs).toEqual(expect.arrayContaining(['/run', '/var/cache/nginx']))
    for (const { tmpfs } of Object.values(all)) expect(tmpfs).toContain('/tmp')
  })
})

test('the proxy collects no answers: a page is painted, and an installation told, while the portal still works', () => {
  const conf = read('server', 'deploy', 'nginx.conf').replaceAll(/#.*/g, '')
  expect(conf.match(/proxy_buffering off;/g)).toHaveLength(conf.match(/proxy_pass /g)!.length)
  expect(conf).not.toMatch(/gzip|proxy_ignore_headers|proxy_cache/)
})

describe('the log of the proxy', () => {
  const conf = read('server', 'deploy', 'nginx.conf').replaceAll(/#.*/g, '')
  const formats = new Map(
    [...conf.matchAll(/log_format (\w+) ([^;]+);/g)].map(([, name, text]) => [name, text!.match(/\$\w+/g)!]),
  )

  test('tells of every request which path was asked for, and never with what', () => {
    const logs = [...conf.matchAll(/access_log \S+ ?(\w*);/g)].map(([, format]) => format)
    expect(logs.length).toBe(conf.match(/^server \{/gm)!.length)
    for (const format of logs) {
      expect(formats.get(format)).toContain('$uri')
      // Variables of nginx that hold a query string, or a header that may.
      for (const variable of formats.get(format)!)
        expect(variable).not.toMatch(/^\$(request$|request_uri|args?|query|http_)/)
    }
  })
})

describe('the Dockerfile', () => {
  const lines = read('server', 'deploy', 'Dockerfile').split('\n')
  const made = /^(node_modules|dist)\// // by the commands before

  test('copies what exists or was built, and runs scripts that exist', () => {
    const copied = lines.flatMap((line) => /^COPY --from=build \/app\/(\S+)/.exec(line)?.[1] ?? [])
    expect(copied).toContain('server/storage/migrations')
    expect(copied.filter((path) => !made.test(path) && !existsSync(projectPath(path)))).toEqual([])
    const scripts = lines.flatMap((line) => [...line.matchAll(/npm run (?:-s )?([\w-]+)/g)].map(([, name]) => name!))
    expect(scripts).toEqual(['build'])
    expect(Object.keys(packageJson.scripts)).toContain('build')
  })

  test('starts what npm start starts, on a Node that is supported', () => {
    const start = lines.find((line) => line.startsWith('CMD '))!
    expect((JSON.parse(start.slice(4)) as string[]).join(' ')).toBe(packageJson.scripts.start)
    const bases = lines.filter((one) => one.startsWith('FROM')).map((line) => line.split(' ')[1]!)
    expect(new Set(bases).size).toBe(1)
    // A precise version: the same lines build the same image.
    const [, major] = /^node:(\d+)\.\d+\.\d+-slim$/.exec(bases[0]!) ?? []
    expect(Number(major)).toBeGreaterThanOrEqual(20)
    expect(lines).toContain('USER node')
  })

  test('leaves out what must not travel', () => {
    expect(read('server', 'deploy', 'Dockerfile.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['node_modules', 'dist', 'data', '.git', '**/*.env', '**/.env*']),
    )
  })
})

test('the README tells of every variable, and of no other', () => {
  const [, table = ''] = /\| variable[^\n]*\n([\s\S]*?)\n\n/.exec(read('README.md')) ?? []
  const told = table.split('\n').flatMap((row) => [...row.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!))
  expect(told.sort()).toEqual([...variableNames].sort())
})
