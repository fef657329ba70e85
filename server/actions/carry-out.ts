import type { Found } from '../bitrix/find-created.ts'
import type { Rest } from '../bitrix/rest.ts'
import { writePlan, type WriteOptions } from '../bitrix/write-plan.ts'
import type { ResumeRefusal } from '../contract.ts'
import { withLeft } from '../conversion/left-alone.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { worthTelling, type ConversionTraffic, type Portal } from '../portal.ts'
import type { Run } from '../storage/run.ts'
import { commentFor } from './comment.ts'

export interface Work extends Pick<WriteOptions, 'seen' | 'isTheirs'> {
  plan: Plan
  /** As far as an earlier attempt came. */
  start: Conversion
  guarded: boolean
  /** What an earlier attempt has left on the portal; null for the first attempt. */
  found: Found | null
  /** Steps that are not taken any more, as they are told. */
  left: readonly Step[]
}

/** What nobody had the time to change or delete. */
export const firstAttempt: Pick<Work, 'found' | 'left' | 'seen' | 'isTheirs'> = {
  found: null,
  left: [],
  seen: [],
  isTheirs: () => false,
}

/** Writes a plan, or what is left of it, to the portal, and each step into the journal before the next one. */
export async function carryOut(
  portal: Portal,
  run: Run,
  { plan, start, guarded, found, left, seen, isTheirs }: Work,
): Promise<Conversion> {
  const isLent = plan.fieldRight === 'installer' && (await isStillLent(portal))
  const options = {
    lentRest: isLent ? portal.restAsInstaller(trafficOf(run)) : null,
    guarded,
    seen,
    isTheirs,
    commentOn: commentFor(plan),
    onProgress: (conversion: Conversion) => run.save(told(conversion)),
  }
  const told = (conversion: Conversion): Conversion => withLeft(isLent ? tellLent(conversion) : conversion, left)
  return told(await writePlan(restOf(portal, run), plan, start, options, found))
}

/** What was lent may have been taken back since the plan was made. */
async function isStillLent({ settings }: Portal): Promise<boolean> {
  return (await settings.find()).settings.fieldCreators === 'everybody'
}

/** The journal says which steps were done by a right that was lent. */
function tellLent(conversion: Conversion): Conversion {
  const isLent = ({ name }: Step): boolean => name === 'userFields' || name === 'options'
  return {
    ...conversion,
    steps: conversion.steps.map((step) => (isLent(step) ? { ...step, byInstaller: true } : step)),
  }
}

/**
 * The portal as a conversion sees it: the journal hears of every request before it is sent, and none is sent once
 * another process has taken the conversion over.
 */
export function restOf(portal: Portal, run: Run): Rest {
  return portal.restFor(trafficOf(run))
}

function trafficOf(run: Run): ConversionTraffic {
  return {
    requestId: run.saved.requestId,
    beforeSend: run.renew,
    // Whoever waits for its turn is at work too. Shown to whoever watches; what is saved next says that it goes on.
    onWait: async (_, ms) => {
      await run.renew(ms)
      if (ms >= worthTelling) await run.save({ ...run.saved, waiting: true })
    },
  }
}

/**
 * The journal must not say "running" for ever, nor claim more than is known. A conversion that fails before it has
 * written anything was never one: the page may send the same click again, with a fresh token. Does not answer.
 */
export async function endFirst(run: Run, error: unknown): Promise<never> {
  const isUnwritten = error instanceof AppError && !mayHaveWritten(error)
  const { created, steps } = run.saved
  if (!isUnwritten || created.length > 0 || steps.some(({ state }) => state === 'done')) return endWith(run, error)
  await run.withdraw()
  throw error
}

/** The portal for somebody who only looks: nothing that exists can come from that. */
export function lookingRestOf(portal: Portal, run: Run): Rest {
  const { requestId } = run.saved
  return portal.restFor({
    requestId,
    beforeSend: (extraMs) => run.renew(extraMs, 'look'),
    onWait: (_, ms) => run.renew(ms, 'look'),
  })
}

/**
 * A refusal with how the conversion stands. Where another process has taken it over, only that one knows how it stands.
 */
export function withConversion(error: unknown, conversion: Conversion): unknown {
  if (!(error instanceof AppError) || error.code === 'conversion_running') return error
  const details: ResumeRefusal = { ...(error.details as object | undefined), conversion }
  return new AppError(error.code, error.message, details, error)
}

/** The same of one that is carried on with. Does not answer. */
export async function endWith(run: Run, error: unknown): Promise<never> {
  const isKnown = error instanceof AppError && !mayHaveWritten(error)
  const known = run.saved.created.length > 0 ? 'partial' : 'refused'
  const { waiting: _, ...saved } = run.saved
  throw withConversion(error, await run.save({ ...saved, outcome: isKnown ? known : 'unknown' }))
}
