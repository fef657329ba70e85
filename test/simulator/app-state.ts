/** An address of an app that wants to hear of an event. */
export interface EventHandler {
  id: number
  event: string
  handler: string
  /** Whose tokens come with the event; 0: the acting person's. */
  authType: number
  addedBy: number
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
