import { usualPair } from '../server/conversion/pair-settings.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { SourceTypeName } from '../server/conversion/schemes.ts'
import type { PairName, PairSettings, Settings } from '../server/conversion/settings.ts'

/** What is decided about one pair, or what holds for all. */
export function pairOf({ pairs }: Settings, source: SourceTypeName, target: RecordTypeName): PairSettings {
  return pairs[`${source}>${target}`] ?? usualPair
}

/** The settings with a decision about one pair; a pair that is as usual again is no decision. */
export function withPair(
  settings: Settings,
  source: SourceTypeName,
  target: RecordTypeName,
  change: Partial<PairSettings>,
): Settings {
  const name: PairName = `${source}>${target}`
  const pair = { ...pairOf(settings, source, target), ...change }
  const { [name]: _, ...others } = settings.pairs
  return { ...settings, pairs: isSame(pair, usualPair) ? others : { ...others, [name]: pair } }
}

/** The settings with our item in the cards of a smart process, or without it. */
export function withCard(settings: Settings, card: NonNullable<Settings['smartCards']>[number], on: boolean): Settings {
  const others = (settings.smartCards ?? []).filter((one) => one !== card)
  return { ...settings, smartCards: (on ? [...others, card] : others).toSorted() }
}

/** Whether two values say the same, whatever the order of their parts. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b))
  return entries.map(([name, part]) => [name, sorted(part)])
}
