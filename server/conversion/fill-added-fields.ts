import { bare } from './bare.ts'
import { isEmpty } from './empty.ts'
import type { Creation } from './plan.ts'
import type { Field } from './snapshot.ts'
import { isTurned } from './type-conversions.ts'
import { toUserFieldValue } from './user-field-value.ts'
import { hasWorld } from './worlds.ts'

/** Puts the values of ticked user fields into their new fields: option ids exist only once the field does. Pure. */
export function fillAddedFields(creation: Creation, added: ReadonlyMap<string, Field>): Creation {
  const fields: Creation['fields'] = bare(Object.entries(creation.fields))
  const files = [...creation.files]
  for (const { source, value } of creation.userFields) {
    const target = added.get(source.name)
    if (!target || value === null || isEmpty(value, source)) continue
    if (source.type === 'file') {
      files.push({ source: source.name, target: target.name, label: source.label, multiple: target.multiple })
      continue
    }
    // The new field has the settings of its source, so it points into the same world even where the portal tells none.
    if (hasWorld(source.type) && !target.settings) {
      fields[target.name] = value
      continue
    }
    // Plans of an earlier version know no settings.
    const told = { ...source, settings: source.settings ?? target.settings }
    const converted = toUserFieldValue(told, target, value)
    if (isTurned(converted)) fields[target.name] = converted.value
  }
  return { ...creation, fields, files }
}
