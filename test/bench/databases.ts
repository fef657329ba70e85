import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, findPostgres } from '../storage/databases.ts'

/** One kind of database the app runs on. */
export interface BenchDatabase {
  name: string
  /** The best there is on this machine. */
  isProduction: boolean
  environment: Record<string, string>
  /** Where it can be reached beside the app; the embedded one cannot. */
  url?: string
  drop(): Promise<void>
}

/** PostgreSQL where one answers, and the embedded one in a folder of its own. */
export async function openDatabases(): Promise<BenchDatabase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const postgres = await findPostgres('the benchmark on PostgreSQL')
  const own = postgres ? await createDatabase(postgres) : null
  return [
    ...(own ? [{ name: 'PostgreSQL', isProduction: true, environment: { DATABASE_URL: own.url }, ...own }] : []),
    {
      name: 'embedded',
      isProduction: !own,
      environment: { DATA_DIR: folder },
      drop: () => rm(folder, { recursive: true }),
    },
  ]
}
