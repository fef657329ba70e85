import { fillAddedFields } from '../conversion/fill-added-fields.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { type AppError, mayHaveWritten } from '../errors.ts'
import { addUserFields } from './add-user-fields.ts'
import type { Rest } from './rest.ts'
import { lostRefusal, toStepRefusal, untriedSteps } from './steps.ts'

type Prepared = { plan: Plan; steps: Step[] } | { stopped: Conversion }

/**
 * Creates the user fields a plan wants and puts the values into them; nothing else has been written by then. A
 * conversion that is continued uses the fields that an earlier attempt created.
 */
export async function prepareUserFields(
  rest: Rest,
  plan: Plan,
  start: Conversion,
  isContinued: boolean,
): Promise<Prepared> {
  const toAdd = plan.creations.flatMap(({ type, userFields }) =>
    userFields.map(({ source }) => ({ target: type, source })),
  )
  if (toAdd.length === 0) return { plan, steps: [] }
  const added = await addUserFields(rest, plan, toAdd, { requestId: start.requestId, look: isContinued })
  const step: Step = { name: 'userFields', target: null, state: 'done', refusal: null }
  if (added.unread) {
    const [first, ...others] = untriedSteps(plan)
    const untried = first ? [{ ...first, refusal: lostRefusal(added.unread) }, ...others] : []
    return { stopped: { ...start, outcome: endOf(start, added.unread), steps: [step, ...untried] } }
  }
  if (!added.refusal && !added.lost) {
    const creations = plan.creations.map((one) => fillAddedFields(one, added.fields.get(one.type) ?? new Map()))
    return { plan: { ...plan, creations }, steps: [step] }
  }
  const isUnknown = added.lost !== null && mayHaveWritten(added.lost.error)
  step.state = isUnknown ? 'unknown' : 'failed'
  step.refusal = added.refusal ? toStepRefusal(added.refusal) : added.lost && lostRefusal(added.lost.error)
  const outcome = endOf(start, added.lost?.error ?? null)
  // At worst there is a field more than before, which whoever continues finds and uses.
  return { stopped: { ...start, outcome, steps: [step, ...untriedSteps(plan)] } }
}

function endOf({ created }: Conversion, lost: AppError | null): Conversion['outcome'] {
  if (lost && mayHaveWritten(lost)) return 'unknown'
  return created.length > 0 ? 'partial' : 'refused'
}
