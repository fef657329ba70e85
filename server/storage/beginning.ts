import type { Attempt } from '../conversion/attempts.ts'
import { boundConversion } from '../conversion/bounded.ts'
import { plannedOf } from '../conversion/compare.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import { boundRemembered } from '../conversion/remembered.ts'
import type { JournalEntry } from './journal-entry.ts'
import { toMeasured } from './storable.ts'
import { toStoredPlan } from './stored-plan.ts'

/** What a conversion begins with. */
export type ConversionStart = Pick<JournalEntry, 'requestId' | 'userId' | 'source'> & {
  plan: Plan
  /** What the person chose last, to be offered first the next time. */
  remember: string
  targets: RecordTypeName[]
  fingerprint: string
  /** What it is going to do. */
  steps: Step[]
}

/** What a row takes beside its plan and what became of it, about. */
const rowBytes = 1024

/**
 * The row of a conversion that is about to begin, without anything that is too long to be kept, and how many bytes it
 * takes. Throws where its plan is too large.
 */
export function toBeginning(
  { requestId, userId, source, targets, fingerprint, plan, remember, steps }: ConversionStart,
  { startedAt, patienceMs }: { startedAt: Date; patienceMs: number },
) {
  const conversion = boundConversion(newConversion(requestId, steps, plan))
  const kept = toStoredPlan(plan)
  const told = toMeasured(conversion)
  // The first request follows at once.
  const until = new Date(startedAt.getTime() + patienceMs)
  const attempts: Attempt[] = [{ userId, from: startedAt.toISOString(), until: until.toISOString() }]
  return {
    conversion,
    bytes: kept.bytes + told.bytes + rowBytes,
    row: {
      requestId,
      userId,
      sourceType: source.type,
      sourceId: source.id,
      targets,
      fingerprint,
      plan: kept.plan,
      remember: boundRemembered(remember),
      outcome: conversion.outcome,
      conversion: told.value,
      startedAt,
      attempts,
    },
  }
}

function newConversion(requestId: string, steps: Step[], plan: Plan): Conversion {
  return {
    requestId,
    outcome: 'running',
    created: [],
    reused: [],
    steps,
    differences: null,
    open: null,
    readBack: {},
    undo: null,
    planned: plannedOf(plan),
  }
}
