import { followRemoval } from './actions/forget-portal.ts'
import { install } from './actions/install.ts'
import { fingerprintOf, ourApp, type App } from './actions/our-app.ts'
import { watchMappings } from './actions/watch-mappings.ts'
import { AppError } from './errors.ts'
import { asInstaller, openLeavingPortal } from './portal.ts'
import type { Services } from './services.ts'
import { findFull, keepJournalQuota } from './storage/keep-quota.ts'
import { findUnwatched } from './storage/mapping-checks.ts'
import { findOutdated, takeRemovals } from './storage/portals.ts'
import { claimChore, keepProtocolQuota, removeOld } from './storage/retention.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Work that nobody waits for, in one process at a time. */
export interface Housekeeping {
  /** Begins nothing more; what is under way is tracked as ongoing work. */
  stop(): void
}

/** Does the chores of all portals now and every hour, and looks every minute into what does not bear waiting. */
export function startHousekeeping(services: Services): Housekeeping {
  const begin = (work: (services: Services) => Promise<void>, everyMs: number): NodeJS.Timeout => {
    const run = (): void => {
      void services.ongoing.track(work(services)).catch((error: unknown) => {
        services.log.error({ err: error }, 'housekeeping failed')
      })
    }
    run()
    return setInterval(run, everyMs).unref()
  }
  const timers = [begin(keepHouse, hourMs), begin(followRemovals, minuteMs)]
  return { stop: () => timers.forEach(clearInterval) }
}

/** Looks again into removals that nobody could prove when their event came. */
export async function followRemovals(services: Services): Promise<void> {
  // One that a process about to end leaves over is looked into again ten minutes later.
  for (const { memberId, removal } of await takeRemovals(services.database.orm)) {
    if (services.ongoing.isLeaving) return
    const verdict = await followRemoval(openLeavingPortal(services, memberId), removal, 'later')
    if (verdict === 'believe') services.log.info({ memberId }, 'the app was removed from a portal')
    if (verdict === 'drop') services.log.warn({ memberId }, 'an event told of a removal that did not take place')
  }
}

/** Deletes what has been kept long enough, and binds the app anew where it has learned something since. */
export async function keepHouse(services: Services): Promise<void> {
  const { orm } = services.database
  await clear(services)
  const app = ourApp(services.config.publicUrl)
  const boundAs = fingerprintOf(app)
  if (await claimChore(orm, `bind ${boundAs}`, 59))
    await forEach(services, await findOutdated(orm, boundAs), (memberId) => rebind(services, memberId, app))
  if (await claimChore(orm, 'watch mappings', 59))
    await forEach(services, await findUnwatched(orm), (memberId) => watch(services, memberId))
}

/** Deletes what has been kept long enough, and what is more than a portal's share. */
async function clear({ database, config, journalQuota, log }: Services): Promise<void> {
  const { orm } = database
  const { journalMb } = config.retention
  if (await claimChore(orm, 'remove old', 59)) {
    await removeOld(orm, config.retention)
    await keepProtocolQuota(orm)
    for (const memberId of await keepJournalQuota(orm, journalMb))
      log.warn({ memberId }, 'unfinished conversions alone take more than the journal of this portal may hold')
  }
  // Each process counts for itself what portals begin from now on.
  journalQuota.looked(await findFull(orm, journalMb))
}

/** One portal after the other. What a process that is about to end leaves over, another one finds an hour later. */
async function forEach(
  { ongoing }: Services,
  portals: readonly string[],
  work: (memberId: string) => Promise<void>,
): Promise<void> {
  for (const memberId of portals) {
    if (ongoing.isLeaving) return
    await work(memberId)
  }
}

/** The same for fields that mappings name. */
async function watch(services: Services, memberId: string): Promise<void> {
  try {
    const problems = await asInstaller(services, memberId, watchMappings)
    if (problems > 0) services.log.info({ memberId, problems }, 'mappings name fields that have changed')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    services.log.warn({ memberId, code: error.code }, 'could not look at the mappings')
  }
}

/** A portal that cannot be reached now is tried in the next hour; one that lost its tokens is left alone. */
async function rebind(services: Services, memberId: string, app: App): Promise<void> {
  try {
    const form = { applicationTokenHash: null, tokens: null }
    const { complete } = await asInstaller(services, memberId, (portal) => install(portal, app, form))
    services.log.info({ memberId, complete }, 'bound the app anew')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    services.log.warn({ memberId, code: error.code }, 'could not bind the app anew')
  }
}
