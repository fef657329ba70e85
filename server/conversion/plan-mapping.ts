import { isEmpty } from './empty.ts'
import { toFillValue } from './fill-value.ts'
import { keptOut } from './mappable.ts'
import type { Exception, KnownField } from './mapping.ts'
import { asOptions, asUserField, toMappedValue } from './mapped-value.ts'
import { breaks, problemsOf, type Problem } from './mapping-problems.ts'
import { missingOptions } from './missing-options.ts'
import { planFiles } from './plan-files.ts'
import type { Reason } from './reasons.ts'
import { toRequiredField } from './required-fields.ts'
import { toShown } from './shown.ts'
import type { Field, Json, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { isTurned } from './type-conversions.ts'

/**
 * Carries out the administrator's exceptions before the automatic pairing. Answers the target fields they claim, broken
 * ones too: what an exception was to fill, nothing else fills by itself.
 */
export function planMapping(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  settled: Set<string>,
): ReadonlySet<string> {
  const { source, dictionaries } = snapshot
  const exceptions = snapshot.ruling.mappings[plan.type]?.exceptions ?? []
  const sides = { source: source.fields, target: target.fields, targetType: plan.type, dictionaries }
  const problems = problemsOf(exceptions, sides)
  const claimed = new Set<string>()
  exceptions.forEach((exception, place) => {
    const problem = problems.get(place)
    const broken = problem && breaks(problem) ? problem : null
    if (exception.kind !== 'nowhere') claimed.add(exception.to.name)
    if (exception.kind === 'fixed') return planFixed(snapshot, target, plan, exception, broken)
    const from = source.fields[exception.from.name]
    const value = source.item[exception.from.name]
    // What something else governs is told by what governs it.
    if (!from || keptOut(from, 'source') || settled.has(from.name)) return
    settled.add(from.name)
    if (value === undefined || isEmpty(value, from)) return
    if (exception.kind === 'nowhere') leave(snapshot, plan, from, value, { code: 'mapped_nowhere' })
    else if (broken) leave(snapshot, plan, from, value, brokenReason(exception.to, broken))
    else carry(snapshot, plan, { from, to: target.fields[exception.to.name]!, value })
  })
  return claimed
}

/** Names a filled field whose automatic partner is filled by an exception. */
export function leaveClaimed(snapshot: Snapshot, plan: TargetPlan, from: Field, value: Json, to: Field): void {
  leave(snapshot, plan, from, value, { code: 'mapped_over', details: { field: to.label || to.name } })
}

function carry(
  snapshot: Snapshot,
  plan: TargetPlan,
  { from, to, value }: { from: Field; to: Field; value: Json },
): void {
  const { source, dictionaries } = snapshot
  if (from.type === 'file') return planFiles(from, to, value, plan, { mapped: true })
  const [list, chosen] = [asUserField(dictionaries, from), asOptions(dictionaries, from, value)]
  const texts = missingOptions(list, to, chosen)
  if (texts.length > 0) plan.options.push({ source: list, target: to, value: chosen, texts })
  const converted = toMappedValue(dictionaries, from, to, value, String(source.item.currencyId ?? ''))
  if (!isTurned(converted)) return leave(snapshot, plan, from, value, converted.leftBehind)
  plan.values[to.name] = converted.value
  plan.transfers.push({
    sourceField: from.name,
    from: from.label || from.name,
    to: to.label || to.name,
    field: to.name,
    values: toShown(snapshot, to, converted.value),
    adjusted: converted.adjusted,
    mapped: true,
  })
}

function planFixed(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  { to, value }: Exception & { kind: 'fixed' },
  broken: Problem | null,
): void {
  const field = target.fields[to.name]
  const fixed = field && !broken ? toFillValue(toRequiredField(snapshot.dictionaries, plan.type, field), value) : null
  if (!field || fixed === null) {
    plan.notices.push(brokenReason(to, broken ?? { code: 'value_unfit' }))
    return
  }
  plan.values[field.name] = fixed
  plan.transfers.push({
    sourceField: null,
    from: null,
    to: field.label || field.name,
    field: field.name,
    values: toShown(snapshot, field, fixed),
    adjusted: [{ code: 'fixed_value' }],
    mapped: true,
  })
}

function brokenReason({ label }: KnownField, { code }: Problem): Reason {
  return { code: 'mapping_broken', details: { field: label, problem: code } }
}

function leave(snapshot: Snapshot, plan: TargetPlan, from: Field, value: Json, reason: Reason): void {
  const { name, label } = from
  plan.leftBehind.push({ field: name, label: label || name, values: toShown(snapshot, from, value), reason })
}
