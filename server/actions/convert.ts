import { readSource } from '../bitrix/read-source.ts'
import { writePlan } from '../bitrix/write-plan.ts'
import type { Choices } from '../contract.ts'
import type { Conversion } from '../conversion/outcome.ts'
import { planConversion } from '../conversion/plan-conversion.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Snapshot } from '../conversion/snapshot.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import type { Portal } from '../portal.ts'
import { commentFor } from './comment.ts'
import { withFingerprint, type SourceRecord } from './preview.ts'

/**
 * Carries out a conversion at most once per request id. The choices name the preview the person saw; a record that
 * changed since is not converted, but shown anew.
 */
export async function convert(portal: Portal, record: SourceRecord, choices: Choices): Promise<Conversion> {
  const known = await portal.journal.find(choices.requestId)
  if (known) return ownOf(portal, known) // the same click, delivered twice

  const snapshot = await findSnapshot(portal, record, choices)
  const plan = planFrom(snapshot, choices)
  const { conversion, isNew } = await portal.journal.begin({
    requestId: choices.requestId,
    userId: portal.actor.userId,
    source: record,
    targets: choices.targets,
    fingerprint: choices.fingerprint,
    plan,
  })
  if (!isNew) return conversion // delivered twice at the same moment

  try {
    return await portal.journal.save(await write(portal, snapshot, plan, choices))
  } catch (error) {
    // The journal must not say "running" for ever, nor claim more than is known.
    const outcome = error instanceof AppError && !mayHaveWritten(error) ? 'refused' : 'unknown'
    await portal.journal.save({ ...conversion, outcome })
    throw error
  }
}

async function write(portal: Portal, snapshot: Snapshot, plan: Plan, choices: Choices): Promise<Conversion> {
  const options = {
    requestId: choices.requestId,
    commentOn: commentFor(plan),
    remember: rememberedAfter(snapshot, choices),
    onProgress: (conversion: Conversion) => portal.journal.save(conversion),
  }
  try {
    return await writePlan(portal.rest, plan, { ...options, guarded: true })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'plan_outdated') throw error
    // The guard stopped the chain. It compares a time, so let the record itself decide whether anything really changed.
    await readUnchanged(portal, snapshot.source, choices)
    return writePlan(portal.rest, plan, { ...options, guarded: false })
  }
}

/** What the person saw: remembered, or read again. New user fields change the portal, so they are never planned from memory. */
async function findSnapshot(portal: Portal, record: SourceRecord, choices: Choices): Promise<Snapshot> {
  const addsFields = Object.values(choices.addUserFields).some((fields) => fields && fields.length > 0)
  const key = { memberId: portal.memberId, userId: portal.actor.userId, fingerprint: choices.fingerprint }
  const remembered = addsFields ? null : portal.snapshots.find(key)
  const isThisRecord = remembered?.source.id === record.id && remembered.source.type === record.type
  return isThisRecord ? remembered : readUnchanged(portal, record, choices)
}

async function readUnchanged(portal: Portal, record: SourceRecord, choices: Choices): Promise<Snapshot> {
  const snapshot = await readSource(portal.rest, record)
  const shown = withFingerprint(snapshot)
  if (shown.fingerprint === choices.fingerprint) return snapshot
  portal.snapshots.save(
    { memberId: portal.memberId, userId: portal.actor.userId, fingerprint: shown.fingerprint },
    snapshot,
  )
  throw new AppError('plan_outdated', 'The record changed since it was previewed.', { preview: shown })
}

/** What this person chose last, now for this type of source too; kept as one short text. */
function rememberedAfter({ source, remembered }: Snapshot, { targets, pipelines }: Choices): string {
  return JSON.stringify({ ...remembered, [source.type]: { targets, pipelines } })
}

function planFrom(snapshot: Snapshot, choices: Choices): Plan {
  const planned = planConversion(snapshot, choices)
  if ('plan' in planned) return planned.plan
  throw new AppError('target_not_offered', 'A chosen target is not offered.', { targets: planned.notOffered })
}

function ownOf(portal: Portal, entry: { userId: number; conversion: Conversion }): Conversion {
  if (entry.userId === portal.actor.userId) return entry.conversion
  throw new AppError('conversion_not_found', 'This conversion belongs to somebody else.')
}
