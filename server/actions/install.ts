import { hashApplicationToken, isApplicationToken } from '../bitrix/application-token.ts'
import { bindApp, readAbilities } from '../bitrix/bind-app.ts'
import type { InstallAnswer, InstallProgress, InstallStep } from '../contract.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { TokenPair } from '../storage/installer-tokens.ts'
import { checkAbilities, checkBindings, checkPortal, sortPlacements } from './checklist.ts'
import { keepInReserve } from './heal-access.ts'
import { eventsFor, fingerprintOf, type App } from './our-app.ts'

/** What the form that opened the page brought; null keeps what is known. */
export interface InstallerForm {
  applicationTokenHash: string | null
  tokens: TokenPair | null
  /** The tokens count only where those that are kept work no longer. */
  inReserve?: boolean
}

/**
 * Binds exactly what the manifest says, in the menus as the administrator has decided, whatever was bound before, and
 * writes the portal down, and tells each step as it begins and ends. What this portal lacks is named, and everything else
 * works without it. Any number of times, with one result.
 */
export async function install(
  portal: Portal,
  app: App,
  form: InstallerForm,
  tell: (step: InstallProgress) => void = () => {},
): Promise<InstallAnswer> {
  const steps: InstallStep[] = []
  const begin = (...names: InstallStep['name'][]): void => names.forEach((name) => tell({ name, state: 'running' }))
  const end = (...ended: InstallStep[]): void => {
    steps.push(...ended)
    ended.forEach(tell)
  }

  const { settings } = await portal.settings.find()
  const abilities = await readAbilities(portal.rest, settings, app.methods)
  if (!abilities.isAdmin) throw new AppError('admin_required', 'Only administrators can install the app.')

  end(...checkAbilities(app, abilities))

  begin('placements', 'events')
  const { offered, unknown, switchedOff } = sortPlacements(app, abilities, settings)
  const refused = await bindApp(portal.rest, abilities.bound, {
    placements: offered,
    events: eventsFor(app, settings),
  })
  end(...checkBindings(app, { unknown, ...refused }))

  begin('portal')
  const { domain, clientEndpoint, authServer } = portal.address
  await portal.registration.save({
    domain,
    clientEndpoint,
    authServer,
    applicationTokenHash: form.applicationTokenHash,
    language: abilities.language,
    version: abilities.version,
    installedBy: portal.actor.userId,
    boundAs: fingerprintOf(app),
  })
  if (form.tokens && form.inReserve) await keepInReserve(portal, form.tokens)
  else if (form.tokens) await portal.installerTokens.save({ ...form.tokens, authServer })

  end(checkPortal(domain, true))
  return {
    steps,
    complete: steps.every(({ state }) => state === 'done'),
    notices: switchedOff.length > 0 ? ['leads_switched_off'] : [],
  }
}

/**
 * The portal's own event after an installation. Where the app was installed without a page of ours, by its event alone,
 * this is the installation; else it may bring the application token that an older portal's form lacks. Either counts only
 * in the hands of an administrator.
 */
export async function followInstall(
  portal: Portal,
  app: App,
  { applicationToken, tokens }: { applicationToken: string; tokens: TokenPair | null },
): Promise<void> {
  const known = await portal.registration.find()
  if (known?.status !== 'installed') {
    await install(portal, app, { applicationTokenHash: hashApplicationToken(applicationToken), tokens })
    return
  }
  if (isApplicationToken(applicationToken, known.applicationTokenHash)) return // the installer's form brought it
  const answer = await portal.rest.call({ method: 'user.admin', params: {} })
  if (!answer.ok || answer.result !== true)
    throw new AppError('admin_required', 'Only an administrator can install the app.')
  await portal.registration.saveApplicationToken(hashApplicationToken(applicationToken))
}

/**
 * The portal has a new version of the app, under which it may have dropped what was bound: everything is bound anew, and
 * the tokens that came along replace the earlier ones. A portal that never installed the app has to do that first.
 */
export async function followUpdate(portal: Portal, app: App, form: InstallerForm): Promise<void> {
  const known = await portal.registration.find()
  if (known?.status !== 'installed') throw new AppError('unknown_portal', 'The app is not installed on this portal.')
  await install(portal, app, form)
}
