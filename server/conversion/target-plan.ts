import type { Bare } from './bare.ts'
import type { Completed } from './complete-client.ts'
import type { LeftBehind, MissingUserField, Transfer } from './preview.ts'
import type { FileField, OptionsToAdd } from './plan.ts'
import type { Start } from './pair-settings.ts'
import type { Reason } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'
import type { RemainingRow } from './remaining.ts'
import type { Child, Item, Json, LegalDetails } from './snapshot.ts'

/** What has been decided before the automatic pairing begins. */
export interface Decided {
  /** Source fields that have been told of. */
  settled: Set<string>
  /** Target fields that the administrator's mapping fills. */
  claimed: ReadonlySet<string>
}

/** What one target would receive from the source, before anybody has chosen anything. */
export interface TargetPlan {
  type: RecordTypeName
  refusal: Reason | null
  values: Bare<Json>
  transfers: Transfer[]
  /** Every row of the source that may travel, by its place in the source. */
  rows: Map<number, RemainingRow>
  /** Earlier records that hold parts of the source: one in a failure stage holds nothing, nor does another offer. */
  earlier: Child[]
  /** Those of them that carry rows of the source, or the amount of a source without rows. */
  holders: Child[]
  /** They carry all of it: what is made now would be empty. */
  exhausted: boolean
  /** The record that is linked instead of making another. */
  reuse: Child | null
  files: FileField[]
  missing: MissingUserField[]
  /** Texts that lists of the target lack and may get. */
  options: OptionsToAdd[]
  leftBehind: LeftBehind[]
  /** Existing clients that may be linked instead, with what each would gain. */
  known: { client: Item; completed: Completed }[]
  details: LegalDetails | null
  start: Start
  /** What an administrator decided and the portal no longer has. */
  notices: Reason[]
}
