/** An address of an app that wants to hear of an event. */
export interface EventHandler {
  id: number
  event: string
  handler: string
  /** Whose tokens come with the event; 0: the acting person's. */
  authType: number
  addedBy: number
}

/** An event an app wants to find in its queue instead. */
export interface OfflineHandler {
  event: string
  connectorId: string
}

/** One pair of tokens; a refresh ends it and makes a new one. */
export interface Grant {
  appId: number
  userId: number
  accessToken: string
  refreshToken: string
  /** Unix seconds. */
  expires: number
  refreshExpires: number
}

/** Lets an app that runs elsewhere buy its first tokens. */
export interface AuthorizationCode {
  appId: number
  userId: number
  /** Unix seconds. */
  expires: number
}

/** What an app has bound in one place of the portal; titles per language. */
export interface Placement {
  placement: string
  handler: string
  langAll: Record<string, { TITLE: string; DESCRIPTION: string; GROUP_NAME: string }>
  /** The only person it is for; nobody in particular where this is missing. */
  userId?: number
  /** What the place keeps of the OPTIONS it was bound with. */
  options?: Record<string, string>
}

/** A kind of user field an app draws itself. */
export interface OwnUserFieldType {
  code: string
  handler: string
  title: string
  description: string
  /** In pixels; 0 for the usual one. */
  height: number
}

/** An application registered on this portal. */
export interface App {
  id: number
  clientId: string
  clientSecret: string
  applicationToken: string
  handlerUrl: string
  installerUrl: string | null
  title: Record<string, string>
  scopes: string[]
  version: number
  status: 'L'
  installed: boolean
  active: boolean
  placements: Placement[]
  eventHandlers: EventHandler[]
  offlineHandlers: OfflineHandler[]
  fieldTypes: OwnUserFieldType[]
  options: Record<string, unknown>
  userOptions: Map<number, Record<string, unknown>>
  /** The account the portal made for it; null as long as there is none. */
  systemUserId: number | null
}
