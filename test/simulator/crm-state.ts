import type { ItemRef, Text, TypeName } from './state.ts'

/** What a smart process can be told to have, as `crm.type.*` spells it. Source: crm.type.fields. */
export const smartFlags = [
  'isCategoriesEnabled',
  'isStagesEnabled',
  'isBeginCloseDatesEnabled',
  'isClientEnabled',
  'isUseInUserfieldEnabled',
  'isLinkWithProductsEnabled',
  'isMycompanyEnabled',
  'isDocumentsEnabled',
  'isSourceEnabled',
  'isObserversEnabled',
  'isRecyclebinEnabled',
  'isAutomationEnabled',
  'isBizProcEnabled',
  'isSetOpenPermissions',
  'isPaymentsEnabled',
  'isCountersEnabled',
] as const
export type SmartFlag = (typeof smartFlags)[number]

/** A type of records on the other side of a relation. */
export interface TypeRelation {
  entityTypeId: number
  isChildrenListEnabled: 'Y' | 'N'
}

/** A type of records an administrator of this portal invented ("smart process", SPA). */
export interface SmartType {
  /** Id of the type's own record: user fields hang on it (`CRM_{id}`). */
  readonly id: number
  readonly entityTypeId: number
  readonly title: Text
  readonly code: string
  readonly flags: Readonly<Record<SmartFlag, 'Y' | 'N'>>
  /** Relations an administrator made; those to clients follow from `isClientEnabled`. */
  readonly parents: readonly TypeRelation[]
  readonly children: readonly TypeRelation[]
  readonly linkedUserFields: Readonly<Record<string, 'Y' | 'N'>>
  readonly createdBy: number
  readonly updatedBy: number
  readonly createdTime: string
  readonly updatedTime: string
}

/** A record of the classic families, as they spell it: upper-case names, everything a text or nothing. */
export type ClassicRecord = Record<string, string | null>

/** A call, a meeting, a to-do or an app's own activity. */
export interface Activity {
  id: number
  values: ClassicRecord
  /** Its fields that are maps: SETTINGS and PROVIDER_PARAMS, as they were sent. */
  maps: Record<string, Record<string, unknown>>
  bindings: ItemRef[]
  communications: Record<string, unknown>[]
  /** The app that made it; null for people and webhooks. */
  appId: number | null
  /** What `crm.activity.configurable.*` keeps of it. */
  configurable: { fields: Record<string, unknown>; layout: Record<string, unknown> } | null
}

/** A line an app wrote into a timeline. */
export interface LogMessage {
  id: number
  owner: ItemRef
  appId: number | null
  authorId: number
  created: string
  title: string
  text: string
  iconCode: string
}

/** An automation rule an app offers, or an action for business processes. */
export interface Robot {
  kind: 'robot' | 'activity'
  appId: number
  code: string
  handler: string
  /** Whose tokens its handler gets. */
  authUserId: number
  /** The record waits for the handler's answer. */
  waits: boolean
  name: string | Record<string, string>
  settings: Record<string, unknown>
}

/** A robot an administrator has put on a stage. */
export interface PlacedRobot {
  type: TypeName
  stageId: string
  code: string
  properties: Record<string, unknown>
}

/** One start of a robot; its token is good for one answer. */
export interface RobotRun {
  eventToken: string
  code: string
  appId: number
  owner: ItemRef
  /** Whoever moved the record. */
  userId: number
  properties: Record<string, unknown>
  isSent: boolean
  isDone: boolean
  returned: Record<string, unknown>
  log: string[]
}

/** A field an administrator made required in the card: in every stage, or in some. */
export interface RequiredField {
  type: TypeName
  /** A stored name, or `client`: somebody to deal with, contact or company. */
  field: string
  stageIds: readonly string[] | null
}

/** A mark an app can put on activities. */
export interface Badge {
  code: string
  title: string
  value: string
  type: string
}

/** A section of the left menu that gathers smart processes, by the ids of their types. */
export interface AutomatedSolution {
  id: number
  title: string
  typeIds: number[]
}

/** A field a template of requisites shows, as the wire spells it; ids count within the template. */
export interface PresetField {
  ID: number
  FIELD_NAME: string
  FIELD_TITLE: string
  IN_SHORT_LIST: 'Y' | 'N'
  SORT: number
}

/** A note under a record or an activity of a timeline. */
export interface Note {
  text: string
  createdById: number
  createdTime: string
  updatedById: number
  updatedTime: string
}

/** A change waiting in an app's offline queue; only the newest of one kind about one record is kept. */
export interface OfflineEvent {
  id: number
  appId: number
  event: string
  data: Record<string, unknown>
  userId: number
  timestamp: string
  messageId: string
  processId: string
  isError: boolean
  connectorId: string
}

/** What the CRM remembers beside its records. */
export interface CrmState {
  requisites: Map<number, ClassicRecord>
  presets: Map<number, ClassicRecord>
  /** By template. */
  presetFields: Map<number, PresetField[]>
  bankDetails: Map<number, ClassicRecord>
  addresses: ClassicRecord[]
  requisiteLinks: ClassicRecord[]
  activities: Map<number, Activity>
  logMessages: Map<number, LogMessage>
  /** Records in whose timeline a comment stands beside its owner's. */
  timelineBindings: { recordId: number; ref: ItemRef }[]
  pinned: { recordId: number; ref: ItemRef }[]
  /** Additional blocks by timeline record and app. */
  timelineLayouts: Map<string, Record<string, unknown>>
  /** Additional blocks by app and activity. */
  activityLayouts: Map<string, Record<string, unknown>>
  /** Paths of pictures for log messages, by their code. */
  timelinePictures: Record<'icon' | 'logo', Map<string, string>>
  robots: Robot[]
  placedRobots: PlacedRobot[]
  robotRuns: RobotRun[]
  offlineEvents: OfflineEvent[]
  /** What cards look like, by type, scope and person. */
  cardLayouts: Map<string, unknown>
  requiredFields: RequiredField[]
  /** By their code. */
  badges: Map<string, Badge>
  /** By app and `TYPE_ID`. */
  activityTypes: Map<string, ClassicRecord>
  /** By the record and the timeline entry or activity they stand under. */
  notes: Map<string, Note>
  automatedSolutions: Map<number, AutomatedSolution>
  /** Fields beside phones and e-mails that duplicates are looked for by. */
  volatileTypes: { id: number; entityTypeId: number; fieldCode: string }[]
  /** The catalogue, as far as the classic family shows it. */
  products: Map<number, ClassicRecord>
}

/** A CRM without anything beside its records. */
export function createCrmState(): CrmState {
  return {
    requisites: new Map(),
    presets: new Map(),
    presetFields: new Map(),
    bankDetails: new Map(),
    addresses: [],
    requisiteLinks: [],
    activities: new Map(),
    logMessages: new Map(),
    timelineBindings: [],
    pinned: [],
    timelineLayouts: new Map(),
    activityLayouts: new Map(),
    timelinePictures: { icon: new Map(), logo: new Map() },
    robots: [],
    placedRobots: [],
    robotRuns: [],
    offlineEvents: [],
    cardLayouts: new Map(),
    requiredFields: [],
    badges: new Map(),
    activityTypes: new Map(),
    notes: new Map(),
    automatedSolutions: new Map(),
    volatileTypes: [],
    products: new Map(),
  }
}
