import type { Step, StepName } from './outcome.ts'
import { inOrder } from './record-types.ts'

/** What comes after what. A record gets its rows before the next one is made. */
const places: Record<StepName, number> = {
  options: 1,
  userFields: 2,
  create: 3,
  longValues: 3,
  rows: 3,
  closeSource: 4,
  files: 5,
  address: 6,
  completeClient: 7,
  details: 8,
  history: 9,
  comment: 10,
  check: 11,
}

/** Steps as a conversion takes them that nothing interrupts, whenever each of these was taken or left. Pure. */
export function inStepOrder(steps: readonly Step[]): Step[] {
  const targets = inOrder(steps.flatMap(({ target }) => target ?? []))
  const turnOf = ({ target }: Step): number => (target ? targets.indexOf(target) : -1)
  return steps.toSorted((one, other) => places[one.name] - places[other.name] || turnOf(one) - turnOf(other))
}
