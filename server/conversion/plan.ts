import type { CreatedRecord } from './outcome.ts'
import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'
import type { Field, Json, ProductRow } from './snapshot.ts'

/** Stands for the id of a record that the same plan creates. */
export interface CreatedAs {
  createdAs: RecordTypeName
}
export type PlannedValue = Json | CreatedAs | (Json | CreatedAs)[]

/** A user field to be created on the target first, and the value that goes into it. */
export interface UserFieldToAdd {
  source: Field
  value: Json | null
}

/** Names of a file field in the source and in the target. */
export interface FileField {
  source: string
  target: string
  multiple: boolean
}

/** One record a plan makes. */
export interface Creation {
  type: RecordTypeName
  title: string
  userFields: UserFieldToAdd[]
  fields: Record<string, PlannedValue>
  rows: ProductRow[]
  /** File fields whose files are uploaded anew once the record exists. */
  files: FileField[]
  /** What must read back afterwards; null for types without an amount. */
  expected: { amount: string; currency: string } | null
}

/** All that a conversion will write, in the order in which the records need each other. */
export interface Plan {
  version: 1
  source: { type: SourceTypeName; id: number; title: string; updatedTime: string }
  creations: Creation[]
  /** Records that exist already and are linked instead of made again. */
  reused: CreatedRecord[]
  /** What is set on the source after everything else has succeeded; null when it stays as it is. */
  closing: Record<string, PlannedValue> | null
  portalLanguage: string
}
