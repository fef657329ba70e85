import { may } from '../crm/rights.ts'
import { titleOf } from '../crm/relations.ts'
import { factsOf } from '../crm/record-types.ts'
import { findItem } from '../state.ts'
import type { Item, ItemRef } from '../state.ts'
import { fieldColumn } from './card-fields.ts'
import { dependencies, history } from './card-links.ts'
import { cardMenu } from './card-menu.ts'
import { products } from './card-products.ts'
import { timeline } from './card-timeline.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { respond } from './layout.ts'
import { messagePage } from './message-page.ts'
import { chatLinks } from './mobile-pages.ts'
import { recordPage } from './record-pages.ts'
import { stageBar } from './stages.ts'
import type { Texts } from './texts.ts'
import { pageWith, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

type Tab = keyof Texts['tabs']

const tabs: Record<Tab, (visit: Visit, item: Item) => Html> = {
  general: (visit, item) =>
    html`<div class="columns">
      <div>${fieldColumn(visit, item)}</div>
      ${timeline(visit, item)}
    </div>`,
  products,
  dependencies,
  history,
}

/** The card of a record, or why it cannot be shown. */
export function cardPage(visit: Visit, ref: ItemRef): Response {
  const { texts } = visit
  const item = findItem(visit.state, ref)
  const menu = recordPage(visit.state, ref.type).list
  if (!item) return messagePage(visit, { status: 404, title: texts.notFound, text: texts.recordGone, menu })
  if (!may(visit.person, 'read', ref.type, item.values))
    return messagePage(visit, { status: 403, title: texts.denied, text: texts.deniedRecord, menu })
  const offered = tabsOf(visit, item)
  const tab = offered.find((name) => name === visit.url.searchParams.get('tab')) ?? 'general'
  const kind = typeTitle(visit, item.type)
  const main = html`<div class="card-head">
      <p class="kind">${kind} #${item.id}</p>
      ${visit.mobile ? chatLinks(visit, item) : cardMenu(visit, item)}
    </div>
    ${stageBar(visit, item)}
    <nav class="tabs" aria-label="${texts.tabsLabel}">
      <ul>
        ${offered.map(
          (name) =>
            html`<li>
              <a
                href="${pageWith(visit, 'tab', name === 'general' ? null : name)}"
                ${name === tab && html` aria-current="page"`}
                >${texts.tabs[name]}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    ${tab !== 'general' && html`<h2 class="visually-hidden">${texts.tabs[tab]}</h2>`} ${tabs[tab](visit, item)}`
  return respond(visit, { title: titleOf(item) || `${kind} #${item.id}`, menu, main })
}

function tabsOf(visit: Visit, item: Item): Tab[] {
  const all = Object.keys(tabs) as Tab[]
  return factsOf(visit.state, item.type).carriesRows ? all : all.filter((tab) => tab !== 'products')
}
