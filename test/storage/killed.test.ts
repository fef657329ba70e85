import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { projectPath } from '../../server/config.ts'

const rounds = 30
const source = fileURLToPath(new URL('./writer.ts', import.meta.url))
/** Beside the packages it needs, which Node looks for upwards. */
const program = projectPath('node_modules', '.cache', 'create-from', 'writer')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-from-'))
  // Node 20 runs no TypeScript, so the process gets the storage as the server does: bundled.
  await build({
    configFile: false,
    logLevel: 'error',
    build: { ssr: source, outDir: program, emptyOutDir: true, target: 'node20' },
  })
  const database = await openDatabase({ kind: 'embedded', folder })
  await database.close()
})
afterAll(() => rm(folder, { recursive: true }))

/** One life of a process: the ended conversions it found, and those it ended until it was killed, so many and moments later. */
async function live(conversions: number, ms: number): Promise<{ found: string[]; written: string[] }> {
  const process_ = spawn(process.execPath, [join(program, 'writer.js'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  createInterface(process_.stdout).on('line', (line) => {
    lines.push(line)
    if (lines.length === 1 + conversions) setTimeout(() => process_.kill('SIGKILL'), ms)
  })
  const [, signal] = (await once(process_, 'close')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  const [found = '[]', ...written] = lines
  return { found: JSON.parse(found) as string[], written }
}

test(
  `every conversion whose end was acknowledged outlives ${rounds} kills at any moment, with what it made`,
  { timeout: 900_000 },
  async () => {
    const acknowledged = new Set<string>()
    for (let round = 0; round < rounds; round++) {
      // It starts at once on the folder that the last one was killed on.
      const { found, written } = await live(1 + Math.floor(Math.random() * 12), Math.random() * 20)
      const known = new Set(found)
      expect([...acknowledged].filter((name) => !known.has(name))).toEqual([])
      for (const name of written) acknowledged.add(name)
    }
    expect(acknowledged.size).toBeGreaterThan(rounds)
  },
)
