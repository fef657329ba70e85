import { readable } from '../crm/rights.ts'
import { cardPath, titleOf } from '../crm/relations.ts'
import type { Item, TypeName } from '../state.ts'
import { stagePill } from './stages.ts'
import { formatMoment, formatMoney } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { respond } from './layout.ts'
import { recordPage } from './record-pages.ts'
import { pageWith, personLink, recordLink, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

const perPage = 50

/** The list of a record type: what this person may see, newest first. */
export function listPage(visit: Visit, type: TypeName): Response {
  const { texts } = visit
  const items = readable(visit.state, visit.person, type).toReversed()
  const last = Math.max(0, Math.ceil(items.length / perPage) - 1)
  const page = Math.min(last, Math.max(0, Number.parseInt(visit.url.searchParams.get('page') ?? '', 10) || 0))
  const columns = Object.entries(texts.listColumns)
  const main = items.length
    ? html`<div class="card list">
          <table>
            <thead>
              <tr>
                ${columns.map(([, text]) => html`<th scope="col">${text}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${items.slice(page * perPage, (page + 1) * perPage).map((item) => row(visit, item))}
            </tbody>
          </table>
        </div>
        ${last > 0 && pager(visit, page, last)}`
    : html`<p class="card notice">${texts.emptyList}</p>`
  return respond(visit, { title: typeTitle(visit, type, 1), menu: recordPage(visit.state, type).list, main })
}

function row(visit: Visit, item: Item): Html {
  const { values } = item
  const { listColumns: columns } = visit.texts
  const cell = (name: keyof typeof columns, content: Html | string | false) =>
    html`<td data-label="${columns[name]}" class="${name}">${content}</td>`
  const amount = typeof values.opportunity === 'number' && item.type !== 'contact' && item.type !== 'company'
  return html`<tr>
    <th scope="row"><a href="${cardPath(item)}">${titleOf(item) || `#${item.id}`}</a></th>
    ${cell('stage', stagePill(visit, item))} ${cell('client', client(visit, item))}
    ${cell('amount', amount && formatMoney(Number(values.opportunity), String(values.currencyId ?? ''), visit.language))}
    ${cell('responsible', personLink(visit, Number(values.assignedById)))}
    ${cell('created', typeof values.createdTime === 'string' && formatMoment(values.createdTime, visit.language))}
  </tr>`
}

function client(visit: Visit, item: Item): Html | false {
  const { companyId, companyIds, contactIds } = item.values
  const company = [companyId, companyIds].flat().find((id): id is number => typeof id === 'number' && id > 0)
  if (company) return recordLink(visit, { type: 'company', id: company })
  const contact = [contactIds].flat().find((id): id is number => typeof id === 'number' && id > 0)
  return contact !== undefined && recordLink(visit, { type: 'contact', id: contact })
}

function pager(visit: Visit, page: number, last: number): Html {
  const { texts } = visit
  return html`<nav class="pager" aria-label="${texts.pages}">
    ${page > 0 && html`<a href="${pageWith(visit, 'page', String(page - 1))}">${texts.earlier}</a>`}
    <span>${page + 1} / ${last + 1}</span>
    ${page < last && html`<a href="${pageWith(visit, 'page', String(page + 1))}">${texts.later}</a>`}
  </nav>`
}
