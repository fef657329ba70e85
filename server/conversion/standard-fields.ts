import { toCommunication, toJson } from './communication.ts'
import { dayOf } from './calendar.ts'
import { isEmpty } from './empty.ts'
import { ownValues, rulesFor, shadows, type FieldRules } from './field-rules.ts'
import { communicationLength, lengthOf } from './field-lengths.ts'
import { leaveClaimed } from './plan-mapping.ts'
import { onlyOnce, type Reason } from './reasons.ts'
import { shorten } from './shorten.ts'
import { toShown } from './shown.ts'
import type { Field, Fields, Json, Snapshot, TargetSnapshot } from './snapshot.ts'
import type { Decided, TargetPlan } from './target-plan.ts'
import { toYesNo } from './yes-no.ts'

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

  const leave = (field: Field, value: Json, reason: Reason): void => {
    settled.add(field.name)
    const values = toShown(snapshot, field, value)
    plan.leftBehind.push({ field: field.name, label: field.label || field.name, values, reason })
  }
  const take = (from: Field, to: Field, value: Json, ...known: Reason[]): void => {
    const { value: carried, adjusted } = toStandardValue(to, value)
    if (from.dictionary !== to.dictionary) return leave(from, value, { code: 'other_dictionary' })
    if (carried === null) return leave(from, value, { code: 'not_a_date' })
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
      adjusted: [...known, ...adjusted],
    })
  }

  for (const [to, sources] of Object.entries(rules.rename ?? {})) {
    const from = sources.find((name) => !isEmpty(source.item[name]) && !settled.has(name))
    const [field, origin] = [target.fields[to], from && source.fields[from]]
    if (from && field && origin)
      take(origin, field, source.item[from]!, ...(from === sources[0] ? [] : [{ code: 'title_from_record' } as const]))
  }
  for (const name of names) {
    const [from, to, value] = [source.fields[name], target.fields[name], source.item[name]]
    if (!from || !to || to.readOnly || value === undefined || isEmpty(value, from)) continue
    take(from, to, value)
  }
  for (const [to, dictionary] of Object.entries(rules.firstOf ?? {})) {
    const [code, label] = [...(dictionaries.get(dictionary) ?? [])][0] ?? []
    const field = target.fields[to]
    if (!field || field.readOnly || claimed.has(to) || !code || !label) continue
    plan.values[to] = code
    plan.transfers.push({
      sourceField: null,
      from: null,
      to: field.label,
      field: to,
      values: [{ kind: 'text', text: label }],
      adjusted: [{ code: 'first_of_dictionary' }],
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

/**
 * Standard values as the portal takes them back: whole days, Y and N, communication entries without their ids, and texts
 * as long as it keeps them.
 */
function toStandardValue(field: Field, value: Json): { value: Json; adjusted: Reason[] } {
  if (field.name === 'fm') return toEntries(value)
  if (field.type === 'boolean' || field.type === 'char') return { value: toYesNo(value), adjusted: [] }
  if (field.type === 'date') return { value: dayOf(String(value)), adjusted: [] }
  if (typeof value !== 'string') return { value, adjusted: [] }
  const { text, adjusted } = shorten(value, lengthOf(field))
  return { value: text, adjusted }
}

function toEntries(value: Json): { value: Json; adjusted: Reason[] } {
  const entries = toCommunication(value).map((entry) => ({ entry, ...shorten(entry.value, communicationLength) }))
  return {
    value: entries.map(({ entry, text }) => toJson({ ...entry, value: text })),
    adjusted: onlyOnce(entries.flatMap(({ adjusted }) => adjusted)),
  }
}
