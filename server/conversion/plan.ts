import type { Bare } from './bare.ts'
import type { HistoryToBind } from './history.ts'
import type { Marker } from './marker.ts'
import type { CreatedRecord } from './outcome.ts'
import type { RecordTypeName } from './record-types.ts'
import type { GoodsQuantity } from './rows-taken.ts'
import type { SourceTypeName } from './schemes.ts'
import type { SmartTypes } from './smart-types.ts'
import type { Address, Field, Item, Json, LegalDetails, ProductRow } from './snapshot.ts'

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

/** Texts to be added to a list of the target first, and the value that then goes into it. */
export interface OptionsToAdd {
  source: Field
  target: Field
  value: Json
  texts: string[]
}

/** Names of a file field in the source and in the target, and what people call it. */
export interface FileField {
  source: string
  target: string
  label: string
  multiple: boolean
}

/** One record a plan makes. */
export interface Creation {
  type: RecordTypeName
  title: string
  userFields: UserFieldToAdd[]
  options: OptionsToAdd[]
  fields: Bare<PlannedValue>
  rows: ProductRow[]
  /** What of these goes beyond what was left of the source; the person chose it so. */
  beyond?: GoodsQuantity[]
  /** Set where the record exists and gets no rows any more: the amount it was made with is taken back. */
  resetsAmount?: true
  /** Place in the source of each row, by which later conversions know what is left; absent in older plans. */
  places?: number[]
  /** File fields whose files are uploaded anew once the record exists. */
  files: FileField[]
  /** By which fields the record can be found when the answer to its creation is lost; null: by source, creator, title. */
  marker: Marker | null
  /** Records of this type that came from the same source before: those are not it. */
  before: number[]
  /** What must read back afterwards; null for types without an amount. */
  expected: { amount: string; currency: string; tax?: string } | null
}

/** An existing client that is linked, and the empty fields of it that are filled. */
export interface Completion {
  type: RecordTypeName
  id: number
  /** When the client was last changed before it was read; one that changed since is not touched. */
  updatedTime: string
  /** Only fields that were empty; `fm` holds entries to be added. */
  fields: Bare<PlannedValue>
  /** What stood in these fields before, for taking it back. */
  before: Item
}

/** The address of the source as legal details of a client that the plan makes. */
export interface AddressCreation {
  client: RecordTypeName
  template: { id: number; name: string }
  addresses: Address[]
}

/** All that a conversion will write, in the order in which the records need each other. */
export interface Plan {
  version: 1
  source: { type: SourceTypeName; id: number; title: string; updatedTime: string }
  creations: Creation[]
  /** Records that exist already and are linked instead of made again. */
  reused: CreatedRecord[]
  /** Written once everything else exists. */
  completions: Completion[]
  /** Legal details and bank accounts that new records keep. */
  details: { type: RecordTypeName; ids: LegalDetails }[]
  address: AddressCreation | null
  /** What is set on the source after everything else has succeeded; null when it stays as it is. */
  closing: Record<string, PlannedValue> | null
  /** What is shown in the new cards too; what a type does not take is left out when it is bound. */
  history: HistoryToBind
  /** What the source held in the fields that closing sets, to be restored when the conversion is undone. */
  before: Record<string, Json>
  portalLanguage: string
  /** By whose right missing user fields and options are created. */
  fieldRight: 'person' | 'installer'
  /** Version of the mapping each target was planned by; a target without one has none. */
  mappingVersions: Partial<Record<RecordTypeName, number>>
  /** What the portal says about the smart processes the plan speaks of. */
  smartTypes: SmartTypes
}
