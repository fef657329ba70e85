import { hashApplicationToken, isApplicationToken } from '../bitrix/application-token.ts'
import { bindApp, type Bindings, type PortalAbilities, readAbilities } from '../bitrix/bind-app.ts'
import type { InstallAnswer, InstallStep } from '../contract.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'

/** What we tell every portal about ourselves: `manifest/app.json` with the addresses of this server. */
export interface App {
  scopes: string[]
  bindings: Bindings
}

/**
 * Binds exactly what the manifest says, whatever was bound before, and writes the portal down. What this portal lacks
 * is named, and everything else works without it.
 */
export async function install(portal: Portal, app: App, applicationTokenHash: string | null): Promise<InstallAnswer> {
  const abilities = await readAbilities(portal.rest)
  if (!abilities.isAdmin) throw new AppError('admin_required', 'Only administrators can install the app.')

  const { offered, unknown } = sortPlacements(app.bindings, abilities)
  const refused = await bindApp(portal.rest, abilities.bound, { ...app.bindings, placements: offered })
  const { domain, clientEndpoint, authServer } = portal.address
  await portal.registration.save({
    domain,
    clientEndpoint,
    authServer,
    applicationTokenHash,
    language: abilities.language,
    version: abilities.version,
    installedBy: portal.actor.userId,
  })

  const steps: InstallStep[] = [
    toStep(
      'scopes',
      app.scopes.filter((scope) => !abilities.scopes.includes(scope)),
    ),
    toStep('placements', [...unknown, ...refused.placements]),
    toStep('events', refused.events),
    toStep('portal', []),
  ]
  return { steps, complete: steps.every(({ state }) => state === 'done') }
}

/** A portal that does not say what it offers is asked by binding. */
function sortPlacements(wanted: Bindings, { placements }: PortalAbilities) {
  const isOffered = ({ placement }: { placement: string }): boolean => placements?.includes(placement) ?? true
  return {
    offered: wanted.placements.filter(isOffered),
    unknown: wanted.placements.filter((entry) => !isOffered(entry)).map(({ placement }) => placement),
  }
}

function toStep(name: InstallStep['name'], missing: string[]): InstallStep {
  return { name, state: missing.length === 0 ? 'done' : 'failed', missing }
}

/**
 * The portal's own event after the installation brings the application token that will prove its removal one day; it
 * counts only in the hands of an administrator.
 */
export async function keepApplicationToken(portal: Portal, applicationToken: string): Promise<void> {
  const known = await portal.registration.find()
  if (!known || isApplicationToken(applicationToken, known.applicationTokenHash)) return // the installer's form brought it
  const answer = await portal.rest.call({ method: 'user.admin', params: {} })
  if (!answer.ok || answer.result !== true)
    throw new AppError('admin_required', 'Only an administrator can install the app.')
  await portal.registration.saveApplicationToken(hashApplicationToken(applicationToken))
}
