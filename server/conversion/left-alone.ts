import { isEmpty } from './empty.ts'
import { isToCome } from './left-out.ts'
import { isSettled, type Conversion, type CreatedRecord, type Step, type StepName } from './outcome.ts'
import type { Creation, Plan } from './plan.ts'
import type { ResumeSituation } from './resume-situation.ts'
import type { Item } from './snapshot.ts'
import { inStepOrder } from './step-order.ts'
import { toYesNo } from './yes-no.ts'

/**
 * What is not done any more, step by step: what arrived or was left alone before stays so, and what somebody changed,
 * deleted or moved since is added.
 */
export function leftAlone(plan: Plan, { created, steps }: Conversion, now: ResumeSituation): Step[] {
  const isOpen = (name: StepName, target: Step['target']): boolean =>
    !steps.some((step) => step.name === name && step.target === target && isSettled(step))
  const records = created.filter(({ type }) => now.items[type])
  const changed = (name: StepName, isChanged: (creation: Creation, item: Item) => boolean): Step[] =>
    records.flatMap(({ type, title }) => {
      const creation = plan.creations.find((one) => one.type === type)
      const item = now.items[type]
      const isTheirs = creation && item && isOpen(name, type) && isChanged(creation, item)
      return isTheirs ? [leave(name, type, 'RECORD_CHANGED', title)] : []
    })
  const isRetold = ({ name, target }: Step): boolean =>
    name === 'longValues' && isToCome(plan, { created, steps }, { step: name, target, field: '' })
  return [
    ...steps.filter((step) => isOverWith(step) && !isRetold(step)),
    ...now.leftOut,
    ...now.gone.map(({ type, title }) => leave('create', type, 'RECORD_DELETED', title)),
    ...changed('rows', (creation, item) => hasOtherRows(creation, item, now)),
    ...changed('files', ({ type, files }, item) => now.touched.has(type) && files.some((one) => isFilled(item, one))),
    ...changed('details', ({ type }) => now.touched.has(type) && now.otherDetails.has(type)),
    ...(isOpen('closeSource', null) && isMoved(plan, now.source)
      ? [leave('closeSource', null, 'SOURCE_MOVED', plan.source.title)]
      : []),
  ]
}

/** A conversion as it is told, with what was left alone or done before in its usual place. */
export function withLeft(conversion: Conversion, left: readonly Step[]): Conversion {
  const isSame = (one: Step, other: Step): boolean => one.name === other.name && one.target === other.target
  const steps = conversion.steps.map((step) => left.find((one) => isSame(one, step)) ?? step)
  const more = left.filter((one) => !steps.some((step) => isSame(one, step)))
  return { ...conversion, steps: inStepOrder([...steps, ...more]) }
}

/** What is told of a check that found nothing but the work of others. */
export function checkLeftTo(names: readonly string[]): Step {
  return leave('check', null, 'RECORD_CHANGED', names.join(', '))
}

const isFilled = (item: Item, { target }: Creation['files'][number]): boolean => !isEmpty(item[target] ?? null)

/** Rows bring an amount with them, so one that somebody gave the record by hand counts as well. */
function hasOtherRows(
  { type, rows, fields }: Creation,
  item: Item,
  { rows: found, touched }: ResumeSituation,
): boolean {
  if (rows.length === 0) return false
  if (found[type] !== 'none') return found[type] === 'others'
  const amount = Number(item.opportunity ?? 0)
  const isTheirs = touched.has(type) && amount !== 0 && amount !== Number(fields.opportunity ?? 0)
  return isTheirs && toYesNo(item.isManualOpportunity ?? 'N') === 'N'
}

/** A person gave the source an end of its own; the stages on the way there are left behind by closing it anyway. */
function isMoved({ closing, before }: Plan, { stageId, stageSemanticId }: Item): boolean {
  if (!closing || stageId === closing.stageId || stageId === before.stageId) return false
  return stageSemanticId === 'S' || stageSemanticId === 'F'
}

/** What is not made, or not filled, since other records carry all of its rows by now. */
export function leftToOthers(name: StepName, target: Step['target'], holders: readonly CreatedRecord[]): Step {
  return leave(name, target, 'ROWS_TAKEN', holders.map(({ title }) => title).join(', '))
}

type Reason = 'RECORD_CHANGED' | 'RECORD_DELETED' | 'SOURCE_MOVED' | 'ROWS_TAKEN'

function leave(name: StepName, target: Step['target'], code: Reason, message: string): Step {
  return { name, target, state: 'leftAlone', refusal: { code, message, method: '' } }
}

/** Files and details that arrived once are not sent again, over what somebody may have chosen since. */
function isOverWith({ name, state }: Step): boolean {
  return (state === 'leftAlone' && name !== 'check') || (state === 'done' && (name === 'files' || name === 'details'))
}
