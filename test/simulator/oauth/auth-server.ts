import type { App, PortalState } from '../state.ts'
import type { Grant } from '../app-state.ts'
import { unixTime } from '../time.ts'
import { corsHeaders, timeBlock } from '../wire/answer.ts'
import { parsePhpQuery, type Params } from '../wire/php-query.ts'
import { readBody } from '../wire/rest-request.ts'
import { grantTokens, tokenLifetime } from './grants.ts'

/**
 * The token endpoint, by GET and by POST form: a refresh ends the old pair of tokens and gives a new one.
 * Source: OAuth pages of the documentation, app-lifecycle facts, sections 2.3 and 2.4.
 */
export async function answerToken(state: PortalState, request: Request): Promise<Response> {
  const params: Params = { ...parsePhpQuery(new URL(request.url).search.slice(1)), ...(await readBody(request)) }
  const app = [...state.apps.values()].find((candidate) => candidate.clientId === params.client_id)
  if (!app || app.clientSecret !== params.client_secret) return refused('invalid_client', 'Invalid client', 401)
  if (params.grant_type !== 'refresh_token') return refused('invalid_request', 'Unsupported grant type')
  const old = state.refreshes.get(String(params.refresh_token))
  if (!old || old.appId !== app.id || !app.active) return refused('invalid_grant', 'Invalid grant')
  if (!state.users.get(old.userId)?.active) return refused('invalid_grant', 'Invalid grant')
  state.refreshes.delete(old.refreshToken)
  state.grants.delete(old.accessToken)
  return Response.json(tokenAnswer(state, app, grantTokens(state, app.id, old.userId)))
}

/** What the token endpoint answers; `domain` is the auth server's, not the portal's. */
function tokenAnswer(state: PortalState, app: App, grant: Grant): Params {
  return {
    access_token: grant.accessToken,
    expires: grant.expires,
    expires_in: tokenLifetime,
    scope: app.scopes.join(','),
    domain: new URL(state.authOrigin).host,
    server_endpoint: `${state.authOrigin}/rest/`,
    status: app.status,
    client_endpoint: `${state.origin}/rest/`,
    member_id: state.memberId,
    user_id: grant.userId,
    refresh_token: grant.refreshToken,
  }
}

/** `app.info` of the auth server: says whose token this is. Source: app-lifecycle facts, section 2.5. */
export async function answerAppInfo(state: PortalState, request: Request): Promise<Response> {
  const start = unixTime()
  const params: Params = { ...parsePhpQuery(new URL(request.url).search.slice(1)), ...(await readBody(request)) }
  const token =
    params.auth ?? params.access_token ?? /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  const grant = state.grants.get(String(token))
  const app = grant && state.apps.get(grant.appId)
  if (!grant || !app?.active) return refused('invalid_token', 'The access token provided is invalid.', 401)
  if (grant.expires <= unixTime()) return refused('expired_token', 'The access token provided has expired.', 401)
  return Response.json({ result: describeGrant(state, app, grant), time: timeBlock(start) }, { headers: corsHeaders })
}

/** The auth server's view of a token. */
export function describeGrant(state: PortalState, app: App, grant: Grant): Params {
  return {
    client_id: app.clientId,
    scope: app.scopes.join(','),
    expires: grant.expires,
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

function refused(error: string, description: string, status = 400): Response {
  return Response.json({ error, error_description: description }, { status, headers: corsHeaders })
}
