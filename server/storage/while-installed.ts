import { and, eq } from 'drizzle-orm'
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
