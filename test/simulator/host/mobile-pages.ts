import { chatsOf, dialogOf } from '../chats.ts'
import type { App, Item, Placement } from '../state.ts'
import { peopleOf } from '../system-user.ts'
import { appPage, appsPage } from './app-pages.ts'
import { placementTitle } from './card-menu.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { respond } from './layout.ts'
import { messagePage } from './message-page.ts'
import { personName, recordLink, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** The only place the mobile client has for apps. Source: page of the mobile app's placement. */
const mobilePlacement = 'IMMOBILE_CONTEXT_MENU'

/** The pages under `/mobile/`: chats, apps, and the web view an app opens in; undefined for any other path. */
export function mobilePage(visit: Visit): Response | undefined {
  const { pathname, searchParams } = visit.url
  if (pathname === '/mobile/') return chatsPage(visit)
  if (pathname === '/mobile/marketplace/') return searchParams.has('id') ? webView(visit) : appsPage(visit)
  const [, dialogId] = /^\/mobile\/im\/dialog\/(\w+)\/$/.exec(pathname) ?? []
  return dialogId === undefined ? undefined : dialogPage(visit, dialogId)
}

/** Links to the chats about a record, for its card. */
export function chatLinks(visit: Visit, item: Item): Html[] {
  return chatsOf(visit.state, visit.person)
    .filter(({ record }) => record?.type === item.type && record.id === item.id)
    .map(({ id, title }) => html`<a href="/mobile/im/dialog/chat${id}/" title="${title}">${visit.texts.chat}</a>`)
}

function chatsPage(visit: Visit): Response {
  const { texts, state } = visit
  const chats = chatsOf(state, visit.person).map(({ id, title }) => ({ path: `chat${id}`, title }))
  const people = peopleOf(state)
    .filter((user) => user.active && user.id !== visit.person.id)
    .map((user) => ({ path: String(user.id), title: personName(user) }))
  const all = [...chats, ...people]
  const main = all.length
    ? html`<ul class="card chats">
        ${all.map(({ path, title }) => html`<li><a href="/mobile/im/dialog/${path}/">${title}</a></li>`)}
      </ul>`
    : html`<p class="card notice">${texts.noChats}</p>`
  return respond(visit, { title: texts.chats, menu: '/mobile/', main })
}

/** One conversation, with the button for apps above its input. */
function dialogPage(visit: Visit, dialogId: string): Response {
  const { texts, state } = visit
  const dialog = dialogOf(state, visit.person, dialogId)
  if (!dialog) return messagePage(visit, { status: 404, title: texts.notFound, text: texts.pageGone, menu: '/mobile/' })
  const chat = 'chat' in dialog ? dialog.chat : null
  const members = (chat?.memberIds ?? [visit.person.id, Number(dialogId)]).flatMap((id) => state.users.get(id) ?? [])
  const main = html`<section class="card chat">
    ${chat?.record && html`<p>${texts.chatOf} ${typeTitle(visit, chat.record.type)} ${recordLink(visit, chat.record)}</p>`}
    <p class="quiet">${texts.members}: ${members.map(personName).join(', ')}</p>
    <p class="messages quiet">${texts.noMessages}</p>
    ${chatApps(visit, dialogId)}
  </section>`
  const title = 'chat' in dialog ? dialog.chat.title : personName(dialog.person)
  return respond(visit, { title, menu: '/mobile/', main })
}

function chatApps(visit: Visit, dialogId: string): Html {
  const { texts } = visit
  const offers = [...visit.state.apps.values()]
    .filter((app) => app.active && app.installed)
    .flatMap((app) => app.placements.map((placement) => ({ app, placement })))
    .filter(({ placement }) => placement.placement === mobilePlacement)
  return html`<details class="menu-button menu">
    <summary>${texts.chatApps}</summary>
    ${
      offers.length > 0
        ? html`<ul>
            ${offers.map(
              ({ app, placement }) =>
                html`<li>
                  <a href="${webViewPath(app, placement, { dialogId })}">${placementTitle(visit, app, placement)}</a>
                </li>`,
            )}
          </ul>`
        : html`<p>${texts.noChatApps}</p>`
    }
  </details>`
}

/** The address the mobile client opens a placement at; its parameters carry a prefix of their own (mobile module). */
export function webViewPath(app: App, { placement }: Pick<Placement, 'placement'>, options: object): string {
  const query = new URLSearchParams({
    id: String(app.id),
    bx24_placement: placement,
    bx24_placementOptions: JSON.stringify(options),
  })
  return `/mobile/marketplace/?${query}`
}

/** An app in the mobile client: the same frame as everywhere, on a page of its own. */
function webView(visit: Visit): Response {
  const { searchParams } = visit.url
  const app = visit.state.apps.get(Number(searchParams.get('id')))
  const { texts } = visit
  if (!app?.active) return messagePage(visit, { status: 404, title: texts.notFound, text: texts.pageGone })
  const placement = searchParams.get('bx24_placement')
  if (placement === null) return appPage(visit, app)
  if (placement !== mobilePlacement)
    return messagePage(visit, { status: 404, title: placement, text: texts.noMobilePlacement })
  return appPage(visit, app, { placement, options: readOptions(searchParams.get('bx24_placementOptions')) })
}

function readOptions(json: string | null): Record<string, unknown> {
  try {
    const options: unknown = JSON.parse(json ?? '{}')
    return typeof options === 'object' && options !== null ? { ...options } : {}
  } catch {
    return {}
  }
}
