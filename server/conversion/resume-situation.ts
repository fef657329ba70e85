import type { CreatedRecord, Step } from './outcome.ts'
import type { RecordTypeName } from './record-types.ts'
import type { RowsNow } from './rows-taken.ts'
import type { Item } from './snapshot.ts'

/** What stands in a record that was to get product rows: none yet, the planned ones, or others. */
export type FoundRows = 'none' | 'planned' | 'others'

/** How things stand when somebody carries on with a conversion. */
export interface ResumeSituation {
  source: Item
  /** The created records as they are now. */
  items: Partial<Record<RecordTypeName, Item>>
  /** Records that were made and that somebody has deleted since. */
  gone: readonly CreatedRecord[]
  /** Only of records whose rows nobody has proven yet. */
  rows: Partial<Record<RecordTypeName, FoundRows>>
  /** Records that have other legal details than the planned ones. */
  otherDetails: ReadonlySet<RecordTypeName>
  /** Records that somebody has changed since they were made. */
  touched: ReadonlySet<RecordTypeName>
  /** What is not written, since the journal does not keep texts as long as that. */
  leftOut: readonly Step[]
  /** Of types whose rows are still to be written: what the source holds now, and what other records carry of it. */
  rowsNow: Partial<Record<RecordTypeName, RowsNow>>
  /** A later conversion of the same source has made something of the same kind. */
  isOvertaken: boolean
}
