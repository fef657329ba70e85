import { fillAddedFields } from '../conversion/fill-added-fields.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { AppError, mayHaveWritten } from '../errors.ts'
import { type AddedFields, addUserFields } from './add-user-fields.ts'
import type { Rest } from './rest.ts'
import { lostRefusal, outcomeOfStop, type Prepared, toStepRefusal, untriedSteps } from './steps.ts'

/**
 * Creates the user fields a plan wants and puts the values into them; at most options of lists have been written by
 * then (`hasWritten`), else it may throw. A conversion that is continued (`look`) uses the fields that an earlier
 * attempt created.
 */
export async function prepareUserFields(
  rest: Rest,
  plan: Plan,
  start: Conversion,
  { look, hasWritten }: { look: boolean; hasWritten: boolean },
): Promise<Prepared> {
  const toAdd = plan.creations.flatMap(({ type, userFields }) =>
    userFields.map(({ source }) => ({ target: type, source })),
  )
  // A record that exists has got its fields from the attempt that made it.
  if (toAdd.every(({ target }) => start.created.some(({ type }) => type === target)))
    return { plan, steps: start.steps.filter(({ name }) => name === 'userFields') }
  const { requestId } = start
  const added = await addUserFields(rest, plan, toAdd, { requestId, look }).catch((error: unknown): AddedFields => {
    if (!hasWritten || !(error instanceof AppError)) throw error
    return { fields: new Map(), existing: [], refusal: null, lost: { keys: [], error }, unread: null }
  })
  const made = added.existing.map(({ source }) => source.label)
  const step: Step = {
    name: 'userFields',
    target: null,
    state: 'done',
    refusal: null,
    ...(made.length > 0 && { made: [...new Set(made)] }),
  }
  if (added.unread) {
    const untried = untriedSteps(plan, start)
    const next = untried.find(({ state }) => state === 'notTried')
    if (next) next.refusal = lostRefusal(added.unread)
    return { stopped: { ...start, outcome: outcomeOfStop(start, added.unread), steps: [step, ...untried] } }
  }
  if (!added.refusal && !added.lost) {
    const creations = plan.creations.map((one) => fillAddedFields(one, added.fields.get(one.type) ?? new Map()))
    return { plan: { ...plan, creations }, steps: [step] }
  }
  const isUnknown = added.lost !== null && mayHaveWritten(added.lost.error)
  step.state = isUnknown ? 'unknown' : 'failed'
  step.refusal = added.refusal ? toStepRefusal(added.refusal) : added.lost && lostRefusal(added.lost.error)
  const outcome = outcomeOfStop(start, added.lost?.error ?? null)
  // At worst there is a field more than before, which whoever continues finds and uses.
  return { stopped: { ...start, outcome, steps: [step, ...untriedSteps(plan, start)] } }
}
