import type { LeftBehind, MissingUserField, Transfer } from './preview.ts'
import type { Reason } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'
import type { Json, ProductRow } from './snapshot.ts'

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
