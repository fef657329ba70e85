import { grantTokens, tokenLifetime } from './oauth/grants.ts'
import type { App, PortalState, User } from './state.ts'
import type { EventHandler } from './app-state.ts'
import { queueOffline, type Cause } from './offline-events.ts'
import { robotCalls } from './robot-calls.ts'
import { unixTime } from './time.ts'
import { writePhpQuery, type Params } from './wire/php-query.ts'

/** Events that carry tokens never carry a refresh token, except these. Source: app-lifecycle facts, section 1.4. */
const withRefreshToken = new Set(['ONAPPINSTALL', 'ONAPPUPDATE', 'ONAPPTEST', 'ONAPPUSERREADY', 'ONOFFLINEEVENT'])
const withoutTokens = new Set(['ONAPPUNINSTALL'])

/** Sends events to bound handlers, form-encoded, once, without retry. */
export interface EventSender {
  /** Events about an app itself (`ONAPP…`) and presses of its buttons reach that app only, and need it. */
  raise(user: User, event: string, data: Params, cause?: Cause): void
  /** Sends an event about an app to an address that is not bound but was registered with it. */
  tell(user: User, to: { app: App; address: string }, event: string, data: Params): void
  /** Resolves when everything sent so far arrived or failed. */
  delivered(): Promise<void>
}

/** Sends events of one portal; handlers of apps that are not installed are skipped. */
export function createEventSender(state: PortalState): EventSender {
  const pending = new Set<Promise<void>>()
  const post = async (handler: string, body: string): Promise<void> => {
    try {
      const answer = await fetch(handler, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Bitrix24 Webhook Engine' },
        body,
      })
      await answer.arrayBuffer()
    } catch {
      // A handler that does not answer loses the event: the platform does not repeat it.
    }
  }
  const send = (handler: string, body: string): void => {
    const sending = post(handler, body)
    pending.add(sending)
    void sending.finally(() => pending.delete(sending))
  }
  return {
    raise(user, event, data, cause = {}) {
      for (const app of isOfOneApp(event) ? [cause.app].filter((one) => one != null) : state.apps.values())
        for (const handler of app.installed && app.active ? app.eventHandlers : [])
          if (handler.event === event) send(handler.handler, eventBody(state, app, handler, user, data))
      for (const app of queueOffline(state, user, event, data, cause))
        for (const handler of app.eventHandlers)
          if (handler.event === 'ONOFFLINEEVENT') send(handler.handler, eventBody(state, app, handler, user, {}))
      // A change that is being announced is also what starts robots.
      for (const { handler, body } of robotCalls(state)) send(handler, body)
    },
    tell(user, { app, address }, event, data) {
      const handler = { id: 0, event, handler: address, authType: 0, addedBy: user.id }
      send(address, eventBody(state, app, handler, user, data))
    },
    async delivered() {
      while (pending.size > 0) await Promise.all(pending)
    },
  }
}

function eventBody(state: PortalState, app: App, handler: EventHandler, actor: User, data: Params): string {
  return writePhpQuery({
    event: handler.event,
    event_handler_id: String(handler.id),
    // Only events about an app name the portal's language. Source: pages of onApp… and onCrm… events.
    data: handler.event.startsWith('ONAPP') ? { ...data, LANGUAGE_ID: state.language } : data,
    ts: String(Math.floor(unixTime(state.clock))),
    auth: {
      ...(withoutTokens.has(handler.event) ? {} : tokensFor(state, app, handler, actor)),
      domain: new URL(state.origin).host,
      server_endpoint: `${state.authOrigin}/rest/`,
      client_endpoint: `${state.origin}/rest/`,
      member_id: state.memberId,
      application_token: app.applicationToken,
    },
  })
}

function tokensFor(state: PortalState, app: App, handler: EventHandler, actor: User): Params {
  const userId = handler.authType === 0 ? actor.id : handler.authType
  const grant = grantTokens(state, app.id, userId)
  return {
    access_token: grant.accessToken,
    expires: String(grant.expires),
    expires_in: String(tokenLifetime),
    scope: app.scopes.join(','),
    status: app.status,
    user_id: String(userId),
    client_id: app.clientId,
    ...(withRefreshToken.has(handler.event) ? { refresh_token: grant.refreshToken } : {}),
  }
}

function isOfOneApp(event: string): boolean {
  return event.startsWith('ONAPP') || event === 'ONCRMTIMELINEITEMACTION'
}
