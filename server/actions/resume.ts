import { describeTypes } from '../bitrix/describe-types.ts'
import { findCreated, type Found } from '../bitrix/find-created.ts'
import { asFound } from '../bitrix/steps.ts'
import type { Choices, ResumeWish } from '../contract.ts'
import { canCatchUp } from '../conversion/catch-up.ts'
import type { StoredPlan } from '../conversion/cut-value.ts'
import { fillPlan } from '../conversion/fill-plan.ts'
import { withLeft } from '../conversion/left-alone.ts'
import type { Conversion } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { planResume, type RestOfPlan } from '../conversion/plan-resume.ts'
import { planToCompare } from '../conversion/recover-plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import type { TakenWish } from '../conversion/rows-taken.ts'
import { refusedTypes, tellWanted } from '../conversion/wanted-fields.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'
import type { Run } from '../storage/run.ts'
import { carryOut, endWith, lookingRestOf, withConversion } from './carry-out.ts'
import { outdated } from './convert.ts'
import { findConversion, stateOf } from './find-conversion.ts'
import { readRuled } from './read-ruled.ts'
import { recoverPlan } from './recover.ts'

const unfinished = ['running', 'unknown', 'partial', 'refused', 'done'] as const

/**
 * Carries on with a conversion that was interrupted: looks what exists, adopts it, and makes what is missing, by the
 * plan the person agreed to and with what they filled in since; what somebody changed or deleted meanwhile stays so. Of
 * one that is done, it catches up on what the portal had no time for. Whoever may edit the source may do it. Where
 * nothing was made and the source is no longer what it was, it refuses and shows it anew. Rows that other records carry by
 * now are not carried beyond the source unless the person wants it: it asks before it writes (`rows_taken`). While a lost request may still
 * be at work on the portal, and while somebody else carries on, it answers how things stand and does nothing. Once it
 * has begun, a refusal says how things stand, too.
 */
export async function resume(portal: Portal, requestId: string, wish: ResumeWish): Promise<Conversion> {
  const known = await findConversion(portal, requestId)
  if (known.outcome === 'done' && !canCatchUp(known)) return known
  const claimed = await portal.journal.claim(requestId, portal.actor.userId, { from: unfinished, to: 'running' })
  if (!claimed) return stateOf(portal, requestId)
  const { entry, run } = claimed
  try {
    return await carryOn(portal, run, entry, {
      plan: await complete(run, entry, wish.fills),
      taken: wish.taken ?? null,
    })
  } catch (error) {
    throw withConversion(error, run.saved)
  }
}

async function carryOn(portal: Portal, run: Run, entry: JournalEntry, wanted: Wanted): Promise<Conversion> {
  const first = await look(portal, run, entry, wanted)
  try {
    return await goOn(portal, run, entry, first, { guarded: true, last: false })
  } catch (error) {
    if (!isOutdated(error) || first.rest === 'outdated') throw error
    // Somebody is at work with these records, so they are looked at anew. Where nothing has changed after all, this
    // portal understands a filter by time in its own way.
    const again = await look(portal, run, entry, wanted)
    return goOn(portal, run, entry, again, { guarded: !isSame(first, again), last: true })
  }
}

function isOutdated(error: unknown): boolean {
  return error instanceof AppError && error.code === 'plan_outdated'
}

/** The plan to carry on by, and what becomes of rows that others have taken since. */
interface Wanted {
  plan: StoredPlan
  taken: TakenWish | null
}

interface Look {
  found: Found
  /** With everything it has made. */
  conversion: Conversion
  rest: RestOfPlan | 'outdated'
}

function isSame({ found: { situation: one } }: Look, { found: { situation: other } }: Look): boolean {
  return JSON.stringify([one.source, one.items]) === JSON.stringify([other.source, other.items])
}

async function goOn(
  portal: Portal,
  run: Run,
  { source }: JournalEntry,
  { found, conversion, rest }: Look,
  { guarded, last }: { guarded: boolean; last: boolean },
): Promise<Conversion> {
  // What may be there already is not made once more; a person has to look at it first.
  if (found.uncertain.length > 0) return run.save({ ...conversion, outcome: 'partial' })
  if (rest === 'outdated') {
    await run.save({ ...conversion, outcome: 'refused' })
    throw await outdated(portal, await readRuled(portal, source))
  }
  const { plan, start, taken, ...more } = rest
  if (taken.length > 0) {
    await run.save({ ...conversion, outcome: conversion.created.length > 0 ? 'partial' : 'refused' })
    throw new AppError('rows_taken', 'Other records carry these rows by now.', { taken })
  }
  try {
    await run.save(withLeft(start, more.left))
    const ended = await carryOut(portal, run, { plan, start, found, guarded, ...more })
    return await run.save(await withWanted(portal, run, ended, plan))
  } catch (error) {
    if (!last && isOutdated(error)) throw error
    return endWith(run, error)
  }
}

/** The plan with what the person filled in; what is no value of its field changes nothing. */
async function complete(run: Run, { plan, conversion }: JournalEntry, fills: Choices['fills']): Promise<StoredPlan> {
  const filled = fillPlan(plan, conversion, fills)
  if ('refusedFills' in filled) {
    await run.release()
    throw new AppError('invalid_request', 'A field does not take its value.', { fields: filled.refusedFills })
  }
  if (Object.keys(fills).length > 0) await run.savePlan(filled.plan)
  return filled.plan
}

/** What the portal refused is described anew: long ago, or in another process, it was read last. */
async function withWanted(portal: Portal, run: Run, conversion: Conversion, plan: Plan): Promise<Conversion> {
  const types = refusedTypes(conversion, plan)
  if (types.length === 0) return conversion
  return tellWanted(conversion, plan, await describeTypes(lookingRestOf(portal, run), plan.source, types))
}

/** Looking writes nothing: when it fails, everything is as before. */
async function look(portal: Portal, run: Run, entry: JournalEntry, { plan: stored, taken }: Wanted): Promise<Look> {
  const { attempts, source, requestId } = entry
  try {
    const others = await portal.journal.findMade(source, requestId)
    const kept = planToCompare(stored, new Map())
    const found = await findCreated(lookingRestOf(portal, run), kept, entry.conversion, { attempts, others })
    const conversion: Conversion = { ...asFound(kept, entry.conversion, found), outcome: 'running', undo: null }
    const isOvertaken = others.some(({ type, startedAt }) => makes(kept, type) && startedAt > entry.startedAt)
    const { source: now } = found.situation
    const { plan, leftOut } = await recoverPlan(portal, run, stored, { source: now, conversion })
    return {
      found,
      conversion,
      rest: planResume(plan, conversion, { ...found.situation, isOvertaken, leftOut }, taken),
    }
  } catch (error) {
    await run.release()
    throw error
  }
}

const makes = ({ creations }: Plan, type: RecordTypeName): boolean => creations.some((one) => one.type === type)
