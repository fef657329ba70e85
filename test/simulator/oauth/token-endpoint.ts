import type { App, PortalState } from '../state.ts'
import type { Grant } from '../app-state.ts'
import { corsHeaders } from '../wire/answer.ts'
import { parsePhpQuery, type Params } from '../wire/php-query.ts'
import { readBody } from '../wire/rest-request.ts'
import { endRefresh, grantTokens, secondsNow, tokenLifetime } from './grants.ts'

interface Claim {
  userId: number
  /** What must not be used a second time. */
  spend(): void
}

/** How each grant type names its proof, and what the proof is worth. */
const grantTypes: Record<
  string,
  { parameter: string; claim(state: PortalState, app: App, proof: string): Claim | null }
> = {
  authorization_code: {
    parameter: 'code',
    claim(state, app, proof) {
      const code = state.codes.get(proof)
      if (code?.appId !== app.id || code.expires <= secondsNow(state)) return null
      return { userId: code.userId, spend: () => void state.codes.delete(proof) }
    },
  },
  refresh_token: {
    parameter: 'refresh_token',
    claim(state, app, proof) {
      const grant = state.refreshes.get(proof)
      if (grant?.appId !== app.id || grant.refreshExpires <= secondsNow(state)) return null
      return { userId: grant.userId, spend: () => endRefresh(state, grant) }
    },
  },
}

/**
 * The token endpoint, by GET and by POST form: a code or a refresh token buys a new pair of tokens and is worth nothing
 * afterwards. Source: OAuth pages of the documentation; statuses and `wrong_client` (an unknown or removed app, said
 * with status 200) as the official Python SDK meets them on live servers.
 */
export async function answerToken(state: PortalState, request: Request): Promise<Response> {
  const params: Params = { ...parsePhpQuery(new URL(request.url).search.slice(1)), ...(await readBody(request)) }
  const grantType = Object.hasOwn(grantTypes, String(params.grant_type)) ? grantTypes[String(params.grant_type)] : null
  if (!grantType) return refused('invalid_request', 'No "grant_type" parameter found')
  const proof = String(params[grantType.parameter] ?? '')
  if (proof === '') return refused('invalid_request', `No "${grantType.parameter}" parameter found`)
  const app = [...state.apps.values()].find((candidate) => candidate.clientId === params.client_id)
  if (!app?.active) return Response.json({ error: 'wrong_client' }, { headers: corsHeaders })
  if (app.clientSecret !== params.client_secret) return refused('invalid_client', 'Invalid client')
  const claim = grantType.claim(state, app, proof)
  claim?.spend()
  if (!claim || !state.users.get(claim.userId)?.active) return refused('invalid_grant', 'Invalid grant')
  return Response.json(tokenAnswer(state, app, grantTokens(state, app.id, claim.userId)), { headers: corsHeaders })
}

/** What the token endpoint answers; `domain` is the auth server's, not the portal's. */
export function tokenAnswer(state: PortalState, app: App, grant: Grant): Params {
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

function refused(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400, headers: corsHeaders })
}
