import { describeTypes } from '../bitrix/describe-types.ts'
import { longTextsIn, type StoredPlan } from '../conversion/cut-value.ts'
import { leftOutSteps, stillMissing } from '../conversion/left-out.ts'
import type { Conversion, Step } from '../conversion/outcome.ts'
import type { Plan } from '../conversion/plan.ts'
import { planToWrite } from '../conversion/recover-plan.ts'
import type { Item } from '../conversion/snapshot.ts'
import type { Portal } from '../portal.ts'
import type { Run } from '../storage/run.ts'
import { sha256 } from '../storage/stored-plan.ts'
import { lookingRestOf } from './carry-out.ts'

/**
 * The plan for carrying on. What the journal cuts is taken from the source once more, as long as it holds the very same
 * text; every other long text that is still to be written is left out and told. One request, and none where nothing is.
 */
export async function recoverPlan(
  portal: Portal,
  run: Run,
  stored: StoredPlan,
  { source, conversion }: { source: Item; conversion: Conversion },
): Promise<{ plan: Plan; leftOut: Step[] }> {
  const { plan, leftOut } = planToWrite(stored, longTextsIn(source, sha256))
  const missing = stillMissing(plan, conversion, leftOut)
  if (missing.length === 0) return { plan, leftOut: [] }
  const { type } = plan.source
  const types = [...new Set([type, ...missing.map(({ target }) => target ?? type)])]
  const { fields } = await describeTypes(lookingRestOf(portal, run), plan.source, types)
  return { plan, leftOut: leftOutSteps(missing, fields, type) }
}
