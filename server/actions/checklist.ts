import type { BindingItems, PortalAbilities } from '../bitrix/bind-app.ts'
import type { InstallStep, SetupItem } from '../contract.ts'
import { offInSimpleCrm, typeAtPlacement } from '../conversion/record-types.ts'
import type { Settings } from '../conversion/settings.ts'
import { menusFor } from './menus.ts'
import type { App } from './our-app.ts'

/**
 * The menus we want by whether this portal offers their places: the manifest's, but those of types it does without, and
 * those of smart processes. A portal that does not say what it offers is asked by binding.
 */
export function sortPlacements(app: App, abilities: PortalAbilities, settings: Settings) {
  const { placements, isSimpleCrm } = abilities
  const isOffered = ({ placement }: { placement: string }): boolean => placements?.includes(placement) ?? true
  const isOff = ({ placement }: { placement: string }): boolean => {
    const type = typeAtPlacement(placement)
    return isSimpleCrm && type !== null && offInSimpleCrm.has(type)
  }
  const isUnknown = (entry: { placement: string }): boolean =>
    !isOff(entry) && !isOffered(entry) && !isOptional(app, entry.placement)
  return {
    offered: menusFor(app, abilities, settings).filter((entry) => !isOff(entry) && isOffered(entry)),
    unknown: app.bindings.placements.filter(isUnknown).map(({ placement }) => placement),
    switchedOff: app.bindings.placements.filter(isOff),
  }
}

/** What of the manifest this portal was not granted, and which methods it does not have. */
export function checkAbilities(
  app: App,
  { scopes, missingMethods }: Pick<PortalAbilities, 'scopes' | 'missingMethods'>,
): InstallStep[] {
  const lacking = app.scopes.filter((scope) => !scopes.includes(scope))
  return [
    toStep('scopes', { missing: named(lacking), leftover: [], mendable: false }),
    toStep('methods', { missing: named(missingMethods), leftover: [], mendable: false }),
  ]
}

/**
 * Which places this portal does not offer at all, which places and events are not bound, and which are although nobody
 * wants them.
 */
export function checkBindings(
  app: App,
  { unknown, absent, stale }: { unknown: string[] } & Record<'absent' | 'stale', BindingItems>,
): InstallStep[] {
  const missed = absent.placements.filter(({ code }) => !isOptional(app, code))
  return [
    toStep('placements', {
      missing: [...named(unknown), ...missed],
      leftover: stale.placements,
      mendable: missed.length + stale.placements.length > 0,
    }),
    toStep('events', { missing: absent.events, leftover: stale.events, mendable: true }),
  ]
}

/** Whether we know the portal as one that installed the app. */
export function checkPortal(domain: string, isKnown: boolean): InstallStep {
  return toStep('portal', { missing: isKnown ? [] : named([domain]), leftover: [], mendable: true })
}

const named = (codes: readonly string[]): SetupItem[] => codes.map((code) => ({ code, refusal: null }))

function toStep(
  name: InstallStep['name'],
  { missing, leftover, mendable }: Pick<InstallStep, 'missing' | 'leftover' | 'mendable'>,
): InstallStep {
  const failed = missing.length + leftover.length > 0
  return {
    name,
    state: failed ? 'failed' : 'done',
    missing: once(missing),
    leftover: once(leftover),
    mendable: failed && mendable,
  }
}

/** A place may hold several items; it is named once. */
function once(items: SetupItem[]): SetupItem[] {
  return items.filter(({ code }, index) => items.findIndex((other) => other.code === code) === index)
}

/** Tells whether a place is one that nobody misses. */
export function isOptional({ optionalPlacements }: App, code: string): boolean {
  return optionalPlacements.includes(code)
}
