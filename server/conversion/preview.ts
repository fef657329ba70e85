import type { FillLimits } from './fill-limits.ts'
import type { TypedAmount } from './planned-money.ts'
import type { Reason } from './reasons.ts'
import type { RecordTypeName } from './record-types.ts'
import type { SourceTypeName } from './schemes.ts'
import type { SmartTypeName } from './smart-types.ts'
import type { LegalDetails } from './snapshot.ts'

/** A value as a person reads it; numbers and dates stay data so that the reader's own language formats them. */
export type Shown =
  | { kind: 'text'; text: string; cut?: true } // cut: the value is longer than what is shown of it
  | { kind: 'number'; number: string }
  | { kind: 'money'; amount: string; currency: string }
  | { kind: 'date'; date: string } // YYYY-MM-DD
  | { kind: 'datetime'; datetime: string } // ISO 8601 with offset
  | { kind: 'yesNo'; yes: boolean }
  | { kind: 'files'; count: number }
  | { kind: 'more'; count: number } // so many further values, which are not shown

/** A field that will be set on the target. */
export interface Transfer {
  /** Name of the source's field; null for a link or a default. A field that travels to one chosen target is not left behind by another. */
  sourceField: string | null
  /** Label in the source, null for values that do not come from a field of it (a link, a default). */
  from: string | null
  to: string
  /** Name of the target's field: `title`, `UF_CRM_…`. */
  field: string
  values: Shown[]
  /** Every way in which the value changes; empty: it travels as it is. */
  adjusted: Reason[]
  /** The administrator's mapping sent it here, not the automatic pairing. */
  mapped?: true
}

/** A filled source field that does not travel, and why. */
export interface LeftBehind {
  /** Name of the source's field. */
  field: string
  label: string
  values: Shown[]
  reason: Reason
}

/** A user field the target lacks and the person may have created. */
export interface MissingUserField {
  /** Name in the source; the key of a person's tick. */
  field: string
  label: string
  /** The portal's user-field type: `string`, `enumeration`, `date`, … */
  type: string
  multiple: boolean
  /** Number of options of a list field, else null. */
  optionCount: number | null
  values: Shown[]
}

/** How a person fills a field in. */
export type FillInput =
  'text' | 'longText' | 'integer' | 'number' | 'money' | 'date' | 'datetime' | 'yesNo' | 'choice' | 'url' | 'person'

/** A field of the target that the portal wants filled and the plan leaves empty. */
export interface RequiredField {
  /** Name in the target; the key of a person's answer. */
  field: string
  label: string
  /** The portal's own type: `string`, `enumeration`, `crm_status`, … */
  type: string
  /** Null: it cannot be filled in here (files, links to other records); whether it may stay empty decides the portal. */
  input: FillInput | null
  multiple: boolean
  isUserField: boolean
  /** What can be chosen: list options by their id, dictionary entries by their code. */
  options: { value: string; text: string }[]
  /** How many further ones are not shown. */
  moreOptions?: number
  /** Not null: a record made in the same conversion fills it. */
  filledBy: RecordTypeName | null
  /** Absent: anything of its kind fits. */
  limits?: FillLimits
}

/** Values for which a list of the target has no option, and the person may have them added. */
export interface MissingOptions {
  /** Name of the source's field; with a text the key of a person's tick. */
  field: string
  /** Label in the source. */
  label: string
  /** Label and name of the target's list. */
  to: string
  list: string
  texts: string[]
}

/** One product row; amounts and quantities are decimal strings. */
export interface RowPreview {
  /** Place of the row in the source; the key of a person's choice. */
  index: number
  name: string
  /** Quantity in the source. */
  sourceQuantity: string
  /** What earlier records of this type, made from the same source, already carry. */
  converted: string
  /** What will be written unless the person chooses otherwise: what is left, `0` when nothing is. */
  quantity: string
  measure: string
  price: string
  /** Discount per unit as a readable number, null without discount. */
  discount: { kind: 'percent' | 'amount'; value: string } | null
  /** Tax in percent, null without tax. */
  taxRate: string | null
  taxIncluded: boolean
  /** Sum of the quantity that will be written. */
  sum: string
}

export interface Pipeline {
  id: number
  name: string
  isDefault: boolean
}

/** How many entries of each list a page does not get; only there where something is missing. */
export interface NotShown {
  /** Of those that travel and those that do not together. */
  fields: number
  rows: number
  missingUserFields: number
  missingOptions: number
  required: number
  pipelines: number
  known: number
}

