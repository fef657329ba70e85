import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { withFingerprint } from '../../server/actions/preview.ts'
import { createSmartTypeMemories } from '../../server/actions/smart-type-memory.ts'
import { openOutgoing } from '../../server/bitrix/outgoing.ts'
import { readSource } from '../../server/bitrix/read-source.ts'
import { openRest } from '../../server/bitrix/rest.ts'
import { convertRequest } from '../../server/contract.ts'
import { planConversion } from '../../server/conversion/plan-conversion.ts'
import { usualSettings } from '../../server/conversion/settings.ts'
import type { Snapshot } from '../../server/conversion/snapshot.ts'
import { createDatabase, findPostgres } from '../storage/databases.ts'
import { convert, install, openPage } from './our-app.ts'
import { toPlot, type Panel } from './plot.ts'
import { environmentFor, startPortal, startServer, type PortalProcess, type ServerProcess } from './processes.ts'
import { compare, measure, type Row } from './results.ts'
import { productRows, sourceOf } from './sources.ts'

const part = 'growth'

interface Size {
  fields: number
  rows: number
  children: number
  journal: number
}
const usual: Size = { fields: 10, rows: 5, children: 0, journal: 1 }

const ways: Record<keyof Size, { label: string; values: number[] }> = {
  fields: { label: 'user fields', values: [10, 50, 100, 200, 500] },
  rows: { label: 'product rows', values: [1, 50, 200, 500, 1000] },
  children: { label: 'earlier invoices', values: [0, 50, 100, 200] },
  journal: { label: 'journal entries', values: [1, 100, 1000, 10_000] },
}

/** What one size costs: the pure planning, and the server's work and the wait for one preview and conversion. */
interface Cost {
  planning: number[]
  cpu: number[]
  wait: number[]
}

/** How the cost of one preview and conversion grows with the record, drawn as a plot. */
export async function benchGrowth({ quick, folder }: { quick: boolean; folder: string }): Promise<Row[]> {
  const postgres = await findPostgres('the journal of the benchmark')
  const database = postgres ? await createDatabase(postgres) : null
  const portal = await startPortal(['--seed', 'empty'])
  const settings = { ...environmentFor(portal.info), REQUEST_LIMIT_FACTOR: '1000000' }
  const server = await startServer({ ...settings, ...(database && { DATABASE_URL: database.url }) })
  const repeats = quick ? 2 : 4
  try {
    await install(server.url, portal.info)
    await costOf(portal, server, usual, 1) // warms up
    const rows: Row[] = []
    const panels: Panel[] = []
    for (const [name, { label, values }] of Object.entries(ways) as [keyof Size, (typeof ways)['rows']][]) {
      if (name === 'journal' && !database) continue
      const chosen = quick ? [values[0]!, values.at(-1)!] : values
      const costs: { value: number; cost: Cost }[] = []
      for (const value of chosen) {
        if (name === 'journal') await fillJournal(database!.url, value)
        costs.push({ value, cost: await costOf(portal, server, { ...usual, [name]: value }, repeats) })
      }
      panels.push(toPanel(label, costs))
      rows.push(...growthRows(label, costs))
    }
    rows.push(...(await planningRows(portal)))
    await writeFile(join(folder, 'growth.svg'), toPlot(panels))
    return rows
  } finally {
    await server.stop()
    await portal.stop()
    await database?.drop()
  }
}

async function costOf(portal: PortalProcess, server: ServerProcess, size: Size, repeats: number): Promise<Cost> {
  const cost: Cost = { planning: [], cpu: [], wait: [] }
  for (let round = 0; round < repeats; round++) {
    const id = await openWorld(portal, size)
    const snapshot = await read(portal, id)
    cost.planning.push(...(await planningTimes(snapshot)))
    const before = await server.cpuMs()
    const start = performance.now()
    const page = await openPage(server.url, portal.info, { type: 'deal', id })
    await convert(server.url, portal.info, page, ['invoice'])
    cost.wait.push(performance.now() - start)
    cost.cpu.push((await server.cpuMs()) - before)
  }
  return cost
}

const fieldKinds = ['string', 'double', 'date', 'boolean'] as const
const fieldValues = { string: 'north side', double: 12.5, date: '2026-05-14', boolean: 1 }

/** A portal with one deal of this size; half of its user fields have a partner in invoices. */
async function openWorld(portal: PortalProcess, { fields, rows, children }: Size): Promise<number> {
  const kinds = Array.from({ length: fields }, (_, index) => fieldKinds[index % fieldKinds.length]!)
  const userFields = kinds.flatMap((userTypeId, index) => {
    const field = { userTypeId, label: `Field ${index}` }
    const own = { ...field, type: 'deal', fieldName: `UF_CRM_F${index}` }
    return index % 2 ? [own] : [own, { ...field, type: 'invoice', fieldName: `UF_CRM_SMART_INVOICE_F${index}` }]
  })
  await portal.control('POST reset', { seed: { userFields } })
  const more = Object.fromEntries(kinds.map((kind, index) => [`UF_CRM_F${index}`, fieldValues[kind]]))
  const { id } = await portal.control<{ id: number }>('POST records', sourceOf('deal', { rows, more }))
  for (let child = 0; child < children; child++)
    await portal.control('POST records', {
      type: 'invoice',
      fields: { title: `Part ${child}`, parentId2: id },
      rows: productRows(1).map((row) => ({ ...row, quantity: 0.001 })),
    })
  return id
}

