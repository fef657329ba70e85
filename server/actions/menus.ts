import type { Bindings, PortalAbilities } from '../bitrix/bind-app.ts'
import type { Language } from '../contract.ts'
import { menuItems, type MenuItem } from '../conversion/menu-items.ts'
import { isStandardTypeName, recordType, typeAtPlacement, type RecordTypeName } from '../conversion/record-types.ts'
import { isSourceType, type SourceTypeName } from '../conversion/schemes.ts'
import type { Settings } from '../conversion/settings.ts'
import { isSmartTypeName, type SmartTypeName, type SmartTypes } from '../conversion/smart-types.ts'
import { portalLanguages, translate } from '../texts.ts'
import type { App } from './our-app.ts'

type Placement = Bindings['placements'][number]

/** What stands in the menus of cards: where the manifest says, and in smart processes, as the administrator has decided. */
export function menusFor(app: App, { bound, smartTypes }: PortalAbilities, settings: Settings): Placement[] {
  const standard = app.bindings.placements.flatMap((entry) => {
    const source = typeAtPlacement(entry.placement)
    return source && isSourceType(source) ? itemsOf(entry, source) : [entry]
  })
  if (settings.smartCards === null) return [...standard, ...keptPlacements(bound, app)]
  const titles = app.bindings.placements[0]?.titles ?? {}
  const cards = settings.smartCards.map((source) => ({ source, placement: recordType(source).placement.code }))
  return [
    ...standard,
    ...cards.flatMap(({ source, placement }) => itemsOf({ placement, titles, handler: app.handler }, source)),
  ]

  function itemsOf({ placement, titles: own }: Placement, source: SourceTypeName): Placement[] {
    const items = menuItems(settings, source, smartTypes)
    // A place takes every handler once, so each of several items needs one of its own. Its items stand in the order in
    // which they were bound: the one for everything else is bound anew behind them.
    return items.map((item) => ({
      placement,
      handler: item.length + items.length > 1 ? `${app.handler}/${item.join('-') || 'other'}` : app.handler,
      titles: item.length > 0 ? titlesOf(item, source, smartTypes) : own,
    }))
  }
}

/** The smart processes in whose cards we are bound. */
export function boundCards({ placements }: Bindings): SmartTypeName[] {
  const types = placements.map(({ placement }) => typeAtPlacement(placement) ?? '')
  return [...new Set(types.filter((type) => isSmartTypeName(type)))]
}

/** As long as nobody has decided, what an administrator has bound by hand stays, at the address of this server. */
function keptPlacements(bound: Bindings, { handler }: App): Placement[] {
  const isSmart = (code: string): boolean => isSmartTypeName(typeAtPlacement(code) ?? '')
  return bound.placements.filter(({ placement }) => isSmart(placement)).map((entry) => ({ ...entry, handler }))
}

function titlesOf(item: MenuItem, source: SourceTypeName, smartTypes: SmartTypes): Record<string, string> {
  const titleIn = (language: Language): string => {
    const nameOf = (type: RecordTypeName): string =>
      isStandardTypeName(type) ? translate(language, `type.${type}`) : (smartTypes[type]?.title ?? `#${type}`)
    return translate(language, 'menu.item', { names: item.map(nameOf).join(' + '), source })
  }
  return Object.fromEntries([...portalLanguages].map(([code, language]) => [code, titleIn(language)]))
}
