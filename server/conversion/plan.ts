import Big from 'big.js'
import type { Choices } from '../contract.ts'
import { closing, createdLinks, listLinks } from './field-rules.ts'
import { isEmpty } from './empty.ts'
import type { Preview, TargetPreview } from './preview.ts'
import { sumOf, toRowPreview } from './product-rows.ts'
import type { Reason } from './reasons.ts'
import { recordType, recordTypeNames, type RecordTypeName } from './record-types.ts'
import { schemeOf, type SourceTypeName } from './schemes.ts'
import type { Field, Json, ProductRow, Snapshot } from './snapshot.ts'
import { planTarget } from './plan-target.ts'
import type { TargetPlan } from './target-plan.ts'
import { toYesNo } from './user-field-value.ts'

/** Stands for the id of a record that the same plan creates. */
export interface CreatedAs {
  createdAs: RecordTypeName
}
export type PlannedValue = Json | CreatedAs | (Json | CreatedAs)[]

/** A user field to be created on the target first, and the value that goes into it. */
export interface UserFieldToAdd {
  source: Field
  value: Json | null
}

/** One record a plan makes. */
export interface Creation {
  type: RecordTypeName
  title: string
  userFields: UserFieldToAdd[]
  fields: Record<string, PlannedValue>
  rows: ProductRow[]
  /** What must read back afterwards; null for types without an amount. */
  expected: { amount: string; currency: string } | null
}

/** All that a conversion will write, in the order in which the records need each other. */
export interface Plan {
  version: 1
  source: { type: SourceTypeName; id: number; title: string; updatedTime: string }
  creations: Creation[]
  /** What is set on the source after everything else has succeeded; null when it stays as it is. */
  closing: Record<string, PlannedValue> | null
  portalLanguage: string
}

/** Shows everything a person may choose, and what each choice would do. Pure. */
export function planPreview(snapshot: Snapshot): Omit<Preview, 'fingerprint'> {
  const { source } = snapshot
  const scheme = schemeOf(source.type)
  const total = amountOf(source.item, source.rows)
  return {
    source: {
      type: source.type,
      id: source.id,
      title: titleOf(source.type, source.item),
      total: total && { amount: total.amount, currency: total.currency },
      clients: clientNames(snapshot),
      responsible: snapshot.names.user[String(source.item.assignedById)] ?? null,
      notices: noticesOf(snapshot),
    },
    combine: scheme.combine,
    preselected: [...scheme.preselected],
    targets: scheme.targets.map((type) => toTargetPreview(snapshot, planTarget(snapshot, type))),
  }
}

/**
 * Turns choices into a plan. Pure. Answers the targets that are not offered instead when a choice names one.
 */
export function planConversion(
  snapshot: Snapshot,
  choices: Pick<Choices, 'targets' | 'addUserFields' | 'pipelines'>,
): { plan: Plan } | { notOffered: RecordTypeName[] } {
  const { source } = snapshot
  const scheme = schemeOf(source.type)
  const chosen = recordTypeNames.filter((type) => choices.targets.includes(type))
  const targets = chosen.map((type) => planTarget(snapshot, type))
  const notOffered = targets
    .filter(
      (target) =>
        target.refusal || !scheme.targets.includes(target.type) || !pipelineExists(snapshot, target.type, choices),
    )
    .map(({ type }) => type)
  if (notOffered.length > 0 || (chosen.length > 1 && !scheme.combine))
    return { notOffered: notOffered.length > 0 ? notOffered : chosen }

  return {
    plan: {
      version: 1,
      source: {
        type: source.type,
        id: source.id,
        title: titleOf(source.type, source.item),
        updatedTime: String(source.item.updatedTime ?? ''),
      },
      creations: targets.map((target) => toCreation(snapshot, target, chosen, choices)),
      closing: planClosing(snapshot, chosen),
      portalLanguage: snapshot.portalLanguage,
    },
  }
}

/** A record's name for people: its title, or the parts of a person's name. */
export function titleOf(type: RecordTypeName, item: Record<string, PlannedValue>): string {
  return recordType(type)
    .titleFields.map((name) => item[name])
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
}

function toCreation(
  snapshot: Snapshot,
  target: TargetPlan,
  chosen: RecordTypeName[],
  choices: Pick<Choices, 'addUserFields' | 'pipelines'>,
): Creation {
  const { source } = snapshot
  const ticked = new Set(choices.addUserFields[target.type] ?? [])
  const pipeline = choices.pipelines[target.type]
  const fields: Record<string, PlannedValue> = {
    ...target.values,
    ...(pipeline === undefined ? {} : { categoryId: pipeline }),
    ...linksToCreated(createdLinks[target.type] ?? {}, chosen, target.values),
  }
  const total = recordType(target.type).rowOwner ? amountOf(target.values, target.rows) : null
  return {
    type: target.type,
    title: titleOf(target.type, fields),
    userFields: target.missing
      .filter(({ field }) => ticked.has(field))
      .map(({ field }) => ({ source: source.fields[field]!, value: source.item[field] ?? null })),
    fields,
    rows: target.rows,
    expected: total && { amount: total.amount, currency: total.currency },
  }
}

/** New records come first in a list; what the source already had stays behind them. */
function linksToCreated(
  links: Readonly<Record<string, RecordTypeName>>,
  chosen: RecordTypeName[],
  values: Record<string, PlannedValue>,
): Record<string, PlannedValue> {
  const set: Record<string, PlannedValue> = {}
  for (const [field, createdAs] of Object.entries(links)) {
    if (!chosen.includes(createdAs)) continue
    const known = values[field]
    set[field] = listLinks.has(field) ? [{ createdAs }, ...(Array.isArray(known) ? known : [])] : { createdAs }
  }
  return set
}

function planClosing({ source }: Snapshot, chosen: RecordTypeName[]): Record<string, PlannedValue> | null {
  const rule = closing[source.type]
  return rule ? { stageId: rule.stageId, ...linksToCreated(rule.links, chosen, source.item) } : null
}

function toTargetPreview(snapshot: Snapshot, plan: TargetPlan): TargetPreview {
  const target = snapshot.targets[plan.type]
  return {
    type: plan.type,
    refusal: plan.refusal,
    transfers: plan.transfers,
    rows: plan.rows.map(toRowPreview),
    total: recordType(plan.type).rowOwner ? amountOf(plan.values, plan.rows) : null,
    missingUserFields: plan.missing,
    userFieldsRefusal: plan.missing.length > 0 && !target?.mayAddUserFields ? { code: 'no_right_to_add_fields' } : null,
    leftBehind: plan.leftBehind,
    pipelines: recordType(plan.type).hasPipelines ? (target?.pipelines ?? []) : [],
  }
}

/** The amount a record shows: typed by hand, or the sum of its rows. */
function amountOf(
  values: Record<string, PlannedValue>,
  rows: ProductRow[],
): { amount: string; currency: string; manual: boolean } | null {
  const manual = toYesNo((values.isManualOpportunity ?? 'N') as Json) === 'Y'
  const currency = String(values.currencyId ?? '')
  if (!manual && rows.length > 0) return { amount: sumOf(rows), currency, manual }
  const amount = values.opportunity
  return isEmpty(amount as Json | undefined)
    ? null
    : { amount: new Big(String(amount)).toFixed(2), currency, manual: true }
}

function pipelineExists(snapshot: Snapshot, type: RecordTypeName, choices: Pick<Choices, 'pipelines'>): boolean {
  const pipeline = choices.pipelines[type]
  return pipeline === undefined || (snapshot.targets[type]?.pipelines.some(({ id }) => id === pipeline) ?? false)
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
