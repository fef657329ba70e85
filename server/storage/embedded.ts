import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { projectPath } from '../config.ts'
import type { Database } from './database.ts'
import { lockFolder } from './folder-lock.ts'

const inMemory = 'memory://'

/**
 * Opens PostgreSQL inside this process, its data in a folder (`memory://` keeps nothing). It survives a killed process
 * but not a power cut, since it never asks the disk to flush. `emptyCluster`, an archive of a database cluster without
 * tables, spares the seconds that making one takes.
 */
export async function openEmbedded(folder: string, emptyCluster?: Blob): Promise<Database> {
  // PGlite has no lock of its own: a second process on the same folder silently destroys the data.
  const lock = folder === inMemory ? null : await lockFolder(folder)
  try {
    const client = await PGlite.create({
      dataDir: folder,
      ...(emptyCluster && { loadDataDir: emptyCluster }),
      // Half the memory of the default, and more than enough for a journal.
      postgresqlconf: ['shared_buffers = 16MB'],
    })
    const orm = drizzle(client)
    await migrate(orm, { migrationsFolder: projectPath('server', 'storage', 'migrations') })
    return {
      orm,
      async close() {
        await client.close()
        await lock?.release()
      },
    }
  } catch (error) {
    await lock?.release()
    throw error
  }
}
