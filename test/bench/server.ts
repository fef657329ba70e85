import { spawn } from 'node:child_process'
import { Client } from 'pg'
import { projectPath } from '../../server/config.ts'
import type { Relay } from './bare-server.ts'
import { openDatabases, type BenchDatabase } from './databases.ts'
import type { Recorded } from './one-by-one.ts'
import { convert, install, openPage } from './our-app.ts'
import type { ManyPortal, ManyPortals } from './portals.ts'
import { end, firstLine, probe, startServer, type ServerProcess, type Memory } from './processes.ts'
import { compare, percentile, type Goal, type Row } from './results.ts'

const part = 'server'
const workers = 8
/** As many as a portal lets through at once: three requests each. */
const dealsPerPortal = 16
/** Blocks before any counts: a thousand conversions are what it takes until nearly all code runs at full speed. */
const warmUps = 6
const bareProgram = projectPath('dist/bench/bare-server.js')
const bare = 'bare handler'

/** What one stretch of work cost. */
interface Stretch {
  perSecond: number
  cpuMs: number
  previews: number[]
  converts: number[]
}

/** The server under load against a handler that only relays, its memory, and its start; on both databases. */
export async function benchServer({ quick }: { quick: boolean }): Promise<Row[]> {
  const blocks = warmUps + (quick ? 2 : 5)
  const perBlock = quick ? workers / 2 : workers
  const known = await openDatabases()
  const compared = known.length * blocks * perBlock
  const lasting = quick ? 32 : 625
  const crowd = await openPortals(2 * compared + lasting)
  const { portals } = crowd.told
  // Twins come first, so that what is recorded on a portal later is already true of its twin.
  const twins = portals.splice(0, compared)
  const rows: Row[] = []
  try {
    for (const database of known) {
      const server = await startServer(environment(crowd.told, database.environment))
      const relay = await startServer({}, { program: bareProgram })
      try {
        const measured: { ours: Stretch[]; bare: Stretch[] } = { ours: [], bare: [] }
        for (let block = 0; block < blocks; block++) {
          const own = portals.splice(0, perBlock)
          const others = twins.splice(0, perBlock)
          for (const portal of own) await install(server.url, portal)
          await crowd.takeRequests()
          const ours = await work(server, own, (portal, deal) => convertByUs(server.url, portal, deal))
          const recorded = await crowd.takeRequests()
          const played = await work(relay, others, (twin, _, place) => {
            const requests = recorded[own[others.indexOf(twin)]!.memberId]!
            return convertByRelay(relay.url, twin, requests.slice(place * 3, place * 3 + 3))
          })
          await crowd.takeRequests()
          if (block < warmUps) continue
          measured.ours.push(ours)
          measured.bare.push(played)
        }
        rows.push(...loadRows(database.name, measured))
        if (database.isProduction) {
          // A short run ends before what is kept of previews is full, so it says nothing about growth.
          const goal = quick ? undefined : { atMost: 1.1 }
          rows.push(...(await lastingRows(server, portals.splice(0, lasting), crowd, goal)))
        }
      } finally {
        await server.stop()
        await relay.stop()
      }
      rows.push(...(await startRows(crowd.told, database, quick)))
    }
    return rows
  } finally {
    await crowd.stop()
    for (const database of known) await database.drop()
  }
}

function environment(
  { authUrl, clientId, clientSecret }: ManyPortals,
  database: Record<string, string>,
): Record<string, string> {
  return {
    BITRIX_AUTH_SERVERS: authUrl,
    BITRIX_CLIENT_ID: clientId,
    BITRIX_CLIENT_SECRET: clientSecret,
    // One address asks for everybody here.
    REQUEST_LIMIT_FACTOR: '1000000',
    ...database,
  }
}

/** Lets some people work at once, each on a portal of their own until its deals are used up. */
async function work(
  server: ServerProcess,
  portals: readonly ManyPortal[],
  one: (portal: ManyPortal, deal: number, place: number) => Promise<{ previewMs: number; convertMs: number }>,
): Promise<Stretch> {
  const queue = [...portals]
  const done: { previewMs: number; convertMs: number }[] = []
  const before = await server.cpuMs()
  const start = performance.now()
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let portal = queue.shift(); portal; portal = queue.shift())
        for (const [place, deal] of portal.deals.entries()) done.push(await one(portal, deal, place))
    }),
  )
  const seconds = (performance.now() - start) / 1000
  const after = await server.cpuMs()
  return {
    perSecond: done.length / seconds,
    cpuMs: (after - before) / done.length,
    previews: done.map(({ previewMs }) => previewMs),
    converts: done.map(({ convertMs }) => convertMs),
  }
}

async function convertByUs(url: string, portal: ManyPortal, id: number) {
  const start = performance.now()
  const page = await openPage(url, portal, { type: 'deal', id })
  const shown = performance.now()
  await convert(url, portal, page, ['invoice'])
  return { previewMs: shown - start, convertMs: performance.now() - shown }
}

