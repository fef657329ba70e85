import { may } from '../crm/rights.ts'
import { cardPath, titleOf } from '../crm/relations.ts'
import type { Simulator } from '../create-simulator.ts'
import { factsOf, isBuiltIn } from '../crm/record-types.ts'
import { findItem, inLanguage, wordsFor } from '../state.ts'
import type { ItemRef, PortalState, TypeName } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { texts } from './texts.ts'
import type { Texts } from './texts.ts'
import { readVisitor } from './visitor.ts'
import type { Visitor } from './visitor.ts'

/** One look at one page: who looks, in which words, at what. */
export interface Visit extends Visitor {
  simulator: Simulator
  state: PortalState
  url: URL
  texts: Texts
  /** The page stands in a slider of another page and leaves out the portal's frame. */
  inSlider: boolean
  /** What the mobile client shows: no placements but its own, no sliders. */
  mobile: boolean
  /** Path and query of the page of this portal the visitor came from. */
  cameFrom: string | null
}

/** Reads a request as a visit. */
export function openVisit(simulator: Simulator, request: Request): Visit {
  const visitor = readVisitor(request, simulator.state)
  const url = new URL(request.url)
  return {
    ...visitor,
    simulator,
    state: simulator.state,
    url,
    texts: texts[wordsFor(visitor.language)],
    inSlider: url.searchParams.get('IFRAME') === 'Y',
    mobile: visitor.view === 'mobile' || url.pathname.startsWith('/mobile/'),
    cameFrom: cameFrom(request, url.origin),
  }
}

function cameFrom(request: Request, origin: string): string | null {
  const referrer = request.headers.get('referer')
  if (referrer === null || !URL.canParse(referrer)) return null
  const from = new URL(referrer)
  return from.origin === origin ? from.pathname + from.search : null
}

/** The address of this page with one part of its query changed; whether it stands in a slider stays as it is. */
export function pageWith(visit: Visit, name: string, value: string | null): string {
  const query = new URLSearchParams(visit.url.searchParams)
  if (value === null) query.delete(name)
  else query.set(name, value)
  const text = query.toString()
  return visit.url.pathname + (text && `?${text}`)
}

/** What one record of a type is called, or many of them; a smart process has one name for both. */
export function typeTitle(visit: Visit, type: TypeName, many: 0 | 1 = 0): string {
  return isBuiltIn(type) ? visit.texts.types[type][many] : inLanguage(factsOf(visit.state, type).name, visit.language)
}

/** A link to a record's card by the record's name; only the name where the visitor may not open it. */
export function recordLink(visit: Visit, ref: ItemRef): Html {
  const item = findItem(visit.state, ref)
  const number = `${typeTitle(visit, ref.type)} #${ref.id}`
  if (!item) return html`<span class="quiet">${number} (${visit.texts.deletedRecord})</span>`
  if (!may(visit.person, 'read', ref.type, item.values)) return html`<span class="quiet">${number}</span>`
  return html`<a href="${cardPath(ref)}">${titleOf(item) || number}</a>`
}

/** A person's name as a link to their page; the portal itself has no number. */
export function personLink(visit: Visit, id: number): Html {
  const user = visit.state.users.get(id)
  if (!user) return html`<span>${id > 0 ? `#${id}` : visit.texts.system}</span>`
  return html`<a href="/company/personal/user/${user.id}/">${personName(user)}</a>`
}

/** First and last name. */
export function personName(user: { name: string; lastName: string }): string {
  return `${user.name} ${user.lastName}`.trim()
}
