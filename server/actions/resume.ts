import { describeTypes } from '../bitrix/describe-types.ts'
import { findCreated, type Found } from '../bitrix/find-created.ts'
import { asFound } from '../bitrix/steps.ts'
import type { Choices } from '../contract.ts'
import { canCatchUp } from '../conversion/catch-up.ts'
import { fillPlan } from '../conversion/fill-plan.ts'
import type { Conversion } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { refusedTypes, tellWanted } from '../conversion/wanted-fields.ts'
import { AppError } from '../errors.ts'
import type { Portal } from '../portal.ts'
import type { JournalEntry } from '../storage/journal-entry.ts'
import type { Run } from '../storage/run.ts'
import { carryOut, endWith } from './carry-out.ts'
import { findConversion, stateOf } from './find-conversion.ts'

const unfinished = ['running', 'unknown', 'partial', 'refused', 'done'] as const

/**
 * Carries on with a conversion that was interrupted: looks what exists, adopts it, and makes what is missing, by the
 * plan the person agreed to and with what they filled in since. Of one that is done, it catches up on what the portal
 * had no time for. Whoever may edit the source may do it. While a lost request may still be at work on the portal, and
 * while somebody else carries on, it answers how things stand and does nothing.
 */
export async function resume(portal: Portal, requestId: string, fills: Choices['fills'] = {}): Promise<Conversion> {
  const known = await findConversion(portal, requestId)
  if (known.outcome === 'done' && !canCatchUp(known)) return known
  const claimed = await portal.journal.claim(requestId, portal.actor.userId, { from: unfinished, to: 'running' })
  if (!claimed) return stateOf(portal, requestId)
  const { entry, run } = claimed
  const plan = await complete(run, entry, fills)
  const found = await look(portal, run, entry)
  const start: Conversion = { ...asFound(plan, entry.conversion, found), outcome: 'running', undo: null }
  // What may be there already is not made once more; a person has to look at it first.
  if (found.uncertain.length > 0) return run.save({ ...start, outcome: 'partial' })
  try {
    await run.save(start)
    const { remember } = entry
    const ended = await carryOut(portal, run, { plan, start, remember, found, guarded: false })
    return await run.save(await withWanted(portal, ended, plan))
  } catch (error) {
    return endWith(run, error)
  }
}

/** The plan with what the person filled in; what is no value of its field changes nothing. */
async function complete(run: Run, { plan, conversion }: JournalEntry, fills: Choices['fills']): Promise<Plan> {
  const filled = fillPlan(plan, conversion, fills)
  if ('refusedFills' in filled) {
    await run.release()
    throw new AppError('invalid_request', 'A field does not take its value.', { fields: filled.refusedFills })
  }
  if (Object.keys(fills).length > 0) await run.savePlan(filled.plan)
  return filled.plan
}

/** What the portal refused is described anew: long ago, or in another process, it was read last. */
async function withWanted({ rest }: Portal, conversion: Conversion, plan: Plan): Promise<Conversion> {
  const types = refusedTypes(conversion, plan)
  return types.length > 0 ? tellWanted(conversion, plan, await describeTypes(rest, plan.source, types)) : conversion
}

/** Looking writes nothing: when it fails, everything is as before. */
async function look(portal: Portal, run: Run, entry: JournalEntry): Promise<Found> {
  const { plan, conversion, attempts, source, requestId } = entry
  try {
    const others = await portal.journal.findMade(source, requestId)
    return await findCreated(portal.rest, plan, conversion, { attempts, others })
  } catch (error) {
    await run.release()
    throw error
  }
}
