import { inLanguage } from '../state.ts'
import type { App } from '../state.ts'
import { parsePhpQuery } from '../wire/php-query.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { respond } from './layout.ts'
import { messagePage } from './message-page.ts'
import type { Visit } from './visit.ts'

/** Which of its addresses an app is opened at, or null when this person has to wait for an administrator. */
export function appAddress(app: App, person: { admin: boolean }): string | null {
  if (app.installed) return app.handlerUrl
  return app.installerUrl !== null && person.admin ? app.installerUrl : null
}

/** The apps of this portal; who administers it sees removed ones, too, and may remove and install them. */
export function appsPage(visit: Visit): Response {
  const { texts, person, mobile } = visit
  const maintains = person.admin && !mobile
  const apps = [...visit.state.apps.values()].filter((app) => app.active || maintains)
  const main = apps.length
    ? html`<ul class="apps">
        ${apps.map(
          (app) =>
            html`<li class="card">
              <h2>${appTitle(visit, app)}</h2>
              <p class="quiet">
                ${app.active ? (app.installed ? texts.installed : texts.notInstalled) : texts.removed}
              </p>
              ${app.active ? openLink(visit, app) : installForm(visit, app)}
              ${app.active && maintains && removal(visit, app)}
            </li>`,
        )}
      </ul>`
    : html`<p class="card notice">${texts.noApps}</p>`
  return respond(visit, { title: texts.appsTitle, menu: menuOf(visit), main })
}

function openLink(visit: Visit, app: App): Html {
  const path = visit.mobile ? `/mobile/marketplace/?id=${app.id}` : addressOf(app)
  return html`<p>
    <a class="primary" href="${path}"
      >${visit.texts.open}<span class="visually-hidden">: ${appTitle(visit, app)}</span></a
    >
  </p>`
}

/** Installing leads to the app's page, where its installer opens. */
function installForm(visit: Visit, app: App): Html {
  return html`<form method="post" action="/simulation/install-app">
    <input type="hidden" name="back" value="${addressOf(app)}" />
    <button class="primary" name="app" value="${app.id}">
      ${visit.texts.install}<span class="visually-hidden">: ${appTitle(visit, app)}</span>
    </button>
  </form>`
}

/** The dialog asks whether the app's settings and data go as well: the event's CLEAN. */
function removal(visit: Visit, app: App): Html {
  const { texts } = visit
  const id = `remove-${app.id}`
  return html`<p>
      <button type="button" class="quiet" popovertarget="${id}">
        ${texts.remove}<span class="visually-hidden">: ${appTitle(visit, app)}</span>
      </button>
    </p>
    <form
      popover
      id="${id}"
      role="dialog"
      aria-label="${texts.removeApp}"
      method="post"
      action="/simulation/remove-app"
    >
      <h3>${texts.removeApp}: ${appTitle(visit, app)}</h3>
      <p>
        <label><input type="checkbox" name="clean" /> ${texts.removeData}</label>
      </p>
      <input type="hidden" name="back" value="${menuOf(visit)}" />
      <button class="primary" name="app" value="${app.id}">${texts.remove}</button>
    </form>`
}

const addressOf = (app: App): string => `/marketplace/app/${app.id}/`

/** Where in an app its page opens, and what it is handed. */
interface Opening {
  placement?: string
  options: Record<string, unknown>
}

/**
 * An app's own page: its main page, its installer for an administrator, or the portal's notice to everybody else. Its
 * main page gets the address's parameters (the kernel's app.layout component).
 */
export function appPage(visit: Visit, app: App, opening?: Opening): Response {
  const menu = menuOf(visit)
  const title = appTitle(visit, app)
  if (appAddress(app, visit.person) === null)
    return messagePage(visit, { status: 200, title, text: visit.texts.notFullyInstalled, menu })
  return respond(visit, { title, menu, main: frameHere(app, title, opening ?? { options: queryOf(visit) }) })
}

/**
 * The page behind the link `/marketplace/view/CODE/?params[…]=…`: what the app bound to REST_APP_URI, with the link's
 * params and the page it was followed from; its main page where it bound nothing. Source: page of REST_APP_URI.
 */
export function appLinkPage(visit: Visit, app: App): Response {
  const placement = 'REST_APP_URI'
  if (!app.installed || !app.placements.some((one) => one.placement === placement)) return appPage(visit, app)
  const { params } = queryOf(visit)
  const given = typeof params === 'object' && params !== null ? { ...params } : {}
  const from = visit.mobile || visit.cameFrom === null ? {} : { URI: visit.cameFrom }
  return appPage(visit, app, { placement, options: { ...from, ...given } })
}

/** An app's name in the visitor's language. */
export function appTitle(visit: Visit, app: App): string {
  return inLanguage(app.title, visit.language) || `App #${app.id}`
}

function frameHere(app: App, title: string, { placement, options }: Opening): Html {
  return html`<section
    class="card app"
    data-app="${app.id}"
    ${placement !== undefined && html`data-placement="${placement}"`}
    data-options="${JSON.stringify(options)}"
    aria-label="${title}"
  ></section>`
}

function queryOf({ url }: Visit): Record<string, unknown> {
  return parsePhpQuery(url.search.slice(1))
}

function menuOf(visit: Visit): string {
  return visit.mobile ? '/mobile/marketplace/' : '/marketplace/'
}
