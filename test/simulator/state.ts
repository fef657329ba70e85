/**
 * What the simulated portal remembers, and nothing else: no rules, no wire. Rules stand in `crm/`, methods in
 * `methods/`, the spelling of requests and answers in `wire/`.
 */

import type { App, AuthorizationCode, Grant } from './app-state.ts'
import type { CrmState, SmartType } from './crm-state.ts'
import type { Chat } from './chats.ts'
import type { Clock } from './clock.ts'
import type { Defect } from './defects.ts'
import type { ValueState } from './values/value-rules.ts'

export type { App, Placement } from './app-state.ts'

/** The languages in which this portal's own words, labels and formats exist. */
export const languages = ['de', 'en'] as const
/** A text of the portal in each of them. */
export type Text = Record<(typeof languages)[number], string>
/** The languages people may choose, as Bitrix24 spells them; apps are opened in them, the portal's own words stay English. */
export const readerLanguages = [...languages, 'fr', 'la', 'br', 'it', 'pl', 'ru', 'ua', 'kz'] as const
export type Language = (typeof readerLanguages)[number]

/** The language in which the portal's own words are shown to a reader of this one. */
export function wordsFor(language: Language): keyof Text {
  return language === 'de' ? 'de' : 'en'
}

/** The types every portal has. */
export const typeNames = ['lead', 'deal', 'contact', 'company', 'quote', 'invoice'] as const
export type BuiltInType = (typeof typeNames)[number]
/** A smart process of this portal, by its entityTypeId. */
export type SmartTypeName = `dynamic_${number}`
export type TypeName = BuiltInType | SmartTypeName

/** `own`: only records the person is responsible for. */
type Reach = 'none' | 'own' | 'all'
export interface Permissions {
  read: Reach
  add: Reach
  update: Reach
  delete: Reach
}
export interface TypeRights extends Permissions {
  /** Pipelines for which the role says something else, by id. */
  pipelines?: Record<number, Partial<Permissions>>
}

export interface User {
  id: number
  name: string
  lastName: string
  email: string
  workPosition: string
  language: Language
  gender: 'F' | 'M' | ''
  active: boolean
  /** A guest from outside the company: the universal CRM methods are closed to them. */
  extranet: boolean
  /** The account of an app: no employee, and found by no method. */
  isSystem?: true
  /** Administrator of the portal: may do everything. */
  admin: boolean
  rights: Record<TypeName, TypeRights>
  /** The CRM role's right to change CRM settings (user fields, pipelines). */
  mayConfigureCrm: boolean
  /** Everything else about them, as `user.*` spells it. */
  details: Record<string, unknown>
}

/** A field's value as stored: flags are Y/N, dates `YYYY-MM-DD`, moments ISO 8601 in UTC, ids and amounts numbers. */
export type FieldValue = string | number | null | FieldValue[] | { [key: string]: FieldValue }
export type FieldValues = Record<string, FieldValue>

export interface Multifield {
  id: number
  typeId: string
  valueType: string
  value: string
}

export interface ProductRow {
  id: number
  productId: number
  productName: string
  price: number
  priceExclusive: number
  priceNetto: number
  priceBrutto: number
  quantity: number
  discountTypeId: 1 | 2
  discountRate: number
  discountSum: number
  taxRate: number | null
  taxIncluded: 'Y' | 'N'
  measureCode: number
  measureName: string
  sort: number
}

/** One CRM record. `values` holds standard fields under their camelCase name and user fields under `UF_CRM_…`. */
export interface Item {
  type: TypeName
  id: number
  values: FieldValues
  fm: Multifield[]
  rows: ProductRow[]
}

export interface ListOption {
  id: number
  value: string
  sort: number
  def: 'Y' | 'N'
  xmlId: string
}

export type LabelKind = 'editFormLabel' | 'listColumnLabel' | 'listFilterLabel' | 'errorMessage' | 'helpMessage'

/** Whatever can have user fields. */
export type UserFieldOwner = TypeName | 'requisite' | 'person'

export interface UserField {
  id: number
  type: UserFieldOwner
  fieldName: string
  userTypeId: string
  xmlId: string | null
  sort: number
  multiple: 'Y' | 'N'
  mandatory: 'Y' | 'N'
  showFilter: string
  showInList: 'Y' | 'N'
  editInList: 'Y' | 'N'
  isSearchable: 'Y' | 'N'
  settings: Record<string, unknown>
  labels: Record<LabelKind, Partial<Record<string, string>>>
  options: ListOption[]
}

