import type { Logger } from 'pino'
import { createSnapshotMemory, type SnapshotMemory } from './actions/snapshot-memory.ts'
import { openAuthServer, type AuthServer } from './bitrix/auth-server.ts'
import type { Config } from './config.ts'
import { createOngoing, type Ongoing } from './ongoing.ts'
import { openDatabase, type Database } from './storage/database.ts'

/** The long-lived things of one process. */
export interface Services {
  config: Config
  log: Logger
  database: Database
  authServer: AuthServer
  snapshots: SnapshotMemory
  ongoing: Ongoing
}

/** Opens everything a process needs; a database that is open already stays open when the process stops. */
export async function openServices(config: Config, log: Logger, opened?: Database): Promise<Services> {
  const { authServers, clientId, allowLoopbackPortals } = config.bitrix
  return {
    config,
    log,
    database: opened ? { ...opened, close: async () => {} } : await openDatabase(config.database),
    authServer: openAuthServer({ servers: authServers, clientId, allowLoopbackPortals }),
    snapshots: createSnapshotMemory(),
    ongoing: createOngoing(),
  }
}

/** Ends what was opened, after the work under way. */
export async function closeServices(services: Services): Promise<void> {
  await services.ongoing.finished()
  await services.database.close()
}
