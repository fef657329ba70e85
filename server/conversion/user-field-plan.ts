import { isEmpty } from './empty.ts'
import { toMappedValue } from './mapped-value.ts'
import { missingOptions } from './missing-options.ts'
import { planFiles } from './plan-files.ts'
import { leaveClaimed } from './plan-mapping.ts'
import type { Reason } from './reasons.ts'
import { toShown } from './shown.ts'
import type { Snapshot, TargetSnapshot } from './snapshot.ts'
import type { Decided, TargetPlan } from './target-plan.ts'
import { isTurned } from './type-conversions.ts'
import { isAddable, matchUserFields } from './user-fields.ts'

/** Carries user fields into their partners, and lists those the target lacks. */
export function planUserFields(
  snapshot: Snapshot,
  target: TargetSnapshot,
  plan: TargetPlan,
  { settled, claimed }: Decided,
): void {
  const { source, dictionaries } = snapshot
  const partners = matchUserFields(source.fields, target.fields)
  for (const field of Object.values(source.fields)) {
    const value = source.item[field.name]
    if (!field.isUserField || settled.has(field.name)) continue
    const partner = partners.get(field.name)
    const filled = value !== undefined && !isEmpty(value, field)
    const values = filled ? toShown(snapshot, field, value) : []
    const leave = (reason: Reason): void => {
      if (filled) plan.leftBehind.push({ field: field.name, label: field.label || field.name, values, reason })
    }
    if (partner && claimed.has(partner.name)) {
      if (filled) leaveClaimed(snapshot, plan, field, value, partner)
    } else if (partner && partner.readOnly) leave({ code: 'target_read_only' })
    else if (partner) {
      if (!filled) continue
      if (field.type === 'file') {
        planFiles(field, partner, value, plan)
        continue
      }
      const texts = missingOptions(field, partner, value)
      if (texts.length > 0) plan.options.push({ source: field, target: partner, value, texts })
      const currency = String(source.item.currencyId ?? '')
      const converted = toMappedValue(dictionaries, field, partner, value, currency)
      if (!isTurned(converted)) leave(converted.leftBehind)
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
