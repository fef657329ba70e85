import { bare, type Bare } from './bare.ts'
import type { Choices } from '../contract.ts'
import { toFillValue } from './fill-value.ts'
import type { RecordTypeName } from './record-types.ts'
import { toRequiredField } from './required-fields.ts'
import type { Json, Snapshot } from './snapshot.ts'

/** What a person filled in for one target, as the portal takes it, and the names of fields that do not take it. */
export interface Fills {
  values: Bare<Json>
  refused: string[]
}

/**
 * Converts the filled-in values of one target: only fields it has and lets be written, only values of their kind. Any
 * such field may be filled, since the portal alone knows what its cards require. Pure.
 */
export function fillsOf(snapshot: Snapshot, type: RecordTypeName, fills: Choices['fills']): Fills {
  const fields = snapshot.targets[type]?.fields ?? {}
  const result: Fills = { values: bare(), refused: [] }
  for (const [name, given] of Object.entries(fills[type] ?? {})) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    const value =
      field && !field.readOnly ? toFillValue(toRequiredField(snapshot.dictionaries, type, field), given) : null
    if (value === null) result.refused.push(name)
    else result.values[name] = value
  }
  // An amount somebody typed stands whatever the rows say.
  if ('opportunity' in result.values && Object.hasOwn(fields, 'isManualOpportunity'))
    result.values.isManualOpportunity = 'Y'
  return result
}
