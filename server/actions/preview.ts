import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { PreviewAnswer, Unfinished } from '../contract.ts'
import { cutPreview } from '../conversion/cut-preview.ts'
import { previewSource, previewTarget } from '../conversion/plan-preview.ts'
import type { Preview, TargetPreview } from '../conversion/preview.ts'
import { targetsOf } from '../conversion/schemes.ts'
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
  const shown = await withFingerprint(snapshot)
  const { memberId, actor, snapshots } = portal
  snapshots.save({ memberId, userId: actor.userId, fingerprint: shown.fingerprint }, snapshot)
  // The portal has just answered this person's token, so the journal may be told from.
  return cutPreview({ ...shown, unfinished: await findUnfinished(portal, record) })
}

async function findUnfinished({ journal, actor }: Portal, record: SourceRecord): Promise<Unfinished[]> {
  const entries = await journal.findUnfinished(record)
  return entries.map(({ conversion, userId, startedAt }) => ({
    conversion,
    byAnother: userId !== actor.userId,
    startedAt: startedAt.toISOString(),
  }))
}

/**
 * A preview with the fingerprint of everything it shows and of the source's last change. Target by target, so that a
 * portal with very many fields holds the event loop for one of them at a time.
 */
export async function withFingerprint(snapshot: Snapshot): Promise<Preview> {
  const source = previewSource(snapshot)
  // What the person chose last, and when a client was last heard of, are conveniences, no part of what they agree to;
  // nor is a call that comes in meanwhile.
  const { remembered: _, history: __, ...agreed } = source
  const hash = createHash('sha256').update(JSON.stringify([snapshot.source.item.updatedTime ?? null, agreed]))
  const targets: TargetPreview[] = []
  for (const type of targetsOf(snapshot)) {
    await setImmediate()
    const target = previewTarget(snapshot, type)
    targets.push(target)
    hash.update(JSON.stringify({ ...target, known: target.known.map(withoutActivity) }))
  }
  return { fingerprint: hash.digest('hex'), ...source, targets }
}

function withoutActivity(client: TargetPreview['known'][number]): object {
  return { ...client, lastActivity: null }
}
