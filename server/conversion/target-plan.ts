import { isEmpty } from './empty.ts'
import { createdLinks, listLinks, origins, ownValues, rulesFor, shadows } from './field-rules.ts'
import type { LeftBehind, MissingUserField, Transfer } from './preview.ts'
import { isCarried } from './product-rows.ts'
import type { Reason } from './reasons.ts'
import { recordType, type RecordTypeName } from './record-types.ts'
import { toShown } from './shown.ts'
import type { Field, Json, ProductRow, Snapshot, TargetSnapshot } from './snapshot.ts'
import { isAddable, matchUserFields } from './user-fields.ts'
import { toUserFieldValue, toYesNo } from './user-field-value.ts'

/** What one target would receive from the source, before anybody has chosen anything. */
export interface TargetPlan {
  type: RecordTypeName
  refusal: Reason | null
  values: Record<string, Json>
  transfers: Transfer[]
  rows: ProductRow[]
  missing: MissingUserField[]
  leftBehind: LeftBehind[]
}

/** Decides what travels to one target type: pure, from what was read and the tables alone. */
export function planTarget(snapshot: Snapshot, type: RecordTypeName): TargetPlan {
  const target = snapshot.targets[type]
  const refusal = refuseTarget(snapshot, type, target)
  const plan: TargetPlan = { type, refusal, values: {}, transfers: [], rows: [], missing: [], leftBehind: [] }
  if (!target || target.access !== 'readable') return plan

  const settled = new Set<string>()
  planLinks(snapshot, target, plan, settled)
  planStandardFields(snapshot, target, plan, settled)
  planUserFields(snapshot, target, plan)
  planRows(snapshot, plan)
  planOmissions(snapshot, target, plan, settled)
  return plan
}

function refuseTarget(snapshot: Snapshot, type: RecordTypeName, target: TargetSnapshot | undefined): Reason | null {
  const { source } = snapshot
  if (!target || target.access === 'unavailable') return { code: 'type_unavailable' }
  if (target.access === 'denied') return { code: 'type_denied' }
  const origin = origins[source.type]?.[type]
  const from = origin && source.item[origin.field]
  if (origin && from && !isEmpty(from)) return { code: origin.reason, details: { id: String(from) } }
  // A known client's lead gives only a deal: its contact and company exist already.
  if (source.type === 'lead' && type !== 'deal' && toYesNo(source.item.isReturnCustomer ?? 'N') === 'Y')
    return { code: 'returning_customer' }
  if (recordType(type).hasPipelines && target.pipelines.length === 0) return { code: 'no_pipeline' }
  return null
}

function planLinks({ source }: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  for (const [to, from] of Object.entries(rulesFor(source.type, plan.type).links)) {
    const value = from === 'id' ? source.id : source.item[from]
    const field = target.fields[to]
    if (!field || field.readOnly || value === undefined || isEmpty(value)) continue
    plan.values[to] = listLinks.has(to) && !Array.isArray(value) ? [value] : value
    settled.add(from)
  }
}

function planStandardFields(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  const { source, dictionaries } = snapshot
  const rules = rulesFor(source.type, plan.type)
  const names = rules.copy === 'same' ? sameNames(snapshot, target, plan) : rules.copy

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
function sameNames({ source }: Snapshot, target: TargetSnapshot, plan: TargetPlan): string[] {
  return Object.values(source.fields)
    .filter(
      ({ name, isUserField }) => !isUserField && !ownValues.has(name) && !shadows.has(name) && !(name in plan.values),
    )
    .filter(({ name }) => target.fields[name] && !target.fields[name].readOnly)
    .map(({ name }) => name)
}

/** Standard values as the portal takes them back: whole days, Y and N, communication entries without their ids. */
function toStandardValue(field: Field, value: Json): Json {
  if (field.name === 'fm') return withoutIds(value).filter((entry) => !isChatLink(entry))
  if (field.type === 'boolean' || field.type === 'char') return toYesNo(value)
  if (field.type === 'date') return String(value).slice(0, 10)
  return value
}

function withoutIds(value: Json): Json[] {
  const entries = Array.isArray(value) ? value : Object.values(value ?? {})
  return entries.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return []
    return [{ typeId: entry.typeId ?? '', valueType: entry.valueType ?? '', value: entry.value ?? '' }]
  })
}

