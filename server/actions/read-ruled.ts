import { readSource } from '../bitrix/read-source.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Ruling, Snapshot } from '../conversion/snapshot.ts'
import type { Portal } from '../portal.ts'

/** A record that can become something else. */
export interface SourceRecord {
  type: SourceTypeName
  id: number
}

/** Reads a record under what the administrator has decided. */
export async function readRuled(portal: Portal, record: SourceRecord): Promise<Snapshot> {
  return readSource(portal.rest, record, portal.smartTypes, await rulingFor(portal, record.type))
}

/** Tells whether what the administrator had decided for a reading still holds. */
export async function isStillRuled(portal: Portal, { source, ruling }: Snapshot): Promise<boolean> {
  const [{ version }, mappings] = await Promise.all([portal.settings.find(), portal.mappings.inForce(source.type)])
  return ruling.version === version && versionsOf(ruling.mappings) === versionsOf(mappings)
}

async function rulingFor(portal: Portal, source: SourceTypeName): Promise<Ruling> {
  const { installerTokens, actor } = portal
  const [{ settings, version }, mappings] = await Promise.all([portal.settings.find(), portal.mappings.inForce(source)])
  const ruling: Ruling = { settings, version, mappings, actorId: actor.userId, lentRight: 'none' }
  if (settings.fieldCreators === 'entitled') return ruling
  const { state } = await installerTokens.state()
  return { ...ruling, lentRight: state === 'kept' ? 'ready' : 'lost' }
}

function versionsOf(mappings: Ruling['mappings']): string {
  const versions = Object.entries(mappings).map(([target, mapping]) => `${target} ${mapping?.version}`)
  return versions.toSorted().join()
}
