import { isSettled, type Conversion, type Step, type StepName } from './outcome.ts'
import type { Plan } from './plan.ts'
import type { LeftOut } from './recover-plan.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Fields } from './snapshot.ts'

type Progress = Pick<Conversion, 'created' | 'steps'>

/** What is really missing by it: where the work is done already, the long texts were written with it. */
export function stillMissing(plan: Plan, progress: Progress, leftOut: readonly LeftOut[]): LeftOut[] {
  return leftOut.filter((one) => isToCome(plan, progress, one))
}

/** Tells whether what these steps speak of is still to be written. */
export function isToCome({ creations }: Plan, { created, steps }: Progress, { step, target }: LeftOut): boolean {
  const isOpen = (name: StepName): boolean =>
    !steps.some((one) => one.name === name && one.target === target && isSettled(one))
  if (step !== 'longValues') return isOpen(step)
  if (target === null) return isOpen('closeSource')
  const isMade = creations.some(({ type }) => type === target)
  return isMade ? !created.some(({ type }) => type === target) : isOpen('completeClient')
}

/** What is left out, as steps: one per record, with the names of its fields. Pure. */
export function leftOutSteps(
  leftOut: readonly LeftOut[],
  fields: Partial<Record<RecordTypeName, Fields>>,
  source: RecordTypeName,
): Step[] {
  const steps = new Map<string, { one: LeftOut; names: Set<string> }>()
  for (const one of leftOut) {
    const label = one.step === 'longValues' ? labelOf(one, fields, source) : one.field
    const key = `${one.step} ${one.target}`
    steps.set(key, { one, names: (steps.get(key)?.names ?? new Set()).add(label) })
  }
  return [...steps.values()].map(({ one: { step, target }, names }): Step => ({
    name: step,
    target,
    state: 'leftAlone',
    refusal: { code: 'VALUE_TOO_LONG', message: [...names].join(', '), method: '' },
  }))
}

/** A field of the record, or one of the source that is to be created there first. */
function labelOf(
  { target, field }: LeftOut,
  fields: Partial<Record<RecordTypeName, Fields>>,
  source: RecordTypeName,
): string {
  return fields[target ?? source]?.[field]?.label || fields[source]?.[field]?.label || field
}
