import { findCreated, type Found } from '../bitrix/find-created.ts'
import { commentUndo, readForUndo, writeUndo } from '../bitrix/undo-plan.ts'
import type { Rest } from '../bitrix/rest.ts'
import { stepsAsFound } from '../bitrix/steps.ts'
import type { Conversion, Undo } from '../conversion/outcome.ts'
import { outcomeAfterUndo, outcomeBeforeUndo, planUndo, undoUnderWay } from '../conversion/plan-undo.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'
import type { Run } from '../storage/run.ts'
import { restOf } from './carry-out.ts'
import { undoCommentFor } from './comment.ts'
import { findConversion, stateOf } from './find-conversion.ts'

const undoable = ['done', 'partial', 'running', 'unknown', 'undoing', 'partlyUndone'] as const

/**
 * Deletes exactly what a conversion made, newest first and only if nobody changed it since, and gives the source back
 * its stage and clients. Whoever the portal lets delete may do it; it may be repeated after an interruption. What
 * existed before, and user fields, stay. While somebody else is at work with it, it answers how things stand.
 */
export async function undo(portal: Portal, requestId: string): Promise<Conversion> {
  await findConversion(portal, requestId)
  const claimed = await portal.journal.claim(requestId, portal.actor.userId, { from: undoable, to: 'undoing' })
  if (!claimed) return stateOf(portal, requestId)
  const { entry, run } = claimed
  const { conversion, situation, comments } = await look(portal, run, entry)
  const { plan } = entry
  const rest = restOf(portal, run)
  const undoPlan = planUndo(plan, conversion, situation)
  // Whoever finds it interrupted knows what was under way, and nobody takes over while it waits.
  await run.save({ ...conversion, outcome: 'undoing', undo: undoUnderWay(undoPlan) })
  const written = await writeUndo(rest, plan, undoPlan)
  const undone = { ...written, comment: await tell(rest, entry, comments, written) }
  return run.save({ ...conversion, outcome: outcomeAfterUndo(outcomeBeforeUndo(conversion), undone), undo: undone })
}

/** Leaves a word on the timeline, unless an earlier attempt has, or may have. */
async function tell(
  rest: Rest,
  { plan, conversion }: JournalEntry,
  comments: readonly string[] | null,
  written: Omit<Undo, 'comment'>,
): Promise<Undo['comment']> {
  const text = undoCommentFor(plan, written)
  if (!text) return conversion.undo?.comment ?? null
  if (comments?.includes(text)) return { state: 'done', refusal: null }
  if (!comments && conversion.undo) return { state: 'unknown', refusal: null }
  return commentUndo(rest, plan, text)
}

/** Looking writes nothing: when it fails, everything is as before. */
async function look(portal: Portal, run: Run, { plan, conversion, source, attempts, requestId }: JournalEntry) {
  try {
    const found = isLost(conversion) ? await findAll() : { created: conversion.created, uncertain: [] }
    const { comments, ...situation } = await readForUndo(portal.rest, plan, found.created)
    const { steps } = 'mentioned' in found ? { steps: stepsAsFound(plan, conversion, found) } : conversion
    const { created, uncertain } = found
    const actorIds = attempts.map(({ userId }) => userId)
    return { conversion: { ...conversion, created, steps }, situation: { ...situation, uncertain, actorIds }, comments }
  } catch (error) {
    await run.release()
    throw error
  }

  async function findAll(): Promise<Found> {
    const others = await portal.journal.findMade(source, requestId)
    return findCreated(portal.rest, plan, conversion, { attempts, others })
  }
}

/** Whether records may exist that the journal does not name. An undo that was interrupted has found all of them. */
function isLost({ outcome, undo, steps }: Conversion): boolean {
  return (outcome === 'unknown' && !undo) || steps.some(({ name, state }) => name === 'create' && state === 'unknown')
}

/** A person says that what a partial conversion made shall stay as it is. */
export async function keep(portal: Portal, requestId: string): Promise<Conversion> {
  const conversion = await findConversion(portal, requestId)
  if (conversion.outcome !== 'partial' && conversion.outcome !== 'partlyUndone')
    throw new AppError('conversion_running', 'Nobody knows yet what this conversion has made.')
  await portal.journal.keep(requestId)
  return conversion
}
