import type { Simulator } from '../create-simulator.ts'
import { fileAnswer } from '../crm/files.ts'
import { may } from '../crm/rights.ts'
import { findItem } from '../state.ts'
import { appLinkPage, appPage, appsPage } from './app-pages.ts'
import type { FrameMemory } from './app-requests.ts'
import { cardPage } from './card-page.ts'
import { listPage } from './list-page.ts'
import { messagePage } from './message-page.ts'
import { mobilePage } from './mobile-pages.ts'
import { personPage } from './person-page.ts'
import { cardAt, listAt, recordPages } from './record-pages.ts'
import { simulationAnswer } from './simulation.ts'
import { openVisit } from './visit.ts'
import type { Visit } from './visit.ts'

/** The pages of a simulated portal: a small CRM to click, and the frame its apps live in. */
export function hostPages(simulator: Simulator): (request: Request) => Promise<Response | undefined> {
  const memory: FrameMemory = { firstRuns: new Set() }
  return async (request) => {
    const visit = openVisit(simulator, request)
    if (isOtherName(request, visit.url)) return redirect(visit.url.href)
    if (visit.url.pathname.startsWith('/simulation/')) return simulationAnswer(visit, request, memory)
    return request.method === 'GET' || request.method === 'HEAD' ? page(visit) : undefined
  }
}

/** The portal has one name; a frame's answers go to it alone, so a page under another name of this machine moves there. */
function isOtherName(request: Request, url: URL): boolean {
  const host = request.headers.get('host')
  return request.method === 'GET' && host !== null && host !== url.host
}

function page(visit: Visit): Response {
  const { state, texts } = visit
  const path = visit.url.pathname
  if (path === '/') return redirect(visit.mobile ? '/mobile/' : recordPages.deal.list)
  if (!path.endsWith('/')) return redirect(withSlash(visit.url))
  const list = listAt(visit.state, path)
  if (list) return listPage(visit, list)
  const card = cardAt(visit.state, path)
  if (card) return cardPage(visit, card)
  if (path === '/marketplace/') return appsPage(visit)
  const app = state.apps.get(idIn(/^\/marketplace\/app\/(\d+)\/$/, path))
  if (app?.active) return appPage(visit, app)
  const linked = [...state.apps.values()].find((one) => path === `/marketplace/view/${one.clientId}/`)
  if (linked?.active) return appLinkPage(visit, linked)
  const person = state.users.get(idIn(/^\/company\/personal\/user\/(\d+)\/$/, path))
  if (person) return personPage(visit, person)
  return (
    attachment(visit, path) ??
    mobilePage(visit) ??
    messagePage(visit, { status: 404, title: texts.notFound, text: texts.pageGone })
  )
}

/** A file of a comment, for whoever may read one of the cards it stands in. */
function attachment({ state, person }: Visit, path: string): Response | undefined {
  const id = idIn(/^\/disk\/(?:show|download)File\/(\d+)\/$/, path)
  const comment = [...state.comments.values()].find(({ fileIds }) => fileIds?.includes(id))
  const owner = comment && findItem(state, comment.owner)
  const file = state.files.get(id)
  if (!file || !owner || !may(person, 'read', owner.type, owner.values)) return undefined
  return fileAnswer(file)
}

function idIn(form: RegExp, path: string): number {
  return Number(form.exec(path)?.[1] ?? Number.NaN)
}

/** The whole address, because a path that starts with two slashes would by itself name another host. */
function withSlash(url: URL): string {
  const address = new URL(url)
  address.pathname += '/'
  return address.href
}

function redirect(path: string): Response {
  return new Response(null, { status: 302, headers: { location: path } })
}
