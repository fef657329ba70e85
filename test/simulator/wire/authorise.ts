import type { App, PortalState, User } from '../state.ts'
import type { Grant } from '../app-state.ts'
import { RestError } from './rest-error.ts'
import type { RestRequest } from './rest-request.ts'

/** Who calls, through which app, and what that app may. */
export interface Caller {
  user: User
  app: App | null
  /** The token used; null for a webhook. */
  grant: Grant | null
  scopes: readonly string[]
  /** The app or the webhook, as the limits tell them apart. */
  client: string
}

/**
 * Recognises the caller by webhook secret or access token.
 * Source: system errors of the REST documentation (NO_AUTH_FOUND, expired_token); INVALID_CREDENTIALS for a wrong
 * webhook as `crm.item.import` explains it; invalid_token, authorization_error and APPLICATION_NOT_FOUND as the official
 * Python SDK lists them.
 */
export function authorise(state: PortalState, request: RestRequest): Caller {
  if (request.webhook) {
    const webhook = state.webhooks.get(request.webhook.secret)
    const user = webhook?.userId === request.webhook.userId ? state.users.get(webhook.userId) : undefined
    if (!webhook || !user) throw new RestError('INVALID_CREDENTIALS', 'Invalid request credentials', 401)
    if (!user.active) throw nobodyToBe()
    return { user, app: null, grant: null, scopes: webhook.scopes, client: `webhook ${request.webhook.secret}` }
  }
  if (request.token === null) throw new RestError('NO_AUTH_FOUND', 'Wrong authorization data', 401)
  const grant = state.grants.get(request.token)
  const app = grant && state.apps.get(grant.appId)
  const user = grant && state.users.get(grant.userId)
  if (!grant || !app || !user) throw new RestError('invalid_token', 'Unable to get application by token', 401)
  if (!app.active) throw new RestError('APPLICATION_NOT_FOUND', 'Application not found', 401)
  if (grant.expires <= state.clock.now() / 1000)
    throw new RestError('expired_token', 'The access token provided has expired.', 401)
  if (!user.active) throw nobodyToBe()
  return { user, app, grant, scopes: app.scopes, client: `app ${app.id}` }
}

/** What somebody's token or webhook is worth once they were dismissed. */
function nobodyToBe(): RestError {
  return new RestError('authorization_error', 'Unable to authorize user', 401)
}