/** All that choosing one target would do. */
export interface TargetPreview {
  type: RecordTypeName
  /** Not null: this target cannot be chosen, and why. */
  refusal: Reason | null
  transfers: Transfer[]
  rows: RowPreview[]
  /** Sum of the rows, or the amount by hand; null for types without an amount. */
  total: { amount: string; currency: string; manual: boolean; typed?: TypedAmount } | null
  missingUserFields: MissingUserField[]
  missingOptions: MissingOptions[]
  /** Not null: neither missing user fields nor options can be created by this person, and why. */
  userFieldsRefusal: Reason | null
  /** They are created by the right of the administrator who installed the app. */
  fieldsByInstaller: boolean
  leftBehind: LeftBehind[]
  /** Asked for before anything is written. */
  required: RequiredField[]
  /** Comments of the source can be shown in these cards; activities always can. */
  takesComments: boolean
  /** More than one: the person chooses before anything is written. */
  pipelines: Pipeline[]
  /** Where it starts by the administrator's rule; the stage holds in that pipeline only. */
  start: { pipeline: number | null; always: boolean; stage: string | null }
  /** In charge of it unless the person names somebody else; null: nobody. */
  responsible: { id: number; name: string } | null
  /** What an administrator decided and the portal no longer has. */
  notices: Reason[]
  /** How many of this type were made from the source before. */
  earlier: number
  /** Those that carry rows or the amount of the source, the oldest first. */
  holders: { id: number; title: string; path: string }[]
  /** They carry everything: the person decides whether it is carried once more, or nothing. */
  exhausted: boolean
  /** A record of this type that the source already has: it is linked, and no second one is made. */
  reuse: { id: number; title: string; path: string } | null
  /** Existing records that may be linked instead of making another; the person chooses. */
  known: KnownClient[]
  /** What to know about the search for them. */
  knownNotices: Reason[]
  /** Legal details and bank accounts the new record keeps. */
  legal: LegalPreview[]
  notShown?: NotShown
}

/** An existing client that shares a phone or an e-mail with the source. */
export interface KnownClient {
  id: number
  title: string
  path: string
  /** The entries it shares with the source, else its first ones. */
  reachedBy: string[]
  responsible: string | null
  /** ISO 8601 with offset, null when the portal does not tell. */
  lastActivity: string | null
  /** First and last name both differ from the source's: perhaps another person with the same phone. */
  otherName: boolean
  /** What linking it fills in, and what it does not take over. */
  transfers: Transfer[]
  leftBehind: LeftBehind[]
}

/** One of the details a record is billed with, as a person knows it. */
export interface LegalPreview {
  what: keyof LegalDetails
  text: string
}

/** What becomes of the source's own address. */
export interface AddressPreview {
  lines: string[]
  /** The first of these that is made anew gets it as its legal details. */
  takers: RecordTypeName[]
  /** Why it stays behind when none of them is. */
  reason: Reason
}

/** How many entries of a kind will be shown in the new cards, and how many there are. */
interface HistoryCount {
  carried: number
  total: number
}

/** The source's timeline; null for a kind that could not be read. */
export interface HistoryPreview {
  activities: HistoryCount | null
  comments: HistoryCount | null
}

/** Everything a person sees before deciding; nothing has been written when this exists. */
export interface Preview {
  /** Stands for all that was read; a conversion names it, and a record that changed meanwhile does not match it. */
  fingerprint: string
  /** Version of the mapping each target was planned by. */
  mappingVersions: Partial<Record<RecordTypeName, number>>
  source: {
    type: SourceTypeName
    id: number
    title: string
    total: { amount: string; currency: string } | null
    clients: string[]
    responsible: { id: number; name: string } | null
    notices: Reason[]
    address: AddressPreview | null
  }
  history: HistoryPreview
  /** Several targets at once (lead) or exactly one. */
  combine: boolean
  preselected: RecordTypeName[]
  /** What this person chose last time from this type of source; null before the first time. */
  remembered: { targets: RecordTypeName[]; pipelines: Partial<Record<RecordTypeName, number>> } | null
  targets: TargetPreview[]
  /** How many targets, and clients of the source, a page does not get. */
  notShown?: { targets: number; clients: number }
  /** The portal's own names of the smart processes among source and targets. */
  typeNames: Partial<Record<SmartTypeName, string>>
}
