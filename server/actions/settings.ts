import { bindApp, readAbilities, type PortalAbilities } from '../bitrix/bind-app.ts'
import { readDecidable } from '../bitrix/read-starts.ts'
import type { SettingsAnswer, SettingsKept, SettingsRequest, SettingsSaved } from '../contract.ts'
import { appointed, pairsOf, possibleCards } from '../conversion/pair-settings.ts'
import { offInSimpleCrm } from '../conversion/record-types.ts'
import type { NamesById } from '../conversion/snapshot.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { KeptSettings } from '../storage/settings.ts'
import { checkBindings, sortPlacements } from './checklist.ts'
import { titlesOf } from './history.ts'
import { boundCards } from './menus.ts'
import { eventsFor, fingerprintOf, type App } from './our-app.ts'

/** Shows an administrator what is decided and what can be. One request. */
export async function readSettings(portal: Portal): Promise<SettingsAnswer> {
  const kept = await portal.settings.find()
  const named = appointed(kept.settings)
  // Whoever looks may be the next to save.
  const people = [...new Set([portal.actor.userId, ...named, ...(kept.saved ? [kept.saved.by] : [])])]
  const { isAdmin, isSimpleCrm, smartTypes, starts, staff, bound } = await readDecidable(portal.rest, people)
  if (!isAdmin) throw adminRequired()
  const pairs = pairsOf(smartTypes).filter(({ source }) => !isSimpleCrm || !offInSimpleCrm.has(source))
  const cards = kept.settings.smartCards ?? boundCards({ placements: bound, events: [] })
  const { state: access } = await portal.installerTokens.state()
  return {
    ...toKept({ ...kept, settings: { ...kept.settings, smartCards: cards } }, staff),
    pairs,
    starts,
    cards: possibleCards(smartTypes),
    typeNames: titlesOf(smartTypes),
    people: Object.fromEntries(staff),
    access,
  }
}

/**
 * Keeps what an administrator decided, unless somebody else decided since they looked, and lets the menus of cards
 * follow at once. Settings count as soon as they are kept: menus that could not be bound follow within the hour.
 */
export async function saveSettings(portal: Portal, app: App, request: SettingsRequest): Promise<SettingsSaved> {
  const abilities = await readAbilities(portal.rest, request.settings)
  if (!abilities.isAdmin) throw adminRequired()
  const { userId } = portal.actor
  const settings = { ...request.settings, smartCards: request.settings.smartCards ?? boundCards(abilities.bound) }
  const kept = await portal.settings.save(settings, { version: request.version, userId })
  if (!kept) throw new AppError('settings_outdated', 'Somebody else has saved settings since.')
  return { ...toKept(kept, new Map()), ...(await bindMenus(portal, app, abilities, kept)) }
}

async function bindMenus(
  portal: Portal,
  app: App,
  abilities: PortalAbilities,
  { settings }: KeptSettings,
): Promise<Pick<SettingsSaved, 'menus' | 'refused'>> {
  const { offered } = sortPlacements(app, abilities, settings)
  await portal.registration.markBoundAs(null)
  try {
    const refused = await bindApp(portal.rest, abilities.bound, {
      placements: offered,
      events: eventsFor(app, settings),
    })
    await portal.registration.markBoundAs(fingerprintOf(app))
    const missed = checkBindings(app, { unknown: [], ...refused }).filter(({ state }) => state === 'failed')
    return { menus: missed.length > 0 ? 'refused' : 'bound', refused: missed }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { menus: 'later', refused: [] }
  }
}

function adminRequired(): AppError {
  return new AppError('admin_required', 'Only administrators decide about the app.')
}

function toKept({ settings, version, saved }: KeptSettings, names: NamesById): SettingsKept {
  const by = saved && { id: saved.by, name: names.get(String(saved.by)) ?? null }
  return { settings, version, saved: saved && by && { by, at: saved.at.toISOString() } }
}