/** Open-channel addresses (`imol|…`) bind chats; on a second record they would pull the chat along. */
function isChatLink(entry: Json): boolean {
  return /^imol\|/i.test(String((entry as { value?: Json }).value ?? ''))
}

function planUserFields(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan): void {
  const { source } = snapshot
  const partners = matchUserFields(source.fields, target.fields)
  for (const field of Object.values(source.fields)) {
    const value = source.item[field.name]
    if (!field.isUserField) continue
    const partner = partners.get(field.name)
    const filled = value !== undefined && !isEmpty(value, field)
    const values = filled ? toShown(snapshot, field, value) : []
    const leave = (reason: Reason): void => {
      if (filled) plan.leftBehind.push({ field: field.name, label: field.label || field.name, values, reason })
    }
    if (partner && partner.readOnly) leave({ code: 'target_read_only' })
    else if (partner) {
      if (!filled) continue
      const converted = toUserFieldValue(field, partner, value)
      if ('leftBehind' in converted) leave(converted.leftBehind)
      else {
        plan.values[partner.name] = converted.value
        plan.transfers.push({
          sourceField: field.name,
          from: field.label,
          to: partner.label,
          field: partner.name,
          values: toShown(snapshot, partner, converted.value),
          adjusted: converted.adjusted,
        })
      }
    } else if (field.label === '') leave({ code: 'user_field_unlabelled' })
    else if (!isAddable(field)) leave({ code: 'user_field_not_addable' })
    else {
      plan.missing.push({
        field: field.name,
        label: field.label,
        type: field.type,
        multiple: field.multiple,
        optionCount: field.type === 'enumeration' ? field.options.length : null,
        values,
      })
      leave({ code: 'user_field_missing' })
    }
  }
}

function planRows({ source }: Snapshot, plan: TargetPlan): void {
  const carries = rulesFor(source.type, plan.type).rows
  plan.rows = carries ? source.rows.filter(isCarried) : []
  for (const row of source.rows) {
    const values = [{ kind: 'text', text: row.productName } as const]
    if (!carries)
      plan.leftBehind.push({
        field: 'productRows',
        label: row.productName,
        values,
        reason: { code: 'rows_not_carried' },
      })
    else if (!isCarried(row))
      plan.leftBehind.push({
        field: 'productRows',
        label: row.productName,
        values,
        reason: { code: 'row_without_quantity' },
      })
  }
}

/** Names every filled standard field that nothing above has taken, with its reason. */
function planOmissions(snapshot: Snapshot, target: TargetSnapshot, plan: TargetPlan, settled: Set<string>): void {
  const { source } = snapshot
  const filledByCreation = Object.keys(createdLinks[plan.type] ?? {})
  for (const field of Object.values(source.fields)) {
    const value = source.item[field.name]
    // What the portal computes (read-only) or says twice is nobody's loss.
    if (field.isUserField || field.readOnly || shadows.has(field.name) || value === undefined) continue
    if (field.name === 'fm' && planChatLinks(snapshot, field, plan)) continue
    if (settled.has(field.name) || filledByCreation.includes(field.name) || isEmpty(value, field)) continue
    const counterpart = target.fields[field.name]
    const reason: Reason = !counterpart
      ? { code: 'no_counterpart' }
      : counterpart.readOnly
        ? { code: 'target_read_only' }
        : { code: 'own_value' }
    plan.leftBehind.push({ field: field.name, label: field.label, values: toShown(snapshot, field, value), reason })
  }
}

/** Names open-channel addresses as staying behind; true when there is nothing else among the communication entries. */
function planChatLinks(snapshot: Snapshot, field: Field, plan: TargetPlan): boolean {
  const entries = withoutIds(snapshot.source.item.fm ?? [])
  const chats = entries.filter(isChatLink)
  if (chats.length === 0) return false
  const values = toShown(snapshot, field, chats)
  plan.leftBehind.push({ field: 'fm', label: field.label, values, reason: { code: 'chat_link' } })
  return chats.length === entries.length
}
