import { createHash } from 'node:crypto'
import { readSource } from '../bitrix/read-source.ts'
import { planPreview } from '../conversion/plan-preview.ts'
import type { Preview } from '../conversion/preview.ts'
import type { SourceTypeName } from '../conversion/schemes.ts'
import type { Snapshot } from '../conversion/snapshot.ts'
import type { Portal } from '../portal.ts'

/** A record that can become something else. */
export interface SourceRecord {
  type: SourceTypeName
  id: number
}

/** Shows what a record can become, from one batch; nothing is written, and the reading is kept for the conversion. */
export async function preview(portal: Portal, record: SourceRecord): Promise<Preview> {
  const snapshot = await readSource(portal.rest, record)
  const shown = withFingerprint(snapshot)
  const { memberId, actor, snapshots } = portal
  snapshots.save({ memberId, userId: actor.userId, fingerprint: shown.fingerprint }, snapshot)
  return shown
}

/** A preview with the fingerprint of everything it shows and of the source's last change. */
export function withFingerprint(snapshot: Snapshot): Preview {
  const shown = planPreview(snapshot)
  // What the person chose last is a convenience, no part of what they agree to.
  const seen = JSON.stringify([snapshot.source.item.updatedTime ?? null, { ...shown, remembered: null }])
  return { fingerprint: createHash('sha256').update(seen).digest('hex'), ...shown }
}
