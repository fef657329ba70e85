import { sql } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type { DatabaseConfig } from '../config.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

/** What the stores work with, whichever engine answers. */
export type Orm = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** An open database whose tables are up to date. */
export interface Database {
  orm: Orm
  close(): Promise<void>
}

/** Opens the database and brings its tables up to date. */
export function openDatabase(config: DatabaseConfig): Promise<Database> {
  return config.kind === 'postgres' ? openPostgres(config.url) : openEmbedded(config.folder)
}

/** Fails when the database does not answer. */
export async function ping(database: Database): Promise<void> {
  await database.orm.execute(sql`select 1`)
}
