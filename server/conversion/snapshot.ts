import type { Pipeline } from './preview.ts'
import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'

/** A value as the portal's REST interface carries it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A record's values by field name; user fields under their original names (`UF_CRM_…`). */
export type Item = Record<string, Json>

/** What crm.item.fields tells about a field, in the language of the person who asks. */
export interface Field {
  name: string
  type: string
  multiple: boolean
  readOnly: boolean
  isUserField: boolean
  /** For user fields the edit-form label, else the list label; empty when the field has none. */
  label: string
  /** Dictionary behind a `crm_status` field. */
  dictionary: string | null
  /** Options of a list field in their order. */
  options: Option[]
}

export interface Option {
  id: number
  text: string
}

export type Fields = Record<string, Field>

/** One product row in our spelling; numbers stay as the portal sent them. */
export interface ProductRow {
  productId: number
  productName: string
  price: number
  quantity: number
  discountTypeId: number
  discountRate: number
  discountSum: number
  taxRate: number | null
  taxIncluded: 'Y' | 'N'
  measureCode: number | null
  measureName: string
  sort: number
}

/** A record of a target type that was made from the source before. */
export interface Child {
  id: number
  title: string
  /** Empty for types without rows. */
  rows: ProductRow[]
}

/** What a person chose last time, per type of source. */
export type Remembered = Partial<
  Record<SourceTypeName, { targets: RecordTypeName[]; pipelines: Partial<Record<RecordTypeName, number>> }>
>

export interface TargetSnapshot {
  access: 'readable' | 'denied' | 'unavailable'
  fields: Fields
  pipelines: Pipeline[]
  mayAddUserFields: boolean
  /** Oldest first; only those the person may see. */
  children: Child[]
}

/** Everything a plan is made from, read in one go; planning asks the portal nothing more. */
export interface Snapshot {
  source: { type: SourceTypeName; id: number; item: Item; fields: Fields; rows: ProductRow[] }
  targets: Partial<Record<RecordTypeName, TargetSnapshot>>
  /** Texts of dictionary entries: dictionary → code → text. */
  dictionaries: Record<string, Record<string, string>>
  /** Names of people and clients the record mentions, by kind and id. */
  names: { user: Record<string, string>; company: Record<string, string>; contact: Record<string, string> }
  remembered: Remembered
  /** Two letters: the language of what everybody on the portal reads. */
  portalLanguage: string
}
