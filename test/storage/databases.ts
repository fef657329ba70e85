import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { type Database, openDatabase } from '../../server/storage/database.ts'
import { openTestDatabase } from '../test-database.ts'

/** One engine the battery runs against. */
export interface Engine {
  name: string
  open(): Promise<{ database: Database; drop(): Promise<void> }>
}

const embedded: Engine = {
  name: 'embedded',
  async open() {
    const database = await openTestDatabase()
    return { database, drop: () => database.close() }
  },
}

/** Every engine at hand: the embedded one always, PostgreSQL when there is one. */
export async function findEngines(): Promise<Engine[]> {
  const url = await findPostgres('storage on PostgreSQL')
  return url ? [embedded, postgres(url)] : [embedded]
}

/** Where PostgreSQL answers: as TEST_DATABASE_URL says, or here. Without one it is told loudly what is skipped. */
export async function findPostgres(skipped: string): Promise<string | null> {
  const named = process.env.TEST_DATABASE_URL
  const url = named ?? 'postgresql://root@127.0.0.1:5432/test'
  const refusal = await tryToConnect(url)
  if (!refusal) return url
  if (named) throw new Error(`TEST_DATABASE_URL does not answer: ${refusal}`)
  console.warn(`SKIPPED: ${skipped}, since none answers on 127.0.0.1:5432 (${refusal}). Set TEST_DATABASE_URL.`)
  return null
}

/** Makes a database of its own. */
export async function createDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `create_from_${randomUUID().replaceAll('-', '')}`
  await run(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => run(url, `drop database ${name}`) }
}

async function tryToConnect(url: string): Promise<string | null> {
  try {
    await run(url, 'select 1')
    return null
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error)
  }
}

/** A database of its own per run, since migrations keep their own table outside of the tables' schema. */
function postgres(url: string): Engine {
  return {
    name: 'PostgreSQL',
    async open() {
      const own = await createDatabase(url)
      // Two processes start at once, as after a deployment: both must find the tables made exactly once.
      const config = { kind: 'postgres', url: own.url } as const
      const [database, other] = await Promise.all([openDatabase(config), openDatabase(config)])
      await other.close()
      return {
        database,
        async drop() {
          await database.close()
          await own.drop()
        },
      }
    },
  }
}

/** Runs one statement. */
export async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
