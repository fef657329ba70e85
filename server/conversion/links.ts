import { isEmpty } from './empty.ts'
import { listLinks, rulesFor } from './field-rules.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** Sets the portal's own relation fields, so that both cards show the other record. */
export function planLinks({ source }: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  for (const [to, from] of Object.entries(rulesFor(source.type, plan.type).links)) {
    const value = from === 'id' ? source.id : source.item[from]
    const field = target.fields[to]
    if (!field || field.readOnly || value === undefined || isEmpty(value)) continue
    plan.values[to] = listLinks.has(to) && !Array.isArray(value) ? [value] : value
    settled.add(from)
  }
}
