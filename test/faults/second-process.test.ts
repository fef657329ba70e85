import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { spawnServer, startProcess } from './server-process.ts'

test('a second process on the same folder ends at once and says why in one line', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'create-from-'))
  const first = await startProcess({ DATA_DIR: folder })
  const second = spawnServer({ DATA_DIR: folder }, 0, 'pipe')
  const [words, [code]] = await Promise.all([text(second.stderr!), once(second, 'close')])
  expect(code).toBe(1)
  expect(words).toBe(`Another process is using the data folder ${folder}. Stop it first.\n`)
  expect((await fetch(`${first.url}/ready`)).status).toBe(200)
  await first.kill()
  await rm(folder, { recursive: true })
})
