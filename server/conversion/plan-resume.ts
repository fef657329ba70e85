import { isCreatedAs, plannedOf } from './compare.ts'
import { isEmpty } from './empty.ts'
import { isSameValue } from './give-back.ts'
import { leftAlone, leftToOthers } from './left-alone.ts'
import { isSameMoment } from './moments.ts'
import { isSettled, type Conversion, type CreatedRecord, type Difference, type Step, type StepName } from './outcome.ts'
import type { Creation, Plan, PlannedValue } from './plan.ts'
import type { Seen } from './plan-undo.ts'
import type { RecordTypeName } from './record-types.ts'
import type { ResumeSituation } from './resume-situation.ts'
import { takenIn, withRows, type Taken, type TakenWish } from './rows-taken.ts'
import type { Item, Json } from './snapshot.ts'

/** The rest of a conversion, as far as nobody did otherwise meanwhile. */
export interface RestOfPlan {
  plan: Plan
  start: Conversion
  /** What is not done any more: it is done, or somebody changed or deleted meanwhile what it would have been done to. */
  left: Step[]
  /** Records that get rows, and how they were seen: who is at work with them now is not disturbed. */
  seen: Seen[]
  /** Rows that other records carry by now, and that nobody has decided about. */
  taken: Taken[]
  /** Tells whether a difference is the work of whoever changed the record, and no mistake of ours. */
  isTheirs: (difference: Difference) => boolean
}

/**
 * Decides what carrying on still does. `outdated` where nothing was made yet and the source is no longer what the person
 * agreed to. What somebody changed meanwhile stays: rows, files and legal details of a record, a source in another final
 * stage. What somebody deleted is not made again, and what hangs on it is dropped. Rows that other records carry by now
 * are left to them unless the person wants all. Pure.
 */
export function planResume(
  plan: Plan,
  conversion: Conversion,
  now: ResumeSituation,
  wish: TakenWish | null = null,
): RestOfPlan | 'outdated' {
  if (isOutdated(plan, conversion, now)) return 'outdated'
  const changed = leftAlone(plan, conversion, now)
  const isOver = (type: RecordTypeName): boolean =>
    now.rows[type] === 'planned' ||
    changed.some(({ name, target }) => target === type && (name === 'rows' || name === 'create'))
  const taken = new Map([...takenIn(plan, conversion, now.rowsNow)].filter(([type]) => !isOver(type)))
  const isMade = (type: RecordTypeName): boolean => conversion.created.some((one) => one.type === type)
  const toOthers = [...taken.values()].flatMap(({ taken: one }) =>
    one?.isAll && wish !== 'all' ? [leftToOthers(isMade(one.target) ? 'rows' : 'create', one.target, one.holders)] : [],
  )
  const resized = (creation: Creation): Creation => {
    const fitted = wish === 'all' ? undefined : taken.get(creation.type)
    return fitted ? withRows(creation, fitted, isMade(creation.type)) : creation
  }
  const left = [...changed, ...toOthers]
  const isLeft = (name: StepName, target: Step['target']): boolean =>
    left.some((one) => one.name === name && one.target === target)
  const isGone = (type: RecordTypeName): boolean => isLeft('create', type)
  const rest = withoutGone(plan, isGone)
  const remaining: Plan = {
    ...rest,
    // How it was seen when it was decided to go on.
    source: { ...plan.source, updatedTime: String(now.source.updatedTime ?? '') },
    creations: rest.creations.map((one) => ({
      ...resized(one),
      ...(changed.some(({ name, target }) => name === 'rows' && target === one.type) && { rows: [] }),
      files: isLeft('files', one.type) ? [] : one.files,
    })),
    details: rest.details.filter(({ type }) => !isLeft('details', type)),
    closing: isLeft('closeSource', null) ? null : closingNow(rest, conversion.created, now.source),
  }
  const isDone = ({ name, target, state }: Step): boolean =>
    state === 'done' || (name === 'rows' && target !== null && now.rows[target] === 'planned')
  const start: Conversion = {
    ...conversion,
    planned: plannedOf(remaining),
    created: conversion.created.filter(({ type }) => !isGone(type)),
    steps: conversion.steps
      .filter(({ target }) => !target || !isGone(target))
      .map((step) => (isDone(step) ? { ...step, state: 'done', refusal: null } : step)),
  }
  const awaitsRows = ({ type, rows }: Creation): boolean =>
    rows.length > 0 && !start.steps.some((step) => step.name === 'rows' && step.target === type && isSettled(step))
  const awaiting = new Set(remaining.creations.filter(awaitsRows).map(({ type }) => type))
  return {
    plan: remaining,
    start,
    left,
    taken: wish === null ? [...taken.values()].flatMap((one) => one.taken ?? []) : [],
    seen: start.created
      .filter(({ type }) => awaiting.has(type))
      .map(({ type, id }) => ({ type, id, updatedTime: now.items[type]?.updatedTime ?? null })),
    isTheirs: ({ target, what }) => now.touched.has(target) && (what === 'link' || !awaiting.has(target)),
  }
}