/** An entry of a dictionary; stages are entries of stage dictionaries. */
export interface Status {
  id: number
  entityId: string
  statusId: string
  name: Text
  /** What the platform called it, whatever it is called now; null for entries people added. */
  nameInit: Text | null
  sort: number
  system: 'Y' | 'N'
  categoryId: number | null
  /** Null where nobody ever chose one. */
  color: string | null
  /** P in progress, S success, F failure; null for dictionaries that are no stages. */
  semantics: 'P' | 'S' | 'F' | null
}

export interface Category {
  id: number
  type: TypeName
  name: Text
  sort: number
  isDefault: boolean
  created: string
  /** Kept by the portal itself: nobody deletes it. */
  isSystem?: boolean
}

/** A part of the company; the one at the top has no parent. */
export interface Department {
  id: number
  name: string
  sort: number
  /** 0 at the top. */
  parent: number
  /** The person who leads it; 0 for nobody. */
  head: number
}

export interface Currency {
  code: string
  amount: number
  amountCount: number
  sort: number
  base: 'Y' | 'N'
  /** `#` stands for the amount. */
  format: string
  name: Text
  /** What somebody set of its spelling, by language. */
  localizations?: Record<string, Record<string, string | null>>
}

export interface ItemRef {
  type: TypeName
  id: number
}

/** A comment written by a person or an app; `text` is BB code as it was sent. */
export interface TimelineComment {
  id: number
  owner: ItemRef
  authorId: number
  text: string
  createdTime: string
  /** What is attached to it. */
  fileIds?: number[]
}

/** What the portal itself writes into a timeline. `basedOn`: the lead a deal was created from. */
export interface TimelineEntry {
  id: number
  owner: ItemRef
  kind: 'created' | 'stage' | 'final'
  authorId: number
  createdTime: string
  basedOn?: ItemRef
  from?: string
  to?: string
}

/** A line of the History tab. */
export interface HistoryEntry {
  id: number
  owner: ItemRef
  kind: 'created' | 'changed' | 'linked' | 'unlinked'
  authorId: number
  createdTime: string
  /** The other side of a link. */
  other?: ItemRef
  field?: string
  before?: FieldValue
  after?: FieldValue
}

export interface PortalState extends CrmState, ValueState {
  /** Tokens, limits and the dates of records go by it. */
  readonly clock: Clock
  readonly memberId: string
  readonly license: string
  origin: string
  authOrigin: string
  /**
   * Whether REST checks required fields when records are added and changed: an administrator's switch, off on a fresh
   * portal. Source: REST facts, section 1.3.
   */
  checksRequiredFields: boolean
  /** What goes wrong on this portal all the time. */
  defects: Set<Defect>
  /** Simple CRM mode: the administrator has switched leads off. Source: crm.settings.mode.get. */
  isSimpleCrm: boolean
  /** Methods that the portal's older modules do not have, in lower case. */
  missingMethods: Set<string>
  /** Places this portal does not have, such as those that its version is too old for. */
  placementsLacking: Set<string>
  /** Language of what belongs to nobody in particular. */
  language: Language
  users: Map<number, User>
  items: Record<TypeName, Map<number, Item>>
  userFields: Map<number, UserField>
  /** Replaced as a whole whenever one of them changes. */
  smartTypes: readonly SmartType[]
  statuses: Status[]
  categories: Category[]
  departments: Map<number, Department>
  currencies: Currency[]
  /** Uploaded files; fields hold their ids, the secret opens the download. */
  files: Map<number, { id: number; name: string; content: Uint8Array; secret: string }>
  comments: Map<number, TimelineComment>
  timeline: TimelineEntry[]
  history: HistoryEntry[]
  chats: Map<number, Chat>
  apps: Map<number, App>
  /** By access token. */
  grants: Map<string, Grant>
  /** By refresh token. */
  refreshes: Map<string, Grant>
  codes: Map<string, AuthorizationCode>
  /** Secret of a webhook → the user it acts for. */
  webhooks: Map<string, { userId: number; scopes: string[] }>
  /** The next id of a kind; ids are never given twice. */
  nextId(kind: string): number
}

/** The record, or undefined when it never existed or was deleted. */
export function findItem(state: PortalState, ref: ItemRef): Item | undefined {
  return itemsOf(state, ref.type).get(ref.id)
}

/** The records of a type by id. */
export function itemsOf(state: PortalState, type: TypeName): Map<number, Item> {
  return (state.items[type] ??= new Map())
}

/** A text in a person's language. */
export function inLanguage(text: Partial<Record<string, string>>, language: Language): string {
  return text[language] ?? text.en ?? Object.values(text)[0] ?? ''
}
