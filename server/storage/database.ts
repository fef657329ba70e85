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

/** Fails when the database does not answer. */
export async function ping(database: Database): Promise<void> {
  await database.orm.execute(sql`select 1`)
}
