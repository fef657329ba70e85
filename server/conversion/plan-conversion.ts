import type { Choices } from '../contract.ts'
import { fillsOf } from './apply-fills.ts'
import { carriedOver, type CarriedOver } from './carried-part.ts'
import { closing, createdLinksOf } from './field-rules.ts'
import { planHistory } from './history.ts'
import { addressFor } from './legal-details.ts'
import { mappingVersionsOf } from './mapping.ts'
import { linksTo, type Records } from './links.ts'
import { chosenOptions } from './missing-options.ts'
import type { CreatedRecord } from './outcome.ts'
import { planCompletion } from './plan-completion.ts'
import { planMarker } from './marker.ts'
import { startFields } from './pair-settings.ts'
import { planTarget } from './plan-target.ts'
import type { CreatedAs, Creation, Plan, PlannedValue } from './plan.ts'
import { cardPath, inOrder, rowOwnerOf, type RecordTypeName } from './record-types.ts'
import { beyondLeft } from './rows-taken.ts'
import { schemeOf, targetsOf } from './schemes.ts'
import { smartTypesAmong } from './smart-types.ts'
import type { Snapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { titleOf } from './title.ts'

/** The part of a person's choices that decides what is written. */
export type PlanChoices = Pick<
  Choices,
  | 'requestId'
  | 'targets'
  | 'addUserFields'
  | 'addOptions'
  | 'history'
  | 'pipelines'
  | 'rows'
  | 'fills'
  | 'responsibleId'
  | 'useExisting'
> &
  Partial<Pick<Choices, 'again'>>

/** What is wrong with choices that give no plan. */
export type NoPlan =
  | { notOffered: RecordTypeName[] }
  /** Earlier records carry everything, and the choices do not say what a further one shall carry. */
  | { nothingLeft: RecordTypeName[] }
  | { refusedFills: string[] }

/** Turns choices into a plan, or answers what keeps them from being one. Pure. */
export function planConversion(snapshot: Snapshot, choices: PlanChoices): { plan: Plan } | NoPlan {
  const { source } = snapshot
  const scheme = schemeOf(source.type)
  const offered = targetsOf(snapshot)
  const chosen = inOrder(choices.targets)
  const targets = chosen.map((type) => planTarget(snapshot, type))
  const notOffered = targets
    .filter((one) => one.refusal || !offered.includes(one.type) || !isPossible(snapshot, one, choices))
    .map(({ type }) => type)
  if (notOffered.length > 0 || (chosen.length > 1 && !scheme.combine))
    return { notOffered: notOffered.length > 0 ? notOffered : chosen }

  const nothingLeft = targets.filter((target) => isUndecided(target, choices)).map(({ type }) => type)
  if (nothingLeft.length > 0) return { nothingLeft }

  const linked = new Map(targets.flatMap((target) => toLinked(target, choices)))
  const made = targets
    .filter(({ type }) => !linked.has(type))
    .map((target) => ({ target, fills: fillsOf(snapshot, target.type, choices.fills) }))
  const refusedFills = made.flatMap(({ fills }) => fills.refused)
  if (refusedFills.length > 0) return { refusedFills }

  const records = new Map(
    chosen.map((type): [RecordTypeName, number | CreatedAs] => [type, linked.get(type)?.id ?? { createdAs: type }]),
  )
  const closingFields = planClosing(snapshot, records)
  const creations = made.map(({ target, fills }) => toCreation(snapshot, fill(target, fills.values), records, choices))
  return {
    plan: {
      version: 1,
      source: {
        type: source.type,
        id: source.id,
        title: titleOf(source.type, source.item),
        updatedTime: String(source.item.updatedTime ?? ''),
      },
      creations,
      reused: [...linked.values()],
      completions: targets.flatMap((target) => planCompletion(target, choices.useExisting[target.type], records)),
      details: made.flatMap(({ target: { type, details } }) => (details ? [{ type, ids: details }] : [])),
      address: addressFor(
        snapshot,
        made.map(({ target }) => target.type),
      ),
      closing: closingFields,
      before: Object.fromEntries(Object.keys(closingFields ?? {}).map((name) => [name, source.item[name] ?? null])),
      history: planHistory(snapshot.history, choices.history),
      portalLanguage: snapshot.portalLanguage,
      fieldRight: fieldRightFor(snapshot, creations),
      mappingVersions: mappingVersionsOf(snapshot.ruling, chosen),
      smartTypes: smartTypesAmong([source.type, ...chosen], snapshot.smartTypes),
    },
  }
}

/** Nobody gets an empty record without having said so. */
function isUndecided({ type, exhausted, reuse }: TargetPlan, { again, rows }: PlanChoices): boolean {
  return exhausted && !reuse && !rows[type] && !again?.includes(type)
}

function fill(target: TargetPlan, values: TargetPlan['values']): TargetPlan {
  // What a person filled in is not written over by what their list could not take.
  const options = target.options.filter(({ target: list }) => !(list.name in values))
  return { ...target, values: { ...target.values, ...values }, options }
}

function toCreation(snapshot: Snapshot, target: TargetPlan, records: Records, choices: PlanChoices): Creation {
  const { source } = snapshot
  const { type, values, missing } = target
  const ticked = new Set(choices.addUserFields[type] ?? [])
  const hasAmount = rowOwnerOf(type, snapshot.smartTypes) !== null
  const carried = carriedOver(source, target, choices.rows[type] ?? null, choices.again?.includes(type))
  const { total, tax } = hasAmount ? carried : { total: null, tax: null }
  const beyond = beyondLeft(target.rows, carried.rows)
  const fields: Record<string, PlannedValue> = {
    ...values,
    ...(choices.responsibleId === undefined ? {} : { assignedById: choices.responsibleId }),
    ...startFields(target.start, choices.pipelines[type]),
    ...linksTo(createdLinksFor(snapshot, type), records, values),
  }
  if (total) fields.opportunity = Number(total.amount)
  else delete fields.opportunity
  if (tax !== null && 'taxValue' in fields) fields.taxValue = Number(tax)
  const marker = planMarker(choices.requestId, snapshot.targets[type]?.fields ?? {}, fields)
  return {
    type,
    title: titleOf(type, fields),
    userFields: missing
      .filter(({ field }) => ticked.has(field))
      .map(({ field }) => ({ source: source.fields[field]!, value: source.item[field] ?? null })),
    options: chosenOptions(target.options, choices.addOptions[type] ?? []),
    fields: { ...fields, ...marker },
    rows: carried.rows.map(({ row }) => row),
    places: carried.rows.map(({ place }) => place),
    ...(beyond.length > 0 && { beyond }),
    files: target.files,
    marker,
    before: snapshot.targets[type]?.children.map(({ id }) => id) ?? [],
    expected: expectedOf(snapshot, fields, { total, tax }),
  }
}

function expectedOf(
  { source }: Snapshot,
  fields: Record<string, PlannedValue>,
  { total, tax }: Pick<CarriedOver, 'total' | 'tax'>,
): Creation['expected'] {
  // Rows of which none is carried make an amount of zero, in the currency that travels.
  const amount = total ?? (tax === null ? null : { amount: '0.00', currency: String(fields.currencyId ?? '') })
  if (!amount || source.rows.length === 0) return amount && { amount: amount.amount, currency: amount.currency }
  const hasTax = tax !== null && 'taxValue' in fields
  return { amount: amount.amount, currency: amount.currency, ...(hasTax && { tax }) }
}

/** The installer's right, where everybody may use it, serves only those who lack one of their own. */
function fieldRightFor({ ruling, targets }: Snapshot, creations: readonly Creation[]): Plan['fieldRight'] {
  const isLacking = creations.some(
    ({ type, userFields, options }) => userFields.length + options.length > 0 && !targets[type]?.mayAddUserFields,
  )
  return isLacking && ruling.lentRight === 'ready' ? 'installer' : 'person'
}

/** Only relations the type really has: which ones a smart process has, its settings decide. */
function createdLinksFor({ targets }: Snapshot, type: RecordTypeName): Readonly<Record<string, RecordTypeName>> {
  const links = Object.entries(createdLinksOf(type))
  return Object.fromEntries(links.filter(([field]) => targets[type]?.fields[field]))
}

/** A source closes by what its scheme gives; a smart process is one more child, as if made in the card's own tab. */
function planClosing({ source }: Snapshot, records: Records): Record<string, PlannedValue> | null {
  const rule = closing[source.type]
  const isConverted = schemeOf(source.type).targets.some((type) => records.has(type))
  return rule && isConverted ? { stageId: rule.stageId, ...linksTo(rule.links, records, source.item) } : null
}

/** The record that stands in for a new one: an earlier child, or the client a person chose. */
function toLinked({ type, reuse, known }: TargetPlan, { useExisting }: PlanChoices): [RecordTypeName, CreatedRecord][] {
  const chosen = known.find(({ client }) => Number(client.id) === useExisting[type])?.client
  const id = reuse?.id ?? Number(chosen?.id)
  const title = reuse?.title ?? (titleOf(type, chosen ?? {}) || `#${id}`)
  return reuse || chosen ? [[type, { type, id, title, path: cardPath(type, id) }]] : []
}

/**
 * A pipeline the person does not see, a row that does not exist, a sale where goods were returned, or a client nobody
 * offered cannot be chosen.
 */
function isPossible(snapshot: Snapshot, target: TargetPlan, { pipelines, rows, useExisting }: PlanChoices): boolean {
  const { type, known } = target
  const existing = useExisting[type]
  const pipeline = pipelines[type]
  const seen = snapshot.targets[type]?.pipelines?.some(({ id }) => id === pipeline) ?? false
  const chosen = rows[type] ?? []
  const places = chosen.map(({ index }) => index)
  const isOfRow = ({ index, quantity }: (typeof chosen)[number]): boolean =>
    Number(quantity) === 0 || Number(quantity) > 0 === (snapshot.source.rows[index]?.quantity ?? 0) > 0
  return (
    (existing === undefined || known.some(({ client }) => Number(client.id) === existing)) &&
    (pipeline === undefined || seen) &&
    places.every((index) => index < snapshot.source.rows.length) &&
    chosen.every(isOfRow) &&
    new Set(places).size === places.length
  )
}
