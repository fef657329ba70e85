import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { type Database, openDatabase } from '../../server/storage/database.ts'

/** One engine the battery runs against. */
export interface Engine {
  name: string
  open(): Promise<{ database: Database; drop(): Promise<void> }>
}

const embedded: Engine = {
  name: 'embedded',
  async open() {
    const database = await openDatabase({ kind: 'embedded', folder: 'memory://' })
    return { database, drop: () => database.close() }
  },
}

/** Every engine at hand: the embedded one always, PostgreSQL when TEST_DATABASE_URL names one or one answers here. */
export async function findEngines(): Promise<Engine[]> {
  const named = process.env.TEST_DATABASE_URL
  const url = named ?? 'postgresql://root@127.0.0.1:5432/test'
  const refusal = await tryToConnect(url)
  if (!refusal) return [embedded, postgres(url)]
  if (named) throw new Error(`TEST_DATABASE_URL does not answer: ${refusal}`)
  console.warn(
    `SKIPPED: storage on PostgreSQL, since none answers on 127.0.0.1:5432 (${refusal}). Set TEST_DATABASE_URL.`,
  )
  return [embedded]
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
      const name = `create_from_${randomUUID().replaceAll('-', '')}`
      await run(url, `create database ${name}`)
      const own = new URL(url)
      own.pathname = `/${name}`
      // Two processes start at once, as after a deployment: both must find the tables made exactly once.
      const config = { kind: 'postgres', url: own.href } as const
      const [database, other] = await Promise.all([openDatabase(config), openDatabase(config)])
      await other.close()
      return {
        database,
        async drop() {
          await database.close()
          await run(url, `drop database ${name}`)
        },
      }
    },
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
