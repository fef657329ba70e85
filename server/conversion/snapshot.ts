import type { Bare } from './bare.ts'
import type { FieldSettings } from './field-settings.ts'
import type { Mapping } from './mapping.ts'
import type { Pipeline } from './preview.ts'
import type { Reason } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'
import type { Settings } from './settings.ts'
import type { SmartTypes } from './smart-types.ts'

/** A value as the portal's REST interface carries it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A record's values by field name; user fields under their original names (`UF_CRM_…`). */
export type Item = Bare<Json>

/** What crm.item.fields tells about a field, in the language of the person who asks. */
export interface Field {
  name: string
  type: string
  multiple: boolean
  readOnly: boolean
  /** The portal marks it as mandatory; whether REST checks that is a switch of the portal, off by default. */
  required: boolean
  /** Left empty, the portal fills it by itself; known of user fields only. */
  hasDefault: boolean
  isUserField: boolean
  /** For user fields the edit-form label, else the list label; empty when the field has none. */
  label: string
  /** Dictionary behind a `crm_status` field. */
  dictionary: string | null
  /** Options of a list field in their order. */
  options: Option[]
  /** Of user fields; absent where the portal tells none. */
  settings?: FieldSettings
}

export interface Option {
  id: number
  text: string
}

export type Fields = Bare<Field>

/** One product row in our spelling; numbers stay as the portal sent them. */
export interface ProductRow {
  /** Of the row in its record; absent where the portal does not tell, and in rows that were written down before. */
  id?: number
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
  /** In a stage that means failure, so that it holds nothing of the source any more. */
  failed?: true
  /** What it amounts to; absent where the portal tells none. */
  money?: { amount: string; currency: string }
  /** What a conversion has written into it; absent where the journal knows nothing of it. */
  recorded?: RecordedRow[]
}

/** A row as a conversion wrote it, and the place it had in the source. */
export interface RecordedRow {
  row: ProductRow
  place: number
}

/** What a person chose last time, per type of source. */
export type Remembered = Partial<
  Record<SourceTypeName, { targets: RecordTypeName[]; pipelines: Partial<Record<RecordTypeName, number>> }>
>

export interface TargetSnapshot {
  access: 'readable' | 'denied' | 'unavailable'
  fields: Fields
  /** Null where the type has none to choose from; empty where the person sees none. */
  pipelines: Pipeline[] | null
  mayAddUserFields: boolean
  /** Oldest first; only those the person may see. */
  children: Child[]
  known: Known
  /** What the portal holds more of than is read. */
  notices: Reason[]
}

/** Records that share a phone or an e-mail with the source, the most likely first, and what to know about the search. */
export interface Known {
  clients: Item[]
  notices: Reason[]
}

/** Whose legal details and which bank accounts a record is billed with; 0 is none. */
export interface LegalDetails {
  requisiteId: number
  bankDetailId: number
  ownRequisiteId: number
  ownBankDetailId: number
}

/** One address as crm.address.* carries it: `TYPE_ID`, `ADDRESS_1`, `CITY`, …; only what is filled. */
export type Address = Record<string, string>

/** What a record knows beyond its fields for invoices and letters. */
export interface Legal {
  details: LegalDetails | null
  /** How a person knows each of them; what could not be read is missing. */
  names: Partial<Record<keyof LegalDetails, string>>
  /** The own company that owns the own requisite; null when unknown. */
  ownCompanyId: number | null
  addresses: Address[]
  /** Active templates of requisites in the portal's order. */
  presets: { id: number; name: string; xmlId: string }[]
}

/** Entries of a source's timeline of one kind: the newest ids, as many as are carried, and how many there are. */
export interface HistoryEntries {
  ids: number[]
  total: number
}

/** What happened around a source; null for a kind the portal did not show. */
export interface History {
  activities: HistoryEntries | null
  comments: HistoryEntries | null
}

/** What the administrator has decided, and for whom it is read. */
export interface Ruling {
  settings: Settings
  /** Counts the settings: another one means that somebody has decided anew. */
  version: number
  /** The exceptions to the automatic pairing, per target; a target nobody has made any for is absent. */
  mappings: Partial<Record<RecordTypeName, Mapping>>
  /** Who converts. */
  actorId: number
  /** The installer's right to create fields, where everybody may use it; `lost`: the portal no longer takes it. */
  lentRight: 'none' | 'ready' | 'lost'
}

/** Texts of dictionary entries in the portal's order: dictionary → code → text. */
export type Dictionaries = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What people or clients are called, by their id as text. */
export type NamesById = ReadonlyMap<string, string>

/** Everything a plan is made from, read in one go; planning asks the portal nothing more. */
export interface Snapshot {
  source: { type: SourceTypeName; id: number; item: Item; fields: Fields; rows: ProductRow[]; legal: Legal }
  /** The scheme's targets, and those the portal relates to the source. */
  targets: Partial<Record<RecordTypeName, TargetSnapshot>>
  history: History
  /** The smart processes among source and targets. */
  smartTypes: SmartTypes
  dictionaries: Dictionaries
  /** Names of people and clients the record mentions, by kind and id. */
  names: { user: NamesById; company: NamesById; contact: NamesById }
  /** Ids of the people the source names who no longer work here. */
  dismissed: string[]
  ruling: Ruling
  /** Names of the people whom rules put in charge, as far as they are at work, by id. */
  staff: NamesById
  /** What the portal holds more of than is read. */
  notices: Reason[]
  remembered: Remembered
  /** Two letters: the language of what everybody on the portal reads. */
  portalLanguage: string
}
