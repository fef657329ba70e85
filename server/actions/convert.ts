import { withUntried } from '../bitrix/steps.ts'
import type { Choices } from '../contract.ts'
import { cutPreview } from '../conversion/cut-preview.ts'
import type { Conversion } from '../conversion/outcome.ts'
import { planConversion } from '../conversion/plan-conversion.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Preview } from '../conversion/preview.ts'
import type { Snapshot } from '../conversion/snapshot.ts'
import { describedBy, tellWanted } from '../conversion/wanted-fields.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'
import type { Run } from '../storage/run.ts'
import { carryOut, endFirst, firstAttempt, type Work } from './carry-out.ts'
import { withFingerprint } from './preview.ts'
import { isStillRuled, readRuled, type SourceRecord } from './read-ruled.ts'

/**
 * Carries out a conversion at most once per request id. The choices name the preview the person saw; a record that
 * changed since is not converted, but shown anew.
 */
export async function convert(portal: Portal, record: SourceRecord, choices: Choices): Promise<Conversion> {
  const snapshot = (await recall(portal, record, choices)) ?? (await lookAgain(portal, record, choices))
  if ('conversion' in snapshot) return ownOf(portal, snapshot) // the same click, delivered twice
  const plan = planFrom(snapshot, choices)
  const { conversion, run } = await portal.journal.begin({
    requestId: choices.requestId,
    userId: portal.actor.userId,
    source: record,
    targets: choices.targets,
    fingerprint: choices.fingerprint,
    plan,
    remember: rememberedAfter(snapshot, choices),
    steps: withUntried(plan, []),
  })
  if (!run) {
    // Delivered twice at the same moment.
    await portal.proveAgain()
    return conversion
  }

  const work = { ...firstAttempt, plan, start: conversion }
  try {
    return await run.save(tellWanted(await write(portal, run, snapshot, choices, work), plan, describedBy(snapshot)))
  } catch (error) {
    return endFirst(run, error)
  }
}

type FirstWork = Omit<Work, 'guarded'>

async function write(
  portal: Portal,
  run: Run,
  snapshot: Snapshot,
  choices: Choices,
  work: FirstWork,
): Promise<Conversion> {
  try {
    // Whoever adds user fields has read the record just now; a guard behind them would stop too late.
    return await carryOut(portal, run, { ...work, guarded: !addsUserFields(choices) })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'plan_outdated') throw error
    // The guard stopped the chain. It compares a time, so let the record itself decide whether anything really changed.
    await readUnchanged(portal, snapshot.source, choices)
    return carryOut(portal, run, { ...work, guarded: false })
  }
}

/** What the person saw, as it was read then. New user fields change the portal, so they are never planned from memory. */
async function recall(portal: Portal, record: SourceRecord, choices: Choices): Promise<Snapshot | null> {
  const key = { memberId: portal.memberId, userId: portal.actor.userId, fingerprint: choices.fingerprint }
  const remembered = addsUserFields(choices) ? null : portal.snapshots.find(key)
  const isThisRecord = remembered?.source.id === record.id && remembered.source.type === record.type
  // Somebody may have decided anew since; what that changes, the fingerprint tells.
  return isThisRecord && (await isStillRuled(portal, remembered)) ? remembered : null
}

/** Reads the record again, unless this very click has begun already: then it may be what changed the record. */
async function lookAgain(portal: Portal, record: SourceRecord, choices: Choices): Promise<Snapshot | JournalEntry> {
  const known = await portal.journal.find(choices.requestId)
  if (known) return known
  try {
    return await readUnchanged(portal, record, choices)
  } catch (error) {
    // Delivered to two processes at once, it may have begun meanwhile in the other one.
    const begun = await portal.journal.find(choices.requestId)
    if (begun) return begun
    throw error
  }
}

function addsUserFields({ addUserFields }: Choices): boolean {
  return Object.values(addUserFields).some((fields) => fields && fields.length > 0)
}

async function readUnchanged(portal: Portal, record: SourceRecord, choices: Choices): Promise<Snapshot> {
  const snapshot = await readRuled(portal, record)
  const shown = await withFingerprint(snapshot)
  if (shown.fingerprint === choices.fingerprint) return snapshot
  throw await outdated(portal, snapshot, shown)
}

/** Refuses to go on by an old plan, and shows what a new one would be. */
export async function outdated(portal: Portal, snapshot: Snapshot, known?: Preview): Promise<AppError> {
  const shown = known ?? (await withFingerprint(snapshot))
  const { memberId, actor } = portal
  portal.snapshots.save({ memberId, userId: actor.userId, fingerprint: shown.fingerprint }, snapshot)
  return new AppError('plan_outdated', 'The record changed since it was previewed.', { preview: cutPreview(shown) })
}

/** What this person chose last, now for this type of source too; kept as one short text. */
function rememberedAfter({ source, remembered }: Snapshot, { targets, pipelines }: Choices): string {
  return JSON.stringify({ ...remembered, [source.type]: { targets, pipelines } })
}

function planFrom(snapshot: Snapshot, choices: Choices): Plan {
  const planned = planConversion(snapshot, choices)
  if ('plan' in planned) return planned.plan
  if ('nothingLeft' in planned)
    throw new AppError('nothing_left', 'Earlier records carry everything.', { targets: planned.nothingLeft })
  if ('refusedFills' in planned)
    throw new AppError('invalid_request', 'A field does not take its value.', { fields: planned.refusedFills })
  throw new AppError('target_not_offered', 'A chosen target is not offered.', { targets: planned.notOffered })
}

/** The journal answers in the portal's place here, so the person is proven again. */
async function ownOf(portal: Portal, entry: JournalEntry): Promise<Conversion> {
  await portal.proveAgain()
  if (entry.userId === portal.actor.userId) return entry.conversion
  throw new AppError('conversion_not_found', 'This conversion belongs to somebody else.')
}
