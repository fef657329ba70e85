import type { BindingNames, PortalAbilities } from '../bitrix/bind-app.ts'
import type { InstallStep } from '../contract.ts'
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
  return [
    toStep(
      'scopes',
      app.scopes.filter((scope) => !scopes.includes(scope)),
    ),
    toStep('methods', missingMethods),
  ]
}

/** Which places and events are not bound, and which are although nobody wants them. */
export function checkBindings(missing: BindingNames, leftover: BindingNames): InstallStep[] {
  return [
    toStep('placements', missing.placements, leftover.placements),
    toStep('events', missing.events, leftover.events),
  ]
}

/** Whether we know the portal: by its name, where we do not. */
export function checkPortal(unknown: string[]): InstallStep {
  return toStep('portal', unknown)
}

function toStep(name: InstallStep['name'], missing: string[], leftover: string[] = []): InstallStep {
  const state = missing.length + leftover.length === 0 ? 'done' : 'failed'
  // A place may hold several items; it is named once.
  return { name, state, missing: [...new Set(missing)], leftover: [...new Set(leftover)] }
}

/** Tells whether a name, or a refusal that begins with one, is about a place nobody misses. */
export function isOptional({ optionalPlacements }: App, text: string): boolean {
  return optionalPlacements.some((name) => text.startsWith(name))
}
