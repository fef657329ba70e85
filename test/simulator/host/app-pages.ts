import { inLanguage } from '../state.ts'
import type { App } from '../state.ts'
import { html } from './html.ts'
import { respond } from './layout.ts'
import { messagePage } from './message-page.ts'
import type { Visit } from './visit.ts'

/** Which of its addresses an app is opened at, or null when this person has to wait for an administrator. */
export function appAddress(app: App, person: { admin: boolean }): string | null {
  if (app.installed) return app.handlerUrl
  return app.installerUrl !== null && person.admin ? app.installerUrl : null
}

/** The apps of this portal. */
export function appsPage(visit: Visit): Response {
  const { texts } = visit
  const apps = [...visit.state.apps.values()].filter((app) => app.active)
  const main = apps.length
    ? html`<ul class="apps">
        ${apps.map(
          (app) =>
            html`<li class="card">
              <h2>${appTitle(visit, app)}</h2>
              <p class="quiet">${app.installed ? texts.installed : texts.notInstalled}</p>
              <p>
                <a class="primary" href="/marketplace/app/${app.id}/"
                  >${texts.open}<span class="visually-hidden">: ${appTitle(visit, app)}</span></a
                >
              </p>
            </li>`,
        )}
      </ul>`
    : html`<p class="card notice">${texts.noApps}</p>`
  return respond(visit, { title: texts.appsTitle, menu: '/marketplace/', main })
}

/** An app's own page: its main page, its installer for an administrator, or the portal's notice to everybody else. */
export function appPage(visit: Visit, app: App): Response {
  const menu = '/marketplace/'
  const title = appTitle(visit, app)
  if (appAddress(app, visit.person) === null)
    return messagePage(visit, { status: 200, title, text: visit.texts.notFullyInstalled, menu })
  const options = JSON.stringify(Object.fromEntries(visit.url.searchParams))
  const main = html`<section
    class="card app"
    data-app="${app.id}"
    data-options="${options}"
    aria-label="${title}"
  ></section>`
  return respond(visit, { title, menu, main })
}

/** An app's name in the visitor's language. */
export function appTitle(visit: Visit, app: App): string {
  return inLanguage(app.title, visit.language) || `App #${app.id}`
}
