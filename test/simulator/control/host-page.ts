import { currentApp } from '../apps.ts'
import { factsOf, typesOf } from '../crm/record-types.ts'
import { html } from '../host/html.ts'
import { respond } from '../host/layout.ts'
import { webViewPath } from '../host/mobile-pages.ts'
import { openVisit, type Visit } from '../host/visit.ts'
import { rememberVisitor } from '../host/visitor.ts'
import type { Simulator } from '../simulator.ts'
import type { App } from '../state.ts'

/** Clicks what a person would click; page scripts run in order, so the page's own is ready by then. */
export const openScript = `document.querySelector('button[data-app]').click()\n`

/** Placements that hand over the record as `ENTITY_ID`; all others say `ID`. Source: app-lifecycle facts, section 3.1. */
const withEntityId = [
  /^CRM_(QUOTE|SMART_INVOICE|DYNAMIC_\d+)_DETAIL_TOOLBAR$/,
  /_(ACTIVITY_TIMELINE_MENU|DOCUMENTGENERATOR_BUTTON)$/,
]

/**
 * The app in the portal's frame, straight away: on its own page, or with `?placement=CODE&id=N` as the placement's menu
 * item opens it; `&user=N` signs another person in first, `&mobile=Y` opens it as the mobile client does. With
 * `&openPath=silent` the portal never answers openPath from now on, until `&openPath=answered`. A placement the app has
 * not bound leads to its own handler.
 */
export function hostPage(simulator: Simulator, request: Request, scriptPath: string): Response {
  const visit = openVisit(simulator, request)
  const { searchParams } = visit.url
  const user = searchParams.get('user')
  if (user !== null) return signIn(visit, user)
  const openPath = searchParams.get('openPath')
  if (openPath !== null) simulator.faults.defect('openPathIsSilent', openPath === 'silent')
  const app = currentApp(simulator.state)
  const code = searchParams.get('placement')?.toUpperCase() ?? 'DEFAULT'
  const isMobile = searchParams.get('mobile') === 'Y'
  if (code === 'DEFAULT')
    return redirect(isMobile ? `/mobile/marketplace/?id=${app.id}` : `/marketplace/app/${app.id}/`)
  const handler = handlerOf(app, code)
  if (isMobile) return redirect(webViewPath(app, { placement: code }, { dialogId: searchParams.get('id') ?? 'chat1' }))
  const options = JSON.stringify(placementOptions(visit, code, searchParams.get('id')))
  const main = html`<p>
      <button
        type="button"
        class="primary"
        data-app="${app.id}"
        data-placement="${code}"
        data-handler="${handler}"
        data-options="${options}"
      >
        ${code}
      </button>
    </p>
    <script type="module" src="${scriptPath}"></script>`
  return respond(visit, { title: code, main })
}

function handlerOf(app: App, code: string): string {
  const bound = app.placements.find(({ placement }) => placement === code)
  if (!bound) app.placements.push({ placement: code, handler: app.handlerUrl, langAll: {} })
  return bound?.handler ?? app.handlerUrl
}

function placementOptions(visit: Visit, code: string, id: string | null): Record<string, string> {
  if (id === null) return {}
  const { state } = visit
  const type = typesOf(state).find((name) => code.startsWith(`CRM_${factsOf(state, name).code}_`))
  const key = withEntityId.some((form) => form.test(code)) ? 'ENTITY_ID' : 'ID'
  return { [key]: id, ...(type ? { URI: `${factsOf(state, type).cardPath}${id}/` } : {}) }
}

function signIn(visit: Visit, user: string): Response {
  const url = new URL(visit.url)
  url.searchParams.delete('user')
  const person = visit.state.users.get(Number(user)) ?? visit.person
  const cookie = rememberVisitor(
    new URLSearchParams({ person: String(person.id), language: person.language }),
    visit.state,
    visit,
  )
  return redirect(url.pathname + url.search, { 'set-cookie': cookie })
}

function redirect(location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 302, headers: { location, ...headers } })
}