/** What the server reads for a preview. */
async function read({ info }: PortalProcess, id: number): Promise<Snapshot> {
  const traffic = {
    pacing: { claim: async () => ({ granted: true, waitMs: 0 }), fill: async () => {} },
    note: () => {},
  }
  const outgoing = openOutgoing({ allowLoopback: true })
  const clientEndpoint = `${info.url}/rest/`
  const rest = openRest({ clientEndpoint, accessToken: info.accessToken, traffic, outgoing })
  const memory = createSmartTypeMemories().of(info.memberId, 1)
  const ruling: Snapshot['ruling'] = {
    settings: usualSettings,
    version: 0,
    mappings: {},
    actorId: 1,
    lentRight: 'none',
  }
  const read = await readSource(rest, { type: 'deal', id }, memory, ruling)
  return { ...read, remembered: {}, portalLanguage: 'en' }
}

/**
 * Milliseconds of the processor that deciding takes, once warmed up: the preview with its fingerprint, then the plan.
 * Each from a reading of its own, since what was worked out of one is kept with it.
 */
async function planningTimes(snapshot: Snapshot): Promise<number[]> {
  const readings = Array.from({ length: 25 }, () => structuredClone(snapshot))
  const times: number[] = []
  for (const reading of readings)
    times.push(
      await cpuMsOf(async () => {
        const { fingerprint } = await withFingerprint(reading)
        const choices = convertRequest.parse({ requestId: crypto.randomUUID(), fingerprint, targets: ['invoice'] })
        if (!('plan' in planConversion(reading, choices))) throw new Error('There is no plan.')
      }),
    )
  return times.slice(10)
}

/** What the processor spends, whoever else it works for meanwhile. */
async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The yardstick for planning: the same reading copied once, by the fastest means there is. */
async function copyTimes(snapshot: Snapshot): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < 10; round++) times.push(await cpuMsOf(() => JSON.parse(JSON.stringify(snapshot))))
  return times
}

async function planningRows(portal: PortalProcess): Promise<Row[]> {
  const of = async (count: number): Promise<{ plan: number[]; copy: number[] }> => {
    const snapshot = await read(portal, await openWorld(portal, { ...usual, fields: count, rows: count }))
    // As a server that has been at work for a while: the compiler takes hundreds of plans to come to its end.
    for (let round = 0; round < 12; round++) await planningTimes(snapshot)
    return { plan: await planningTimes(snapshot), copy: await copyTimes(snapshot) }
  }
  const [chosen, double] = [await of(200), await of(400)]
  const what = 'planning of 200 user fields and 200 rows'
  return [
    compare(
      { part, what, unit: 'ms' },
      chosen.plan,
      { name: 'copying the reading as JSON', values: chosen.copy },
      { atMost: 5, absolute: true },
    ),
    compare(
      { part, what: 'planning of twice as many', unit: 'ms' },
      double.plan,
      { name: 'of 200 and 200', values: chosen.plan },
      { atMost: 2.5 },
    ),
  ]
}

function growthRows(label: string, costs: { value: number; cost: Cost }[]): Row[] {
  const [first, last] = [costs[0]!, costs.at(-1)!]
  const row = (what: string, pick: (cost: Cost) => number[]): Row =>
    compare({ part, what: `${what}, ${last.value} ${label}`, unit: 'ms' }, pick(last.cost), {
      name: `${first.value} ${label}`,
      values: pick(first.cost),
    })
  return [
    row('planning', ({ planning }) => planning),
    row('CPU of the server', ({ cpu }) => cpu),
    row('preview and convert', ({ wait }) => wait),
  ]
}

function toPanel(label: string, costs: { value: number; cost: Cost }[]): Panel {
  const line = (name: string, pick: (cost: Cost) => number[]) => ({
    name,
    points: costs.map(({ value, cost }) => ({ x: value, y: measure(pick(cost)).median })),
  })
  const lines = [line('planning', ({ planning }) => planning), line('CPU of the server', ({ cpu }) => cpu)]
  return { title: label, lines: [...lines, line('preview and convert', ({ wait }) => wait)] }
}

/** Brings the journal to so many entries of other deals, copied from one that the server itself has written. */
async function fillJournal(url: string, count: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `insert into conversions
     select (jsonb_populate_record(one, jsonb_build_object('request_id', gen_random_uuid(), 'source_id', 1000000 + n))).*
     from (select conversions as one from conversions limit 1) as template,
       generate_series((select count(*) + 1 from conversions), $1::integer) as n`,
    [count],
  )
  await client.end()
}
