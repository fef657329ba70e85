import { PGlite } from '@electric-sql/pglite'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { projectPath } from '../server/config.ts'
import type { Database } from '../server/storage/database.ts'
import { openEmbedded } from '../server/storage/embedded.ts'

/**
 * An embedded database in memory with all tables, for a file of tests or a demo. Making an empty cluster takes many
 * seconds and loading one takes one, so it is made once and kept beside the packages; migrations run every time.
 */
export async function openTestDatabase(): Promise<Database> {
  return openEmbedded('memory://', new Blob([await readFile(await emptyCluster())]))
}

/** Several test files may want it at the same moment, so the archive appears whole or not at all. */
async function emptyCluster(): Promise<string> {
  const { version } = JSON.parse(
    await readFile(projectPath('node_modules', '@electric-sql', 'pglite', 'package.json'), 'utf8'),
  ) as { version: string }
  const cache = projectPath('node_modules', '.cache', 'pglite')
  const archive = join(cache, `empty-${version}.tar.gz`)
  if (existsSync(archive)) return archive
  await mkdir(cache, { recursive: true })
  const staging = await mkdtemp(join(cache, 'making-'))
  const made = join(staging, 'archive')
  const client = await PGlite.create()
  await writeFile(made, Buffer.from(await (await client.dumpDataDir('gzip')).arrayBuffer()))
  await client.close()
  await rename(made, archive)
  await rm(staging, { recursive: true })
  return archive
}
