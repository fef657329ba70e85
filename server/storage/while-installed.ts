import { and, eq, getTableColumns, is, sql, SQL, type Placeholder } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { AppError } from '../errors.ts'
import type { Orm } from './database.ts'
import { portals } from './schema.ts'

/**
 * Writes something of a portal, which must have the app installed. Whoever removes or forgets the portal at this moment
 * waits until it is written, and deletes it too.
 */
export function whileInstalled<T>(orm: Orm, memberId: string, write: (transaction: Orm) => Promise<T>): Promise<T> {
  return orm.transaction(async (transaction) => {
    const [portal] = await transaction
      .select({ memberId: portals.memberId })
      .from(portals)
      .where(and(eq(portals.memberId, memberId), eq(portals.status, 'installed')))
      // Not only against its deletion: a removal merely changes the row.
      .for('share')
    if (!portal) throw new AppError('unknown_portal', 'The app is not installed on this portal.')
    return write(transaction)
  })
}

/**
 * The same for one row, by one statement instead of four: what an `insert` may select, which is nothing where the app is
 * not installed.
 */
export function rowWhileInstalled(
  orm: Orm,
  memberId: string | Placeholder,
  table: PgTable,
  row: Record<string, unknown>,
): SQL {
  const values = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const value = row[key] ?? null
    const written = is(value, SQL) ? value : sql`${sql.param(value, column)}::${sql.raw(column.getSQLType())}`
    return [key, written.as(column.name)]
  })
  return orm
    .select(Object.fromEntries(values) as Record<string, SQL.Aliased>)
    .from(portals)
    .where(and(eq(portals.memberId, memberId), eq(portals.status, 'installed')))
    .for('share')
    .getSQL()
}
