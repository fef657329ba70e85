import type { Logger } from 'pino'
import { createSmartTypeMemories, type SmartTypeMemories } from './actions/smart-type-memory.ts'
import { createSnapshotMemory, type SnapshotMemory } from './actions/snapshot-memory.ts'
import { openAuthServer, type AuthServer } from './bitrix/auth-server.ts'
import { openOutgoing, type Outgoing } from './bitrix/outgoing.ts'
import type { Config } from './config.ts'
import { createOngoing, type Ongoing } from './ongoing.ts'
import { openRequestLimits, type RequestLimits } from './request-limits.ts'
import { inTime, openDatabase, type Database } from './storage/database.ts'
import { createJournalQuota, type JournalQuota } from './storage/journal-quota.ts'
import { openProtocol, type Protocol } from './storage/protocol.ts'
import { createSeal, type Seal } from './storage/seal.ts'

/** The long-lived things of one process. */
export interface Services {
  config: Config
  log: Logger
  database: Database
  protocol: Protocol
  seal: Seal
  outgoing: Outgoing
  limits: RequestLimits
  authServer: AuthServer
  snapshots: SnapshotMemory
  smartTypes: SmartTypeMemories
  ongoing: Ongoing
  /** What each portal may still write before the next look of the housekeeping. */
  journalQuota: JournalQuota
}

/** Opens everything a process needs; a database that is open already stays open when the process stops. */
export async function openServices(config: Config, log: Logger, opened?: Database): Promise<Services> {
  const { authServers, clientId, allowLoopbackPortals } = config.bitrix
  const reach = { allowLoopback: allowLoopbackPortals }
  const outgoing = openOutgoing(reach)
  const database = opened ? { ...opened, close: async () => {} } : await openDatabase(config.database)
  return {
    config,
    log,
    database,
    protocol: openProtocol(database.orm, (error) => log.error({ err: error }, 'the REST protocol has a gap')),
    seal: createSeal(config),
    outgoing,
    limits: openRequestLimits(config.requestLimitFactor),
    authServer: openAuthServer({ servers: authServers, clientId, outgoing, reach }),
    snapshots: createSnapshotMemory(),
    smartTypes: createSmartTypeMemories(),
    ongoing: createOngoing(),
    journalQuota: createJournalQuota(config.retention.journalMb),
  }
}

/**
 * Ends what was opened. Work that is still under way sends nothing more: it cannot say so in the journal first. A
 * database that does not answer keeps nobody from leaving.
 */
export async function closeServices({ protocol, database, log }: Services): Promise<void> {
  const tell = (error: unknown): void => log.error({ err: error }, 'the database was not left in order')
  await inTime(protocol.flush()).catch(tell)
  await inTime(database.close()).catch(tell)
}
