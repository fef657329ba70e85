import { readSource } from '../bitrix/read-source.ts'
import { parseRemembered } from '../conversion/remembered.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Ruling, Snapshot } from '../conversion/snapshot.ts'
import type { Portal } from '../portal.ts'
import type { Decided } from '../storage/decisions.ts'

/** A record that can become something else. */
export interface SourceRecord {
  type: SourceTypeName
  id: number
}

/** What is decided about readings of a record by this person. */
export function findDecided({ decisions, actor }: Portal, { type }: SourceRecord): Promise<Decided> {
  return decisions.find(type, actor.userId)
}

/** Reads a record under what the administrator has decided. */
export async function readRuled(portal: Portal, record: SourceRecord, known?: Decided): Promise<Snapshot> {
  const decided = known ?? (await findDecided(portal, record))
  const read = await readSource(portal.rest, record, portal.smartTypes, await rulingFrom(portal, decided))
  return { ...read, remembered: parseRemembered(decided.chosen), portalLanguage: decided.language }
}

/** Tells whether what the administrator had decided for a reading still holds. */
export async function isStillRuled(portal: Portal, { source, ruling }: Snapshot): Promise<boolean> {
  const { version, mappings } = await findDecided(portal, source)
  return ruling.version === version && versionsOf(ruling.mappings) === versionsOf(mappings)
}

async function rulingFrom({ installerTokens, actor }: Portal, decided: Decided): Promise<Ruling> {
  const { settings, version, mappings } = decided
  const ruling: Ruling = { settings, version, mappings, actorId: actor.userId, lentRight: 'none' }
  if (settings.fieldCreators === 'entitled') return ruling
  const { state } = await installerTokens.state()
  return { ...ruling, lentRight: state === 'kept' ? 'ready' : 'lost' }
}

function versionsOf(mappings: Ruling['mappings']): string {
  const versions = Object.entries(mappings).map(([target, mapping]) => `${target} ${mapping?.version}`)
  return versions.toSorted().join()
}
