import { sql } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { DatabaseConfig } from '../config.ts'

/** What the stores work with, whichever engine answers. */
export type Orm = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** An open database whose tables are up to date. */
export interface Database {
  orm: Orm
  close(): Promise<void>
}

/** Opens the database and brings its tables up to date; the other engine is not even loaded. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  if (config.kind === 'postgres') return (await import('./postgres.ts')).openPostgres(config.url)
  return (await import('./embedded.ts')).openEmbedded(config.folder)
}

/** How long a database may keep somebody waiting who only asks whether it answers, or who is about to go, in milliseconds. */
const patienceMs = 5000

/** Fails when the database does not answer, or not in time. */
export async function ping(database: Database): Promise<void> {
  await inTime(database.orm.execute(sql`select 1`))
}

/** What the work answers; fails when it takes too long, and the work goes on unheard. */
export async function inTime<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer in time.')), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
