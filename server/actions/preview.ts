import { createHash } from 'node:crypto'
import type { PreviewAnswer, Unfinished } from '../contract.ts'
import { cutPreview } from '../conversion/cut-preview.ts'
import { planPreview } from '../conversion/plan-preview.ts'
import type { Preview, TargetPreview } from '../conversion/preview.ts'
import type { Snapshot } from '../conversion/snapshot.ts'
import type { Portal } from '../portal.ts'
import type { Decided } from '../storage/decisions.ts'
import { readRuled, type SourceRecord } from './read-ruled.ts'

/**
 * Shows what a record can become, from one batch; nothing is written, and the reading is kept for the conversion. Whoever
 * has just asked what is decided passes it on.
 */
export async function preview(portal: Portal, record: SourceRecord, decided?: Decided): Promise<PreviewAnswer> {
  const snapshot = await readRuled(portal, record, decided)
  const shown = withFingerprint(snapshot)
  const { memberId, actor, snapshots } = portal
  snapshots.save({ memberId, userId: actor.userId, fingerprint: shown.fingerprint }, snapshot)
  return cutPreview({ ...shown, unfinished: await findUnfinished(portal, record) })
}

async function findUnfinished({ journal, actor }: Portal, record: SourceRecord): Promise<Unfinished | null> {
  const [entry] = await journal.findUnfinished(record)
  if (!entry) return null
  const { conversion, userId, startedAt } = entry
  return { conversion, byAnother: userId !== actor.userId, startedAt: startedAt.toISOString() }
}

/** A preview with the fingerprint of everything it shows and of the source's last change. */
export function withFingerprint(snapshot: Snapshot): Preview {
  const shown = planPreview(snapshot)
  // What the person chose last, and when a client was last heard of, are conveniences, no part of what they agree to;
  // nor is a call that comes in meanwhile.
  const { remembered: _, history: __, targets, ...rest } = shown
  const agreed = targets.map((target) => ({ ...target, known: target.known.map(withoutActivity) }))
  const seen = JSON.stringify([snapshot.source.item.updatedTime ?? null, rest, agreed])
  return { fingerprint: createHash('sha256').update(seen).digest('hex'), ...shown }
}

function withoutActivity(client: TargetPreview['known'][number]): object {
  return { ...client, lastActivity: null }
}