async function convertByRelay(url: string, { url: portalUrl, accessToken }: ManyPortal, requests: Recorded[]) {
  const relay = async (some: Recorded[]): Promise<void> => {
    const body: Relay = { url: portalUrl, accessToken, requests: some }
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/relay`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`The relay answered ${answer.status}.`)
    await answer.text()
  }
  const start = performance.now()
  await relay(requests.slice(0, 1))
  const shown = performance.now()
  await relay(requests.slice(1))
  return { previewMs: shown - start, convertMs: performance.now() - shown }
}

function loadRows(database: string, { ours, bare: other }: { ours: Stretch[]; bare: Stretch[] }): Row[] {
  const row = (what: string, unit: string, value: (stretch: Stretch) => number, goal?: { atLeast: number }): Row =>
    compare(
      { part, what: `${what}, ${database}`, unit },
      ours.map(value),
      { name: bare, values: other.map(value) },
      goal,
    )
  return [
    row('preview and convert', '/s', ({ perSecond }) => perSecond, { atLeast: 0.8 }),
    row('preview, half of them within', 'ms', ({ previews }) => percentile(previews, 0.5)),
    row('preview, 99 % within', 'ms', ({ previews }) => percentile(previews, 0.99)),
    row('convert, half of them within', 'ms', ({ converts }) => percentile(converts, 0.5)),
    row('convert, 99 % within', 'ms', ({ converts }) => percentile(converts, 0.99)),
    row('CPU of the server for one preview and convert', 'ms', ({ cpuMs }) => cpuMs),
  ]
}

/** What the process holds after many conversions, against what it held after a tenth of them. */
async function lastingRows(server: ServerProcess, portals: ManyPortal[], crowd: Crowd, goal?: Goal): Promise<Row[]> {
  for (const portal of portals) await install(server.url, portal)
  const held: Memory[] = []
  const step = Math.max(1, Math.floor(portals.length / 10))
  for (let at = 0; at < portals.length; at += step) {
    await work(server, portals.slice(at, at + step), (portal, deal) => convertByUs(server.url, portal, deal))
    await crowd.takeRequests()
    held.push(await server.memory())
  }
  const conversions = portals.length * dealsPerPortal
  const first = step * dealsPerPortal
  const row = (what: string, value: (memory: Memory) => number): Row =>
    compare(
      { part, what: `${what} after ${conversions} conversions`, unit: 'MB' },
      [value(held.at(-1)!) / 1e6],
      { name: `after ${first}`, values: [value(held[0]!) / 1e6] },
      goal,
    )
  return [
    row('memory held', (memory) => memory.heapBytes),
    row('memory of the process', (memory) => memory.residentBytes),
  ]
}

/** From the start of the process until it is ready, and what it then holds; with nobody and with many installed. */
async function startRows(told: ManyPortals, database: BenchDatabase, quick: boolean): Promise<Row[]> {
  const starts = async (settings: Record<string, string>, program?: string) => {
    const server = await startServer(settings, program ? { program } : {})
    const memory = await server.memory()
    await server.stop()
    return { readyMs: server.readyMs, memory }
  }
  const rounds = quick ? 2 : 5
  const measured = { ours: [] as number[], bare: [] as number[] }
  const [empty, bareEmpty]: [Memory[], Memory[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const own = await starts(environment(told, database.environment))
    const other = await starts({}, bareProgram)
    measured.ours.push(own.readyMs)
    measured.bare.push(other.readyMs)
    empty.push(own.memory)
    bareEmpty.push(other.memory)
  }
  const goal = database.isProduction ? { atMost: 1000, absolute: true } : undefined
  const start = { part, what: `from start to ready, ${database.name}`, unit: 'ms' } as const
  const held = (memories: readonly Memory[]): number[] => memories.map(({ heapBytes }) => heapBytes / 1e6)
  const rows = [
    compare(start, measured.ours, { name: bare, values: measured.bare }, goal),
    compare({ part, what: `memory held at rest, ${database.name}`, unit: 'MB' }, held(empty), {
      name: bare,
      values: held(bareEmpty),
    }),
  ]
  if (!database.url) return rows
  await installMany(database.url, 10_000)
  const full = await starts(environment(told, database.environment))
  const what = { part, what: 'memory held at rest, 10,000 portals installed', unit: 'MB' } as const
  const baseline = { name: 'nobody installed', values: held(empty) }
  return [...rows, compare(what, held([full.memory]), baseline, { atMost: 1.1 })]
}

/** Portals as their installation leaves them, straight into the table: installing them one by one would take a day. */
async function installMany(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into portals (member_id, domain, client_endpoint, auth_server, language, version, status, installed_by, installed_at)
     select 'bench' || n, 'p' || n || '.example', 'https://p' || n || '.example/rest/', 'https://auth.example', 'de', 1,
       'installed', 1, now() from generate_series(1, $1) n`,
    [count],
  )
  await client.end()
}

interface Crowd {
  told: ManyPortals
  takeRequests(): Promise<Record<string, Recorded[]>>
  stop(): Promise<void>
}

async function openPortals(count: number): Promise<Crowd> {
  const program = projectPath('dist/bench/portals.js')
  const options = ['--portals', String(count), '--deals', String(dealsPerPortal)]
  const child = spawn(process.execPath, ['--import', probe, program, ...options], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const told = JSON.parse(await firstLine(child)) as ManyPortals
  return {
    told,
    takeRequests: async () =>
      (await (await fetch(`${told.authUrl}/bench/requests`)).json()) as Record<string, Recorded[]>,
    stop: () => end(child),
  }
}
