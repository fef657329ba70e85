import type { App, PortalState } from '../state.ts'
import type { Grant } from '../app-state.ts'
import { corsHeaders, timeBlock } from '../wire/answer.ts'
import type { Params } from '../wire/php-query.ts'
import { readRestRequest } from '../wire/rest-request.ts'
import { shown } from '../time.ts'
import { secondsNow } from './grants.ts'
import { answerToken } from './token-endpoint.ts'

/** Where tokens are given; the portal of the cloud passes this path on to the auth server. */
export const tokenPath = /^\/oauth\/token\/?$/

/** Answers one request to the auth server. */
export async function answerAuthServer(state: PortalState, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (tokenPath.test(pathname)) return answerToken(state, request)
  if (/^\/rest\/+app\.info(\.json)?\/?$/i.test(pathname)) return answerAppInfo(state, request)
  return new Response('Not found', { status: 404 })
}

/**
 * `app.info` of the auth server: says whose token this is. Source: app-lifecycle facts, section 2.5; refusals as the
 * official Python SDK meets them on live servers.
 */
async function answerAppInfo(state: PortalState, request: Request): Promise<Response> {
  const start = state.clock.now()
  const { token } = await readRestRequest(request)
  const grant = state.grants.get(token ?? '')
  const app = grant && state.apps.get(grant.appId)
  const looksLikeToken = /^[0-9a-f]{32,}$/i.test(token ?? '')
  if (!grant || !app)
    return looksLikeToken
      ? refused('invalid_client', 'Invalid client', 400)
      : refused('NO_AUTH_FOUND', 'Wrong authorization data', 401)
  if (!app.active) return refused('NOT_INSTALLED', 'Application not installed', 401)
  if (grant.expires <= secondsNow(state)) return refused('expired_token', 'The access token provided has expired.', 401)
  // Dismissed since: as the portal says it, see wire/authorise.ts.
  if (!state.users.get(grant.userId)?.active) return refused('authorization_error', 'Unable to authorize user', 401)
  const finish = state.clock.now()
  const free = { operating: 0, operatingResetAt: Math.floor(start / 1000) + 600 }
  const time = timeBlock({ start, finish, processing: finish - start, ...free })
  return Response.json({ result: describeGrant(state, app, grant), time }, { headers: corsHeaders })
}

/** The auth server's view of a token; its end is a date here, as the official Python SDK reads it. */
export function describeGrant(state: PortalState, app: App, grant: Grant): Params {
  return {
    client_id: app.clientId,
    scope: app.scopes.join(','),
    expires: shown(new Date(grant.expires * 1000).toISOString()),
    user_id: grant.userId,
    install: {
      installed: app.installed,
      version: String(app.version),
      status: app.status,
      scope: app.scopes.join(','),
      domain: new URL(state.origin).host,
      uri: state.origin,
      client_endpoint: `${state.origin}/rest/`,
      member_id: state.memberId,
      member_type: 'cloud',
    },
  }
}

function refused(error: string, description: string, status: number): Response {
  return Response.json({ error, error_description: description }, { status, headers: corsHeaders })
}
