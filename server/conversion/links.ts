import { bare, type Bare } from './bare.ts'
import { isEmpty } from './empty.ts'
import { isParentField, listLinks, rulesFor } from './field-rules.ts'
import type { CreatedAs, PlannedValue } from './plan.ts'
import type { RecordTypeName } from './record-types.ts'
import { toShown } from './shown.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** Sets the portal's own relation fields, so that both cards show the other record. */
export function planLinks(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  const { source } = snapshot
  for (const [to, from] of Object.entries(linksOf(snapshot, plan.type))) {
    const value = from === 'id' ? source.id : source.item[from]
    const field = target.fields[to]
    if (!field || field.readOnly || value === undefined || isEmpty(value)) continue
    plan.values[to] = listLinks.has(to) && !Array.isArray(value) ? [value] : value
    settled.add(from)
    const origin = source.fields[from]
    if (from === 'id' || !origin) continue
    const values = toShown(snapshot, origin, value)
    plan.transfers.push({ sourceField: from, from: origin.label, to: field.label, field: to, values, adjusted: [] })
  }
}

/** The links of a pair by its rules, and the parents that source and target may both have. */
function linksOf({ source }: Snapshot, type: RecordTypeName): Readonly<Record<string, string>> {
  const { links, parents } = rulesFor(source.type, type)
  if (!parents) return links
  const names = Object.keys(source.fields).filter(isParentField)
  return { ...Object.fromEntries(names.map((name) => [name, name])), ...links }
}

/** The records a conversion speaks of: the id of one that exists, or a stand-in for one that it makes. */
export type Records = ReadonlyMap<RecordTypeName, number | CreatedAs>

/** The conversion's own records come first in a list; what the source already had stays behind them. */
export function linksTo(
  links: Readonly<Record<string, RecordTypeName>>,
  records: Records,
  values: Record<string, PlannedValue>,
): Record<string, PlannedValue> {
  const set: Bare<PlannedValue> = bare()
  for (const [field, type] of Object.entries(links)) {
    const record = records.get(type)
    if (record === undefined) continue
    const known = values[field]
    const others = Array.isArray(known) ? known.filter((id) => Number(id) !== record) : []
    set[field] = listLinks.has(field) ? [record, ...others] : record
  }
  return set
}
