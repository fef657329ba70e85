import { isEmpty } from './empty.ts'
import { listLinks, rulesFor } from './field-rules.ts'
import { toShown } from './shown.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** Sets the portal's own relation fields, so that both cards show the other record. */
export function planLinks(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  const { source } = snapshot
  for (const [to, from] of Object.entries(rulesFor(source.type, plan.type).links)) {
    const value = from === 'id' ? source.id : source.item[from]
    const field = target.fields[to]
    if (!field || field.readOnly || value === undefined || isEmpty(value)) continue
    plan.values[to] = listLinks.has(to) && !Array.isArray(value) ? [value] : value
    settled.add(from)
    const origin = source.fields[from]
    if (from === 'id' || !origin) continue
    const values = toShown(snapshot, origin, value)
    plan.transfers.push({ sourceField: from, from: origin.label, to: field.label, field: to, values, adjusted: null })
  }
}
