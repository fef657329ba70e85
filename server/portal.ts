import type { SnapshotMemory } from './actions/snapshot-memory.ts'
import type { Identity } from './bitrix/auth-server.ts'
import { openRest, type Rest } from './bitrix/rest.ts'
import type { Language } from './contract.ts'
import type { Services } from './services.ts'
import { openJournal, type Journal } from './storage/journal.ts'
import { openRegistration, type Registration } from './storage/portals.ts'

/** Everything an action needs, bound to one portal and one person. */
export interface Portal {
  memberId: string
  /** Address of the portal's pages, such as `https://example.bitrix24.com`. */
  origin: string
  address: { domain: string; clientEndpoint: string; authServer: string }
  actor: { userId: number; language: Language }
  rest: Rest
  journal: Journal
  registration: Registration
  snapshots: SnapshotMemory
}

/** Opens a portal in the name of the person an access token was proven to belong to. */
export function openPortal(services: Services, identity: Identity, accessToken: string, language: Language): Portal {
  const { memberId, userId, domain, clientEndpoint, authServer, expires } = identity
  const { orm } = services.database
  return {
    memberId,
    origin: new URL(clientEndpoint).origin,
    address: { domain, clientEndpoint, authServer },
    actor: { userId, language },
    rest: openRest({ clientEndpoint, accessToken, expires }),
    journal: openJournal(orm, memberId),
    registration: openRegistration(orm, memberId),
    snapshots: services.snapshots,
  }
}
