import { writeFile, mkdir } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectPath } from '../../server/config.ts'
import { benchGrowth } from './growth.ts'
import { benchPage } from './page.ts'
import { partNames, type PartName, type Row } from './results.ts'
import { benchRoundTrips } from './round-trips.ts'
import { benchServer } from './server.ts'
import { toTable } from './table.ts'

const parts: Record<PartName, (options: { quick: boolean; folder: string }) => Promise<Row[]>> = {
  'round-trips': benchRoundTrips,
  server: benchServer,
  page: benchPage,
  growth: benchGrowth,
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, out: { type: 'string' } },
})
const wanted = values.only?.split(',') ?? [...partNames]
const unknown = wanted.filter((name) => !partNames.some((part) => part === name))
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; parts are ${partNames.join(', ')}.`)

const folder = values.out ?? projectPath('test', 'bench', 'results')
await mkdir(folder, { recursive: true })
const rows: Row[] = []
for (const part of partNames.filter((name) => wanted.includes(name))) {
  console.log(`\n${part}`)
  const measured = await parts[part]({ quick: values.quick, folder })
  console.log(toTable(measured))
  rows.push(...measured)
}
const machine = { node: process.version, platform: process.platform, cpu: cpus()[0]?.model, cores: cpus().length }
const results = { at: new Date().toISOString(), quick: values.quick, machine, rows }
await writeFile(join(folder, 'bench-results.json'), `${JSON.stringify(results, null, 2)}\n`)
await writeFile(join(folder, 'table.md'), `${toTable(rows.filter(({ headline }) => headline))}\n`)
