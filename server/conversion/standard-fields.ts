import { toCommunication, toJson } from './communication.ts'
import { isEmpty } from './empty.ts'
import { ownValues, rulesFor, shadows } from './field-rules.ts'
import type { Reason } from './reasons.ts'
import { toShown } from './shown.ts'
import type { Field, Json, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { TargetPlan } from './target-plan.ts'
import { toYesNo } from './user-field-value.ts'

/** Carries standard fields by the rules of the pair: copies, renamed fields, and defaults from a dictionary. */
export function planStandardFields(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  settled: Set<string>,
): void {
  const { source, dictionaries } = snapshot
  const rules = rulesFor(source.type, plan.type)
  const names = rules.copy === 'same' ? sameNames(snapshot, target, plan, settled) : rules.copy

  const take = (from: Field, to: Field, value: Json, adjusted: Reason | null): void => {
    const carried = toStandardValue(to, value)
    if (isEmpty(carried, to)) return
    plan.values[to.name] = carried
    settled.add(from.name)
    plan.transfers.push({
      sourceField: from.name,
      from: from.label,
      to: to.label,
      field: to.name,
      values: toShown(snapshot, from, carried),
      adjusted,
    })
  }

  for (const [to, sources] of Object.entries(rules.rename ?? {})) {
    const from = sources.find((name) => !isEmpty(source.item[name]))
    const [field, origin] = [target.fields[to], from && source.fields[from]]
    if (from && field && origin)
      take(origin, field, source.item[from]!, from === sources[0] ? null : { code: 'title_from_record' })
  }
  for (const name of names) {
    const [from, to, value] = [source.fields[name], target.fields[name], source.item[name]]
    if (!from || !to || to.readOnly || value === undefined || isEmpty(value, from)) continue
    take(from, to, value, null)
  }
  for (const [to, dictionary] of Object.entries(rules.firstOf ?? {})) {
    const [code, label] = Object.entries(dictionaries[dictionary] ?? {})[0] ?? []
    const field = target.fields[to]
    if (!field || field.readOnly || !code || !label) continue
    plan.values[to] = code
    const adjusted = { code: 'first_of_dictionary' } as const
    plan.transfers.push({
      sourceField: null,
      from: null,
      to: field.label,
      field: to,
      values: [{ kind: 'text', text: label }],
      adjusted,
    })
  }
}

/** Every writable field both sides have, but for what each record has of its own and what links already settled. */
function sameNames(
  { source }: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  settled: ReadonlySet<string>,
): string[] {
  return Object.values(source.fields)
    .filter(
      ({ name, isUserField }) =>
        !isUserField && !ownValues.has(name) && !shadows.has(name) && !settled.has(name) && !(name in plan.values),
    )
    .filter(({ name }) => target.fields[name] && !target.fields[name].readOnly)
    .map(({ name }) => name)
}

/** Standard values as the portal takes them back: whole days, Y and N, communication entries without their ids. */
function toStandardValue(field: Field, value: Json): Json {
  if (field.name === 'fm') return toCommunication(value).map(toJson)
  if (field.type === 'boolean' || field.type === 'char') return toYesNo(value)
  if (field.type === 'date') return String(value).slice(0, 10)
  return value
}
