import { toCommunication, toJson } from './communication.ts'
import { isEmpty } from './empty.ts'
import { ownValues, rulesFor, shadows, type FieldRules } from './field-rules.ts'
import { leaveClaimed } from './plan-mapping.ts'
import type { Reason } from './reasons.ts'
import { toShown } from './shown.ts'
import type { Field, Fields, Json, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { Decided, TargetPlan } from './target-plan.ts'
import { toYesNo } from './user-field-value.ts'

/** Carries standard fields by the rules of the pair: copies, renamed fields, and defaults from a dictionary. */
export function planStandardFields(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  { settled, claimed }: Decided,
): void {
  const { source, dictionaries } = snapshot
  const rules = rulesFor(source.type, plan.type)
  const names = copiedNames(rules, source.fields, target.fields).filter(
    (name) => !settled.has(name) && (rules.copy !== 'same' || !(name in plan.values) || claimed.has(name)),
  )

  const take = (from: Field, to: Field, value: Json, adjusted: Reason | null): void => {
    const carried = toStandardValue(to, value)
    if (isEmpty(carried, to)) return
    if (claimed.has(to.name)) {
      settled.add(from.name)
      return leaveClaimed(snapshot, plan, from, value, to)
    }
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
    const from = sources.find((name) => !isEmpty(source.item[name]) && !settled.has(name))
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
    const [code, label] = [...(dictionaries.get(dictionary) ?? [])][0] ?? []
    const field = target.fields[to]
    if (!field || field.readOnly || claimed.has(to) || !code || !label) continue
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

/**
 * Names under which standard fields are copied by the rules of a pair: its own list, or every writable field both sides
 * have, but for what each record has of its own.
 */
export function copiedNames({ copy }: FieldRules, source: Fields, target: Fields): string[] {
  if (copy !== 'same') return [...copy]
  return Object.values(source)
    .filter(({ name, isUserField }) => !isUserField && !ownValues.has(name) && !shadows.has(name))
    .filter(({ name }) => target[name] && !target[name].readOnly)
    .map(({ name }) => name)
}

/** Standard values as the portal takes them back: whole days, Y and N, communication entries without their ids. */
function toStandardValue(field: Field, value: Json): Json {
  if (field.name === 'fm') return toCommunication(value).map(toJson)
  if (field.type === 'boolean' || field.type === 'char') return toYesNo(value)
  if (field.type === 'date') return String(value).slice(0, 10)
  return value
}
