import { amountOf } from './amount.ts'
import { closing } from './field-rules.ts'
import { planTarget } from './plan-target.ts'
import type { Preview, TargetPreview } from './preview.ts'
import { toRowPreview } from './product-rows.ts'
import type { Reason } from './reasons.ts'
import { cardPath, recordType } from './record-types.ts'
import { carriedRows } from './remaining.ts'
import { schemeOf } from './schemes.ts'
import type { Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { titleOf } from './title.ts'

/** Shows everything a person may choose, and what each choice would do. Pure. */
export function planPreview(snapshot: Snapshot): Omit<Preview, 'fingerprint'> {
  const { source, names, remembered } = snapshot
  const scheme = schemeOf(source.type)
  const total = amountOf(source.item, source.rows, source.rows.length > 0)
  const responsible = names.user[String(source.item.assignedById)]
  return {
    source: {
      type: source.type,
      id: source.id,
      title: titleOf(source.type, source.item),
      total: total && { amount: total.amount, currency: total.currency },
      clients: clientNames(snapshot),
      responsible: responsible ? { id: Number(source.item.assignedById), name: responsible } : null,
      notices: noticesOf(snapshot),
    },
    combine: scheme.combine,
    preselected: [...scheme.preselected],
    remembered: remembered[source.type] ?? null,
    targets: scheme.targets.map((type) => toTargetPreview(snapshot, planTarget(snapshot, type))),
  }
}

function toTargetPreview(snapshot: Snapshot, plan: TargetPlan): TargetPreview {
  const { type, refusal, transfers, missing, leftBehind, reuse } = plan
  const target = snapshot.targets[type]
  const { rowOwner, hasPipelines } = recordType(type)
  return {
    type,
    refusal,
    transfers,
    rows: [...plan.rows].map(([index, row]) => toRowPreview(index, row)),
    total: rowOwner ? amountOf(plan.values, carriedRows(plan.rows, null), snapshot.source.rows.length > 0) : null,
    missingUserFields: missing,
    userFieldsRefusal: missing.length > 0 && !target?.mayAddUserFields ? { code: 'no_right_to_add_fields' } : null,
    leftBehind,
    pipelines: hasPipelines ? (target?.pipelines ?? []) : [],
    reuse: reuse && { id: reuse.id, title: reuse.title, path: cardPath(type, reuse.id) },
  }
}

function clientNames({ source: { item }, names }: Snapshot): string[] {
  const contacts = Array.isArray(item.contactIds) ? item.contactIds : []
  return [names.company[String(item.companyId)], ...contacts.map((id) => names.contact[String(id)])].filter(
    (name): name is string => !!name,
  )
}

function noticesOf({ source }: Snapshot): Reason[] {
  const rule = closing[source.type]
  return rule && source.item.stageId === rule.stageId ? [{ code: 'lead_already_converted' }] : []
}
