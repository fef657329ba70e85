import type { Conversion, CreatedRecord, Step, StepName } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import type { RecordTypeName } from '../conversion/record-types.ts'
import { type AppError, mayHaveWritten } from '../errors.ts'
import type { ChainResult } from './chain.ts'
import type { Found } from './find-created.ts'
import { rowsKey } from './plan-commands.ts'
import type { Refusal } from './rest.ts'

/** What the chain starts from: the plan with the ids of what was prepared for it, or why it does not start. */
export type Prepared = { plan: Plan; steps: Step[] } | { stopped: Conversion }

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

/** The steps of the chain when none of them was tried; what an earlier attempt has done stays done. */
export function untriedSteps(plan: Plan, { steps, created }: Conversion): Step[] {
  return stepsOf(plan).map(({ name, target }): Step => {
    const isDone =
      (name === 'create' && created.some(({ type }) => type === target)) ||
      steps.some((one) => one.name === name && one.target === target && one.state === 'done')
    return { name, target, state: isDone ? 'done' : 'notTried', refusal: null }
  })
}

/**
 * Everything a plan is going to do: the steps that are known as they stand, and after them what is still to come, so
 * that whoever watches, or finds it interrupted, sees how far it is.
 */
export function withUntried(plan: Plan, known: readonly Step[]): Step[] {
  const { creations, completions, details } = plan
  const steps = [
    ...creations.flatMap(({ type, options }) => (options.length > 0 ? [planned('options', type)] : [])),
    ...(creations.some(({ userFields }) => userFields.length > 0) ? [planned('userFields', null)] : []),
    ...stepsOf(plan).map(({ name, target }) => planned(name, target)),
    ...creations.flatMap(({ type, files }) => (files.length > 0 ? [planned('files', type)] : [])),
    ...completions.map(({ type }) => planned('completeClient', type)),
    ...details.map(({ type }) => planned('details', type)),
    planned('comment', null),
    planned('check', null),
  ]
  const isKnown = ({ name, target }: Step): boolean => known.some((one) => one.name === name && one.target === target)
  return [...known, ...steps.filter((step) => !isKnown(step))]
}

function planned(name: StepName, target: RecordTypeName | null): Step {
  return { name, target, state: 'notTried', refusal: null }
}
/** What is told of a creation that nobody can tell from what people made; a person has to look. */
const uncertainRecord = 'UNCERTAIN_RECORD'

/** An interrupted conversion as it turned out to stand on the portal. */
export function asFound(plan: Plan, conversion: Conversion, { created, touched, uncertain }: Found): Conversion {
  const { steps } = conversion
  const isMade = (target: Step['target']): boolean => created.some(({ type }) => type === target)
  const chain = stepsOf(plan).map(({ name, target }): Step => {
    const known = steps.find((one) => one.name === name && one.target === target)
    const untried = planned(name, target)
    if (name !== 'create') return known && (!target || isMade(target)) ? known : untried
    if (isMade(target)) return { name, target, state: 'done', refusal: null }
    const message = namesOf(uncertain.filter(({ type }) => type === target))
    return message ? { ...untried, state: 'unknown', refusal: { code: uncertainRecord, message, method: '' } } : untried
  })
  const isPrepared = ({ name }: Step): boolean => name === 'userFields' || name === 'options'
  const inChain = ({ name, target }: Step): boolean => chain.some((one) => one.name === name && one.target === target)
  const following = steps.filter((step) => !isPrepared(step) && !inChain(step))
  const readBack = { ...conversion.readBack, ...touched }
  return { ...conversion, created, readBack, steps: [...steps.filter(isPrepared), ...chain, ...following] }
}

const namesOf = (records: readonly CreatedRecord[]): string =>
  records.map(({ title, id }) => `${title} (#${id})`).join(', ')

/** How a conversion stands that stops while its fields and lists are prepared. */
export function outcomeOfStop({ created }: Conversion, lost: AppError | null): Conversion['outcome'] {
  if (lost && mayHaveWritten(lost)) return 'unknown'
  return created.length > 0 ? 'partial' : 'refused'
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
