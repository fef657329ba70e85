import { readVisitor } from '../host/visitor.ts'
import type { PortalState } from '../state.ts'
import { issueCode } from './grants.ts'

/**
 * `/oauth/authorize/`: sends the person who is signed in at the portal back to the app's own address with a code. The
 * address is the registered one, whatever the request says; a failure is a page of the portal and no way back.
 * Source: complete OAuth 2.0 authorization protocol, step 1.
 */
export function answerAuthorize(state: PortalState, request: Request): Response {
  const asked = new URL(request.url).searchParams
  const app = [...state.apps.values()].find((candidate) => candidate.clientId === asked.get('client_id'))
  if (!app?.active) return failure('The application is not installed on this portal.')
  const { person } = readVisitor(request, state)
  const back = new URL(app.handlerUrl)
  const parameters = {
    code: issueCode(state, app.id, person.id),
    state: asked.get('state') ?? '',
    domain: new URL(state.origin).host,
    member_id: state.memberId,
    scope: app.scopes.join(','),
    server_domain: new URL(state.authOrigin).host,
  }
  for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value)
  return new Response(null, { status: 302, headers: { location: back.href } })
}

function failure(text: string): Response {
  return new Response(`<!doctype html><html lang="en"><title>Authorisation</title><h1>${text}</h1></html>`, {
    status: 403,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
}