/** Only while nothing was made: from then on the person's click is half carried out, and the rest belongs to it. */
function isOutdated(
  plan: Plan,
  { created, steps }: Conversion,
  { source, gone, isOvertaken }: ResumeSituation,
): boolean {
  const isPreparing = ({ name }: Step): boolean => name === 'userFields' || name === 'options'
  const mayHaveBegun = ({ name, state }: Step): boolean =>
    state === 'done' || state === 'leftAlone' || (state === 'unknown' && name !== 'create' && name !== 'closeSource')
  if (created.length + gone.length > 0 || steps.some((step) => !isPreparing(step) && mayHaveBegun(step))) return false
  // Where nothing is to be made, closing comes first, and its answer may have been the lost one.
  if (plan.creations.length === 0 && plan.closing && source.stageId === plan.closing.stageId) return false
  return isOvertaken || !isSameMoment(source.updatedTime, plan.source.updatedTime)
}

/** What is linked with a record that is gone is no longer linked with anything. */
function withoutGone(plan: Plan, isGone: (type: RecordTypeName) => boolean): Plan {
  const isThere = (value: PlannedValue): boolean => !isCreatedAs(value) || !isGone(value.createdAs)
  const thereIn = (fields: Record<string, PlannedValue>): Record<string, PlannedValue> =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]): [string, PlannedValue][] => {
        if (!Array.isArray(value)) return isThere(value) ? [[name, value]] : []
        const there = value.filter(isThere)
        return there.length > 0 || value.length === 0 ? [[name, there]] : []
      }),
    )
  const creations = plan.creations.filter(({ type }) => !isGone(type))
  const completions = plan.completions.map((one) => ({ ...one, fields: thereIn(one.fields) }))
  // A source whose every new record was deleted again was not converted.
  const isNothingLeft = creations.length + plan.reused.length === 0
  return {
    ...plan,
    creations: creations.map((one) => ({ ...one, fields: thereIn(one.fields) })),
    completions: completions.filter(({ fields }) => Object.keys(fields).length > 0),
    details: plan.details.filter(({ type }) => !isGone(type)),
    address: plan.address && !isGone(plan.address.client) ? plan.address : null,
    closing: plan.closing && !isNothingLeft ? thereIn(plan.closing) : null,
  }
}

/** Clients that somebody has linked with the source meanwhile stay linked. */
function closingNow({ closing, before }: Plan, created: readonly CreatedRecord[], source: Item): Plan['closing'] {
  if (!closing) return null
  const idOf = (one: PlannedValue): number | null =>
    isCreatedAs(one) ? (created.find(({ type }) => type === one.createdAs)?.id ?? null) : Number(one)
  const entries = Object.entries(closing).flatMap(([name, value]): [string, PlannedValue][] => {
    if (name === 'stageId' || !(name in before)) return [[name, value]]
    const now = source[name] ?? null
    const had = [before[name] ?? null].flat().map(Number)
    if (Array.isArray(value)) {
      const ours = value.filter((one) => isCreatedAs(one) || !had.includes(Number(one)))
      const theirs = [now].flat().filter((one) => !isEmpty(one) && !ours.some((our) => idOf(our) === Number(one)))
      return [[name, [...ours, ...theirs]]]
    }
    const isTheirs = !isEmpty(now) && !isSameValue(now, before[name] as Json) && Number(now) !== idOf(value)
    return isTheirs ? [] : [[name, value]]
  })
  return Object.fromEntries(entries)
}
