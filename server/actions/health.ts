import { titlesOf } from './history.ts'
import { compareBindings, itemsOf, readAbilities } from '../bitrix/bind-app.ts'
import type { HealthAnswer } from '../contract.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { checkAbilities, checkBindings, checkPortal, sortPlacements } from './checklist.ts'
import { eventsFor, type App } from './our-app.ts'

const refusalsShown = 20

/**
 * Tells an administrator how it stands with the app on this portal, against what the manifest wants, and with the access
 * that is kept. One request to the portal.
 */
export async function readHealth(portal: Portal, app: App): Promise<HealthAnswer> {
  const { settings } = await portal.settings.find()
  const abilities = await readAbilities(portal.rest, settings, app.methods)
  if (!abilities.isAdmin) throw new AppError('admin_required', 'Only administrators see how the app is doing.')

  const { offered, unknown } = sortPlacements(app, abilities, settings)
  const wanted = { placements: offered, events: eventsFor(app, settings) }
  const { absent, stale } = compareBindings(abilities.bound, wanted)
  const registered = await portal.registration.find()
  const isSilent = (await portal.lookAtInstallerAccess()) === 'silent'
  const access = await portal.installerTokens.state()
  const journal = await portal.journalSizes.find()
  const refusals = await portal.refusals.latest(refusalsShown)
  const { version, installed, status, license } = abilities
  return {
    app: { version, installed, status, license },
    checks: [
      ...checkAbilities(app, abilities),
      ...checkBindings(app, { unknown, absent: itemsOf(absent), stale: itemsOf(stale) }),
      checkPortal(portal.address.domain, registered?.status === 'installed'),
    ],
    typeNames: titlesOf(portal.smartTypes.known()),
    mappings: (await portal.mappingChecks.list())
      .filter(({ problems }) => problems.length > 0)
      .map(({ source, target, problems, checkedAt }) => ({
        source,
        target,
        problems,
        checkedAt: checkedAt.toISOString(),
      })),
    access: {
      state: isSilent ? 'unknown' : access.state,
      since: access.state === 'lost' ? access.since.toISOString() : null,
    },
    journal: {
      bytes: journal.bytes,
      megabytes: journal.megabytes,
      count: journal.count,
      oldest: journal.oldest?.toISOString() ?? null,
      missingUntil: journal.missingUntil?.toISOString() ?? null,
    },
    refusals: refusals.map(({ at, method, commands, status: answered, refusals: codes }) => ({
      at: at.toISOString(),
      method,
      commands,
      status: answered,
      codes,
    })),
  }
}
