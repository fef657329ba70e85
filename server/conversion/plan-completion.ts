import { bare, type Bare } from './bare.ts'
import { isEmpty } from './empty.ts'
import { createdLinksOf } from './field-rules.ts'
import { linksTo, type Records } from './links.ts'
import type { Completion, PlannedValue } from './plan.ts'
import type { Item } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'

/** What linking the chosen client writes to it: its empty fields, and its links to records of the same conversion. */
export function planCompletion(
  { type, reuse, known }: TargetPlan,
  chosen: number | undefined,
  records: Records,
): Completion[] {
  const found = known.find(({ client }) => Number(client.id) === chosen)
  if (!found || reuse) return []
  const { client, completed } = found
  const fields: Bare<PlannedValue> = bare(Object.entries(completed.fields))
  const before: Item = bare(Object.entries(completed.before))
  for (const [field, value] of Object.entries(linksTo(createdLinksOf(type), records, {}))) {
    const own = client[field]
    if (own === undefined || !isEmpty(own)) continue
    fields[field] = value
    before[field] = own
  }
  if (Object.keys(fields).length === 0) return []
  return [{ type, id: Number(client.id), updatedTime: String(client.updatedTime ?? ''), fields, before }]
}
