import { pairSettings } from './pair-settings.ts'
import type { RecordTypeName } from './record-types.ts'
import { relatedTargets, schemeOf, type SourceTypeName } from './schemes.ts'
import type { Settings } from './settings.ts'
import type { SmartTypes } from './smart-types.ts'

/** What one item in a card's menu creates; nothing named: the person chooses on the page. */
export type MenuItem = readonly RecordTypeName[]

const open: MenuItem = []

/**
 * The items in the menu of a source's cards. What is switched off has none; where several things may be made at once,
 * the usual combinations are followed by an item for all others. Where nothing is left, one item still tells why.
 */
export function menuItems(settings: Settings, source: SourceTypeName, smartTypes: SmartTypes): MenuItem[] {
  if (settings.menu === 'one') return [open]
  const { targets, combine, combinations } = schemeOf(source)
  const isOn = (type: RecordTypeName): boolean => pairSettings(settings, source, type).on
  const own = combinations ?? targets.map((type) => [type])
  const related = [...new Set(relatedTargets(source, smartTypes))].filter((type) => !targets.includes(type))
  const items = [...own, ...related.map((type) => [type])].filter((item) => item.every(isOn))
  return combine || items.length === 0 ? [...items, open] : items
}
