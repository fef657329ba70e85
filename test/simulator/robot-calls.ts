import { documentType } from './crm/robots.ts'
import { grantTokens, tokenLifetime } from './oauth/grants.ts'
import type { PortalState } from './state.ts'
import { unixTime } from './time.ts'
import { writePhpQuery } from './wire/php-query.ts'

/**
 * The calls that tell robots' handlers they were started, each made once. Source: handlers of application automation
 * rules (REST facts, section 13).
 */
export function robotCalls(state: PortalState): { handler: string; body: string }[] {
  return state.robotRuns
    .filter((run) => !run.isSent)
    .flatMap((run) => {
      run.isSent = true
      const app = state.apps.get(run.appId)
      const robot = state.robots.find(
        ({ kind, code, appId }) => kind === 'robot' && code === run.code && appId === run.appId,
      )
      if (!app?.installed || !app.active || !robot) return []
      const [module, entity, type] = documentType(state, run.owner.type)
      const userId = robot.authUserId || run.userId
      const grant = grantTokens(state, app.id, userId)
      const body = writePhpQuery({
        workflow_id: `${run.eventToken.slice(0, 14)}.${run.eventToken.slice(14, 22)}`,
        code: run.code,
        document_id: [module, entity, `${type}_${run.owner.id}`],
        document_type: [module, entity, type],
        event_token: run.eventToken,
        properties: run.properties,
        use_subscription: robot.waits ? 'Y' : 'N',
        timeout_duration: '0',
        ts: String(Math.floor(unixTime(state.clock))),
        auth: {
          access_token: grant.accessToken,
          expires: String(grant.expires),
          expires_in: String(tokenLifetime),
          scope: app.scopes.join(','),
          domain: new URL(state.origin).host,
          server_endpoint: `${state.authOrigin}/rest/`,
          status: app.status,
          client_endpoint: `${state.origin}/rest/`,
          member_id: state.memberId,
          user_id: String(userId),
          refresh_token: grant.refreshToken,
          application_token: app.applicationToken,
        },
      })
      return [{ handler: robot.handler, body }]
    })
}
