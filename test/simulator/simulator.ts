import type { RequestHandler } from 'msw'
import type { Chat, ChatToOpen } from './chats.ts'
import type { PlacedRobot, RequiredField, SmartType } from './crm-state.ts'
import type { SmartTypeToAdd } from './crm/smart-type-store.ts'
import type { StageToAdd } from './crm/stages.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './fault-orders.ts'
import type { LimitLevel, Limits, LimitSettings } from './limits.ts'
import type {
  App,
  BuiltInType,
  Category,
  FieldValues,
  Item,
  ItemRef,
  Language,
  PortalState,
  Text,
  TypeName,
  TypeRights,
  User,
  UserField,
} from './state.ts'
import type { SystemUserDoor } from './system-user.ts'
import type { ValueRules } from './values/value-rules.ts'

/** Where a simulated portal lives and what it starts with. */
export interface SimulatorOptions {
  seed?: 'demo' | 'empty'
  origin?: string
  authOrigin?: string
  memberId?: string
  clientId?: string
  clientSecret?: string
  /** How long every request takes, in milliseconds. */
  latencyMs?: number
  /** Rate, operating time and the end after 60 seconds; all off unless told otherwise. */
  limits?: Partial<LimitSettings> | LimitLevel
  /** The machine's clock unless told otherwise; `stillClock()` lets tests run through hours. */
  clock?: Clock
  /** How values are taken that may be wrong: the strictest way the documentation allows unless told otherwise. */
  valueRules?: Partial<ValueRules>
}

export interface AppToInstall {
  handlerUrl: string
  installerUrl?: string
  /** Of an app without pages: the address that hears of the installation at once, by the event alone. */
  callbackUrl?: string
  title?: Record<string, string>
  scopes: string[]
}

export interface FrameToOpen {
  userId: number
  url?: string
  placement?: string
  placementOptions?: Record<string, unknown>
  language?: string
}

export interface FrameForm {
  /** The app's address with DOMAIN, PROTOCOL, LANG and APP_SID in its query. */
  action: string
  appSid: string
  fields: Record<string, string>
}

export interface UserToAdd {
  name: string
  lastName?: string
  email?: string
  workPosition?: string
  gender?: 'F' | 'M'
  language?: Language
  extranet?: boolean
  admin?: boolean
  mayConfigureCrm?: boolean
  /** Rights that differ from "everything". */
  rights?: Partial<Record<TypeName, Partial<TypeRights>>>
}

export interface UserFieldToAdd {
  fieldName: string
  userTypeId: string
  label: Partial<Record<string, string>> | string
  multiple?: boolean
  mandatory?: boolean
  settings?: Record<string, unknown>
  /** Texts of a list field's options, in order. */
  options?: (string | { value: string; def?: boolean; xmlId?: string })[]
  sort?: number
  xmlId?: string
}

export interface RowToSet {
  productId?: number
  productName?: string
  price: number
  quantity?: number
  discountTypeId?: 1 | 2
  discountRate?: number
  discountSum?: number
  taxRate?: number | null
  taxIncluded?: 'Y' | 'N'
  measureCode?: number
  measureName?: string
  sort?: number
}

export interface PipelineToAdd {
  name: Text | string
  stages?: StageToAdd[]
  /** Kept by the portal itself, as those of suppliers: nobody deletes it. */
  isSystem?: boolean
}

/** One REST request as it reached the portal. */
export interface RecordedRequest {
  method: string
  /** 0 when nobody could be recognised. */
  userId: number
  params: Record<string, unknown>
  /** The commands of a batch by their key, else an empty object. */
  commands: Record<string, string>
  status: number
  /** The error code answered, null for a success. */
  error: string | null
}

/** One request that reached the auth server. */
interface AuthRequest {
  path: string
  status: number
}

/** Another record this one hangs together with, as the Dependencies tab shows it. */
interface Dependency extends ItemRef {
  title: string
  /** `parent`: this record was made from it. */
  role: 'parent' | 'child'
}

type AddRecord = (fields: FieldValues, options?: { userId?: number }) => Item

/** `addLead`, `addDeal`, `addContact`, `addCompany`, `addQuote`, `addInvoice`. */
export type RecordBuilders = { [Type in BuiltInType as `add${Capitalize<Type>}`]: AddRecord }

/** A Bitrix24 portal in memory with one door for REST, OAuth and its pages. */
export interface Simulator extends RecordBuilders {
  state: PortalState
  readonly origin: string
  readonly authOrigin: string
  /** Pages of the portal itself, asked for every path that is neither REST nor OAuth. */
  pages?: (request: Request) => Promise<Response | undefined>
  /** `source` is the address the request comes from; the rate is limited per address. */
  handle(request: Request, source?: string): Promise<Response>
  handlers(): RequestHandler[]
  listen(port?: number): Promise<{ url: string; close(): Promise<void> }>
  installApp(app: AppToInstall): App
  frameForm(options: FrameToOpen): FrameForm
  tokens(userId: number): { accessToken: string; refreshToken: string; expires: number }
  /** Address of an incoming webhook that acts for somebody; methods are appended to it. */
  webhook(userId: number, scopes?: string[]): string
  /** Ends the installation the way the host does it for `setInstallFinish`: administrators only. */
  finishInstall(userId: number): void
  /** Removes the app, the newest one unless another is named; `clean` deletes its settings and data, too. */
  uninstallApp(options?: { clean?: boolean; appId?: number }): void
  /** Installs a removed app again: with an installer it waits until an administrator finishes. */
  reinstallApp(appId: number): App
  /** Puts the next version in place: an app with an installer is not installed again until an administrator finishes. */
  updateApp(): App
  /** Gives the newest app an account of its own and sends its tokens (ONAPPUSERREADY), to the installer's address unless told. */
  announceSystemUser(options?: { to?: SystemUserDoor; installerId?: number }): User
  addUser(user: UserToAdd): User
  /** Adds a record of any type, smart processes included, as somebody; person 1 unless told otherwise. */
  add(type: TypeName, ...record: Parameters<AddRecord>): Item
  addUserField(type: TypeName, field: UserFieldToAdd): UserField
  addSmartType(type: SmartTypeToAdd): SmartType
  /** Makes a field required as an administrator does in the card; REST checks it where the portal's switch says so. */
  requireField(field: RequiredField): void
  /** Puts a registered robot on a stage, as an administrator does in the automation rules. */
  placeRobot(robot: PlacedRobot): void
  setProductRows(type: TypeName, id: number, rows: RowToSet[]): Item
  /** Makes an information block whose elements and sections fields bound to it may name. */
  addInformationBlock(block: { id: number; elements?: number[]; sections?: number[] }): void
  /** Opens a chat in the messenger; with a record it is that record's. */
  openChat(chat: ChatToOpen): Chat
  /** Presses a button of an app's entry in a timeline. */
  pressTimelineButton(userId: number, activityId: number, button: string): void
  addPipeline(type: TypeName, pipeline: PipelineToAdd): Category
  dependencies(type: TypeName, id: number): Dependency[]
  /** Resolves when every event sent so far was delivered or failed. */
  eventsDelivered(): Promise<void>
  requests: RecordedRequest[]
  authRequests: AuthRequest[]
  faults: Faults
  limits: Limits
}
