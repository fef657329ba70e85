import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool } from 'pg'
import { projectPath } from '../config.ts'
import type { Database } from './database.ts'

/** Any number, but the same in every process that migrates this database. */
const migrationLock = 7_301_466

/** Opens a PostgreSQL server. Several processes may start at once: one migrates, the others wait for it. */
export async function openPostgres(url: string): Promise<Database> {
  // The time-out counts the wait for a free connection too, which a burst of clicks may make long.
  const pool = new Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 30_000 })
  // A connection that breaks while idle is replaced; without a listener the event would end the process.
  pool.on('error', () => undefined)
  try {
    await migrateAlone(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { orm: drizzle(pool), close: () => pool.end() }
}

async function migrateAlone(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder: projectPath('server', 'storage', 'migrations') })
    await client.query('select pg_advisory_unlock($1)', [migrationLock])
    client.release()
  } catch (error) {
    client.release(true) // closing the connection gives the lock back
    throw error
  }
}
