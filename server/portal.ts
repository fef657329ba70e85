import type { SnapshotMemory } from './actions/snapshot-memory.ts'
import type { Identity } from './bitrix/auth-server.ts'
import { requestLimit } from './bitrix/request-limit.ts'
import { openRest, type Rest } from './bitrix/rest.ts'
import type { Traffic } from './bitrix/sender.ts'
import type { SmartTypeMemory } from './bitrix/smart-types.ts'
import { lentRest } from './bitrix/lent-rest.ts'
import type { Language } from './contract.ts'
import { AppError } from './errors.ts'
import { lookByAsking, withInstallerAccess } from './installer-access.ts'
import type { Services } from './services.ts'
import { openDecisions, type Decisions } from './storage/decisions.ts'
import { openHistory, type History } from './storage/history.ts'
import { openInstallerTokens, type InstallerTokens } from './storage/installer-tokens.ts'
import { openJournal, type Journal } from './storage/journal.ts'
import { openJournalSizes, type JournalSizes } from './storage/journal-size.ts'
import { openMappingChecks, type MappingChecks } from './storage/mapping-checks.ts'
import { openMappings, type Mappings } from './storage/mappings.ts'
import { openPacing, type Priority } from './storage/pacing.ts'
import { openRegistration, type Registration } from './storage/portals.ts'
import { openRefusals, type Refusals } from './storage/refusals.ts'
import { openSettings, type SettingsStore } from './storage/settings.ts'
import { openTimelineEntries, type TimelineEntries } from './storage/timeline-entries.ts'

/** Everything an action needs, bound to one portal and one person. */
export interface Portal {
  memberId: string
  /** Address of the portal's pages, such as `https://example.bitrix24.com`. */
  origin: string
  address: { domain: string; clientEndpoint: string; authServer: string }
  actor: { userId: number; language: Language }
  /**
   * Asks the auth server at this moment whether the token is still the actor's. Needed before anything of the journal is
   * told that the portal has not just been asked about with this token.
   */
  proveAgain(): Promise<void>
  rest: Rest
  /** The same REST interface on behalf of one conversion, which hears of waits and of each attempt to send. */
  restFor(conversion: ConversionTraffic): Rest
  /** The same on behalf of the administrator who installed the app, opened anew for every request. */
  restAsInstaller(conversion: ConversionTraffic): Rest
  journal: Journal
  /** How full the journal is. */
  journalSizes: JournalSizes
  history: History
  /** What administrators want other than the automatic pairing. */
  mappings: Mappings
  mappingChecks: MappingChecks
  /** What the portal refused lately, from the REST protocol. */
  refusals: Refusals
  registration: Registration
  installerTokens: InstallerTokens
  /** Looks, by the auth server's word, whether the access of the administrator who installed the app works. */
  lookAtInstallerAccess(): Promise<AccessLook>
  timelineEntries: TimelineEntries
  settings: SettingsStore
  /** Settings, mappings, language and last choice together, for the way that people wait for. */
  decisions: Decisions
  snapshots: SnapshotMemory
  smartTypes: SmartTypeMemory
}

/** What the protocol and the journal want to know of the requests of one conversion. */
export interface ConversionTraffic extends Pick<Traffic, 'onWait' | 'beforeSend'> {
  requestId: string | null
  /** Ends what is only looked at once the one who asked has left; a conversion goes on. */
  signal?: AbortSignal
}

/** Shorter waits, in milliseconds, are over before anybody has read of them. */
export const worthTelling = 500

/** Opens a portal in the name of the person an access token was proven to belong to. */
export function openPortal(
  services: Services,
  identity: Identity,
  accessToken: string,
  language: Language,
  { priority = 'person' }: { priority?: Priority } = {},
): Portal {
  const { memberId, userId, domain, clientEndpoint, authServer } = identity
  const { database, outgoing, protocol, seal } = services
  const { orm } = database
  const { requestTimeoutMs } = services.config.bitrix
  const pacing = openPacing(orm, memberId, requestLimit, priority)
  const restFor = ({ requestId, signal, ...hooks }: ConversionTraffic): Rest =>
    openRest({
      clientEndpoint,
      accessToken,
      outgoing,
      timeoutMs: requestTimeoutMs,
      signal,
      traffic: { pacing, note: (request) => protocol.note({ memberId, requestId, ...request }), ...hooks },
    })
  return {
    memberId,
    origin: new URL(clientEndpoint).origin,
    address: { domain, clientEndpoint, authServer },
    actor: { userId, language },
    async proveAgain() {
      const now = await services.authServer.verify(accessToken, { fresh: true })
      if (now.memberId !== memberId || now.userId !== userId)
        throw new AppError('not_verified', 'The token belongs to somebody else now.')
    },
    rest: restFor({ requestId: null }),
    restFor,
    restAsInstaller: (conversion) =>
      lentRest((work) =>
        withInstallerAccess(services, memberId, (installer) =>
          work(openPortal(services, installer.identity, installer.accessToken, language).restFor(conversion)),
        ),
      ),
    journal: openJournal(orm, memberId, { patienceMs: requestTimeoutMs * 1.1, quota: services.journalQuota }),
    journalSizes: openJournalSizes(orm, memberId, services.config.retention),
    history: openHistory(orm, memberId),
    mappings: openMappings(orm, memberId),
    mappingChecks: openMappingChecks(orm, memberId),
    refusals: openRefusals(orm, memberId),
    registration: openRegistration(orm, memberId),
    installerTokens: openInstallerTokens(orm, memberId, seal),
    // A pair that has ended is renewed first; else nobody is asked who was not asked already.
    lookAtInstallerAccess: () => lookByAsking(() => withInstallerAccess(services, memberId, async () => true)),
    timelineEntries: openTimelineEntries(orm, memberId),
    settings: openSettings(orm, memberId),
    decisions: openDecisions(orm, memberId),
    snapshots: services.snapshots,
    smartTypes: services.smartTypes.of(memberId, userId),
  }
}

/**
 * `removed`: the portal or the auth server says that the app is; `gone`: no tokens are kept, or those that were have
 * died; `silent`: nobody could tell.
 */
export type AccessLook = 'works' | 'removed' | 'gone' | 'silent'

/** What is left of a portal that removes the app: no person, and nobody's access. */
export interface LeavingPortal {
  registration: Registration
  /** Looks, by the portal's own word of this moment, whether the installing administrator's access still works. */
  lookAtAccess(): Promise<AccessLook>
  /** Drops what this process has read of it. */
  dropMemories(): void
}

/** Opens a portal that says it removes the app. */
export function openLeavingPortal(services: Services, memberId: string): LeavingPortal {
  const { database, snapshots, smartTypes } = services
  return {
    registration: openRegistration(database.orm, memberId),
    lookAtAccess: () =>
      lookByAsking(async () => {
        const asked = { method: 'app.info', params: {} }
        const answer = await asInstaller(services, memberId, ({ rest }) => rest.call(asked))
        return answer.ok
      }),
    dropMemories() {
      snapshots.forget(memberId)
      smartTypes.forget(memberId)
    },
  }
}

/** Does background work in the name of the administrator who installed the app; see `withInstallerAccess`. */
export function asInstaller<T>(services: Services, memberId: string, work: (portal: Portal) => Promise<T>): Promise<T> {
  return withInstallerAccess(services, memberId, ({ identity, accessToken }) =>
    work(openPortal(services, identity, accessToken, 'en', { priority: 'background' })),
  )
}
