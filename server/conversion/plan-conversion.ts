import type { Choices } from '../contract.ts'
import { amountOf } from './amount.ts'
import { closing, createdLinks, listLinks } from './field-rules.ts'
import type { CreatedRecord } from './outcome.ts'
import { planTarget } from './plan-target.ts'
import type { CreatedAs, Creation, Plan, PlannedValue } from './plan.ts'
import { cardPath, recordType, recordTypeNames, type RecordTypeName } from './record-types.ts'
import { carriedRows } from './remaining.ts'
import { schemeOf } from './schemes.ts'
import type { Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { titleOf } from './title.ts'

/** The part of a person's choices that decides what is written. */
export type PlanChoices = Pick<Choices, 'targets' | 'addUserFields' | 'pipelines' | 'rows' | 'responsibleId'>

/** Turns choices into a plan. Pure. Answers the targets that are not offered instead when a choice names one. */
export function planConversion(
  snapshot: Snapshot,
  choices: PlanChoices,
): { plan: Plan } | { notOffered: RecordTypeName[] } {
  const { source } = snapshot
  const scheme = schemeOf(source.type)
  const chosen = recordTypeNames.filter((type) => choices.targets.includes(type))
  const targets = chosen.map((type) => planTarget(snapshot, type))
  const notOffered = targets
    .filter(({ type, refusal }) => refusal || !scheme.targets.includes(type) || !isPossible(snapshot, type, choices))
    .map(({ type }) => type)
  if (notOffered.length > 0 || (chosen.length > 1 && !scheme.combine))
    return { notOffered: notOffered.length > 0 ? notOffered : chosen }

  const records = new Map(
    targets.map(({ type, reuse }): [RecordTypeName, number | CreatedAs] => [type, reuse?.id ?? { createdAs: type }]),
  )
  return {
    plan: {
      version: 1,
      source: {
        type: source.type,
        id: source.id,
        title: titleOf(source.type, source.item),
        updatedTime: String(source.item.updatedTime ?? ''),
      },
      creations: targets.filter(({ reuse }) => !reuse).map((target) => toCreation(snapshot, target, records, choices)),
      reused: targets.flatMap(toReused),
      closing: planClosing(snapshot, records),
      portalLanguage: snapshot.portalLanguage,
    },
  }
}

/** The records a conversion speaks of: the id of one that exists, or a stand-in for one that it makes. */
type Records = ReadonlyMap<RecordTypeName, number | CreatedAs>

function toCreation(snapshot: Snapshot, target: TargetPlan, records: Records, choices: PlanChoices): Creation {
  const { source } = snapshot
  const { type, values, missing } = target
  const ticked = new Set(choices.addUserFields[type] ?? [])
  const pipeline = choices.pipelines[type]
  const rows = carriedRows(target.rows, choices.rows[type] ?? null)
  const total = recordType(type).rowOwner ? amountOf(values, rows, source.rows.length > 0) : null
  const fields: Record<string, PlannedValue> = {
    ...values,
    ...(choices.responsibleId === undefined ? {} : { assignedById: choices.responsibleId }),
    ...(pipeline === undefined ? {} : { categoryId: pipeline }),
    ...linksTo(createdLinks[type] ?? {}, records, values),
  }
  if (total) fields.opportunity = Number(total.amount)
  else delete fields.opportunity
  return {
    type,
    title: titleOf(type, fields),
    userFields: missing
      .filter(({ field }) => ticked.has(field))
      .map(({ field }) => ({ source: source.fields[field]!, value: source.item[field] ?? null })),
    fields,
    rows,
    files: target.files,
    expected: total && { amount: total.amount, currency: total.currency },
  }
}

/** The conversion's own records come first in a list; what the source already had stays behind them. */
function linksTo(
  links: Readonly<Record<string, RecordTypeName>>,
  records: Records,
  values: Record<string, PlannedValue>,
): Record<string, PlannedValue> {
  const set: Record<string, PlannedValue> = {}
  for (const [field, type] of Object.entries(links)) {
    const record = records.get(type)
    if (record === undefined) continue
    const known = values[field]
    const others = Array.isArray(known) ? known.filter((id) => Number(id) !== record) : []
    set[field] = listLinks.has(field) ? [record, ...others] : record
  }
  return set
}

function planClosing({ source }: Snapshot, records: Records): Record<string, PlannedValue> | null {
  const rule = closing[source.type]
  return rule ? { stageId: rule.stageId, ...linksTo(rule.links, records, source.item) } : null
}

function toReused({ type, reuse }: TargetPlan): CreatedRecord[] {
  return reuse ? [{ type, id: reuse.id, title: reuse.title, path: cardPath(type, reuse.id) }] : []
}

/** A pipeline the person does not see, or a row that does not exist, cannot be chosen. */
function isPossible(snapshot: Snapshot, type: RecordTypeName, { pipelines, rows }: PlanChoices): boolean {
  const pipeline = pipelines[type]
  const seen = snapshot.targets[type]?.pipelines.some(({ id }) => id === pipeline) ?? false
  const places = (rows[type] ?? []).map(({ index }) => index)
  return (
    (pipeline === undefined || seen) &&
    places.every((index) => index < snapshot.source.rows.length) &&
    new Set(places).size === places.length
  )
}
