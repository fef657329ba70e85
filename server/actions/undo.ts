import { findCreated, type Found } from '../bitrix/find-created.ts'
import { commentUndo, readForUndo } from '../bitrix/undo-plan.ts'
import type { Rest } from '../bitrix/rest.ts'
import { asFound } from '../bitrix/steps.ts'
import { writeUndo, type Written } from '../bitrix/write-undo.ts'
import { longTextsIn } from '../conversion/cut-value.ts'
import type { Conversion, Undo } from '../conversion/outcome.ts'
import {
  outcomeAfterUndo,
  outcomeBeforeUndo,
  planUndo,
  stopped,
  undoUnderWay,
  type UndoPlan,
} from '../conversion/plan-undo.ts'
import type { Plan } from '../conversion/plan.ts'
import { planToCompare } from '../conversion/recover-plan.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'
import type { Run } from '../storage/run.ts'
import { sha256 } from '../storage/stored-plan.ts'
import { lookingRestOf, restOf } from './carry-out.ts'
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
  const first = await look(portal, run, entry)
  const written = await write(portal, run, first, { guarded: true })
  if (written) return end(portal, run, first, written)
  // Somebody is at work with these records, so they are looked at anew. Where nothing has changed after all, this portal
  // understands a filter by time in its own way.
  const again = await look(portal, run, entry)
  const guarded = JSON.stringify(again.undoPlan.seen) !== JSON.stringify(first.undoPlan.seen)
  return end(portal, run, again, (await write(portal, run, again, { guarded })) ?? stopped(again.undoPlan))
}

interface Look {
  entry: JournalEntry
  /** As far as the journal, or the portal, still knows its long texts. */
  plan: Plan
  /** With everything it has made. */
  conversion: Conversion
  undoPlan: UndoPlan
  /** Null when nobody could look. */
  comments: string[] | null
}

/** Writes down what will be done, and does it; null when something changed in between, and nothing was done. */
async function write(
  portal: Portal,
  run: Run,
  { entry, plan, conversion, undoPlan }: Look,
  { guarded }: { guarded: boolean },
): Promise<Written | null> {
  // Whoever finds it interrupted knows what was under way, and nobody takes over while it waits.
  await run.save({ ...conversion, outcome: 'undoing', undo: undoUnderWay(undoPlan) })
  try {
    const written = await writeUndo(restOf(portal, run), plan, undoPlan, { guarded })
    if (!written) await run.save(entry.conversion)
    return written
  } catch (error) {
    if (error instanceof AppError) await run.save(entry.conversion)
    throw error
  }
}

async function end(portal: Portal, run: Run, look: Look, written: Written) {
  const { conversion } = look
  const undone: Undo = { ...written, comment: await tell(restOf(portal, run), look, written) }
  return run.save({ ...conversion, outcome: outcomeAfterUndo(outcomeBeforeUndo(conversion), undone), undo: undone })
}

/** Leaves a word on the timeline, unless an earlier attempt has, or may have. */
async function tell(rest: Rest, { entry, plan, comments }: Look, written: Written): Promise<Undo['comment']> {
  const { conversion } = entry
  const text = undoCommentFor(plan, written)
  if (!text) return conversion.undo?.comment ?? null
  if (comments?.includes(text)) return { state: 'done', refusal: null }
  if (!comments && conversion.undo) return { state: 'unknown', refusal: null }
  return commentUndo(rest, plan, text)
}

/** Looking writes nothing: when it fails, everything is as before. */
async function look(portal: Portal, run: Run, entry: JournalEntry): Promise<Look> {
  const { source, attempts, requestId } = entry
  const kept = planToCompare(entry.plan, new Map())
  try {
    const found = isLost(entry.conversion) ? await findAll() : null
    const conversion = found ? asFound(kept, entry.conversion, found) : entry.conversion
    const { comments, ...situation } = await readForUndo(lookingRestOf(portal, run), kept, conversion.created)
    const uncertain = found?.uncertain ?? []
    // A text that the journal cuts is the same as before where its digest is.
    const plan = planToCompare(entry.plan, longTextsIn([situation.source, situation.clients], sha256))
    const undoPlan = planUndo(plan, conversion, { ...situation, uncertain, attempts })
    return { entry, plan, conversion, undoPlan, comments }
  } catch (error) {
    await run.release()
    throw error
  }

  async function findAll(): Promise<Found> {
    const others = await portal.journal.findMade(source, requestId)
    return findCreated(lookingRestOf(portal, run), kept, entry.conversion, { attempts, others })
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
