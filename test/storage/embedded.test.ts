import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../server/storage/database.ts'
import { lockFolder } from '../../server/storage/folder-lock.ts'
import { openJournal } from '../../server/storage/journal.ts'
import { openRegistration } from '../../server/storage/portals.ts'
import { installation, startOf } from './samples.ts'

/** Node 20 runs no TypeScript, so a process of its own gets the lock as JavaScript. */
async function programThatHolds(folder: string): Promise<string> {
  const source = await readFile(new URL('../../server/storage/folder-lock.ts', import.meta.url), 'utf8')
  const { outputText } = transpileModule(source, {
    compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 },
  })
  return `${outputText}\nawait lockFolder(${JSON.stringify(folder)})\nconsole.log('held')\nsetInterval(() => {}, 1000)`
}

describe('the embedded database in a folder', () => {
  let parent: string
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'create-from-'))
  })
  afterAll(() => rm(parent, { recursive: true }))

  it('keeps what was written, and lets nobody else in meanwhile', { timeout: 60_000 }, async () => {
    const config = { kind: 'embedded', folder: join(parent, 'data') } as const
    const requestId = 'a5e0f4a0-6f6f-4a5c-9a4e-0d7f3c2b1a00'
    const first = await openDatabase(config)
    await openRegistration(first.orm, 'portal').save(installation)
    await openJournal(first.orm, 'portal', { patienceMs: 0 }).begin(startOf({ requestId }))
    await expect(openDatabase(config)).rejects.toThrow(/Another process is using the data folder .*Stop it first/)
    await first.close()

    const second = await openDatabase(config)
    expect(await openJournal(second.orm, 'portal', { patienceMs: 0 }).find(requestId)).not.toBeNull()
    await second.close()
  })

  it('is free again after its process was killed', async () => {
    const folder = join(parent, 'killed')
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', await programThatHolds(folder)])
    await once(holder.stdout, 'data')
    await expect(lockFolder(folder)).rejects.toThrow('Another process')
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = await lockFolder(folder)
    await lock.release()
  })

  it('locks folders whose path is too long for a socket', async () => {
    const folder = join(parent, 'x'.repeat(120))
    const lock = await lockFolder(folder)
    await expect(lockFolder(folder)).rejects.toThrow('Another process')
    await lock.release()
  })
})
