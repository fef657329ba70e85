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
export function findDecided({ decisions, actor }: Portal, record: SourceRecord): Promise<Decided> {
  return decisions.find(record, actor.userId)
}

/** Reads a record under what the administrator has decided. */
export async function readRuled(portal: Portal, record: SourceRecord, known?: Decided): Promise<Snapshot> {
  const decided = known ?? (await findDecided(portal, record))
  const read = await readSource(portal.rest, record, portal.smartTypes, await rulingFrom(portal, decided))
  return {
    ...read,
    targets: withRecorded(read.targets, decided.recorded),
    remembered: parseRemembered(decided.chosen),
    portalLanguage: decided.language,
  }
}

/** Earlier records with what the journal knows of their rows. */
function withRecorded(targets: Snapshot['targets'], recorded: Decided['recorded']): Snapshot['targets'] {
  const known: Snapshot['targets'] = { ...targets }
  for (const type of new Set(recorded.map((one) => one.type))) {
    const target = targets[type]
    if (!target) continue
    const rows = new Map(recorded.filter((one) => one.type === type).map((one) => [one.id, one.rows]))
    const children = target.children.map((child) => {
      const own = rows.get(child.id)
      return own ? { ...child, recorded: own } : child
    })
    known[type] = { ...target, children }
  }
  return known
}

/** Tells whether what the administrator had decided for a reading still holds. */
export async function isStillRuled(portal: Portal, { source, ruling }: Snapshot): Promise<boolean> {
  const { version, mappings } = await portal.decisions.find({ type: source.type, id: null }, portal.actor.userId)
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
