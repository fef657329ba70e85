import type { Conversion, Step, StepName } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import { type AppError, mayHaveWritten } from '../errors.ts'
import type { ChainResult } from './chain.ts'
import { rowsKey } from './plan-commands.ts'
import type { Refusal } from './rest.ts'

/** The chain's key of a step. */
export function keyOf(name: StepName, target: RecordTypeName | null): string {
  if (target && name === 'create') return target
  return target && name === 'rows' ? rowsKey(target) : name
}

/** What the chain did of a plan, step by step in its order. */
export function chainSteps(plan: Plan, { answers, lost }: ChainResult): Step[] {
  return stepsOf(plan).map(({ name, target }): Step => {
    const key = keyOf(name, target)
    const answer = answers.get(key)
    if (answer?.ok) return { name, target, state: 'done', refusal: null }
    if (answer) return { name, target, state: 'failed', refusal: toStepRefusal(answer) }
    if (!lost?.keys.includes(key)) return { name, target, state: 'notTried', refusal: null }
    const state = mayHaveWritten(lost.error) ? 'unknown' : 'notTried'
    return { name, target, state, refusal: lostRefusal(lost.error) }
  })
}

/** The steps of the chain when none of them was tried. */
export function untriedSteps(plan: Plan): Step[] {
  return stepsOf(plan).map((step): Step => ({ ...step, state: 'notTried', refusal: null }))
}

/** How a conversion stands after its chain. */
export function outcomeOf(lost: ChainResult['lost'], steps: readonly Step[]): Conversion['outcome'] {
  if (lost && mayHaveWritten(lost.error)) return 'unknown'
  if (steps.every(({ state }) => state === 'done')) return 'done'
  return steps.some(({ name, state }) => name !== 'userFields' && state === 'done') ? 'partial' : 'refused'
}

/** The portal's own words about a step it refused. */
export function toStepRefusal({ code, message, method }: Refusal): Step['refusal'] {
  return { code, message, method }
}

/** What is known of a step whose request got no answer. */
export function lostRefusal({ code, message }: AppError): Step['refusal'] {
  return { code, message, method: '' }
}

function stepsOf(plan: Plan): { name: StepName; target: RecordTypeName | null }[] {
  return [
    ...plan.creations.flatMap(({ type, rows }) => [
      { name: 'create' as const, target: type },
      ...(rows.length > 0 ? [{ name: 'rows' as const, target: type }] : []),
    ]),
    ...(plan.closing ? [{ name: 'closeSource' as const, target: null }] : []),
  ]
}
