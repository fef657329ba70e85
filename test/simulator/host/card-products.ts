import Big from 'big.js'
import { totalsOf } from '../crm/product-rows.ts'
import type { Item, ProductRow } from '../state.ts'
import { formatMoney, formatNumber } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { Visit } from './visit.ts'

/** The products of a record in their order, with the total the portal works out from them. */
export function products(visit: Visit, item: Item): Html {
  const { texts, language } = visit
  if (item.rows.length === 0) return html`<p class="card notice">${texts.noProducts}</p>`
  const money = (amount: number) => formatMoney(amount, String(item.values.currencyId ?? ''), language)
  const totals = totalsOf(item.rows)
  const { name, price, quantity, discount, tax, sum } = texts.products
  return html`<div class="card list">
    <table>
      <thead>
        <tr>
          ${[name, price, quantity, discount, tax, sum].map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${item.rows.toSorted((a, b) => a.sort - b.sort || a.id - b.id).map((row) => productRow(visit, row, money))}
      </tbody>
    </table>
    <dl class="totals">
      <div>
        <dt>${texts.total}</dt>
        <dd>${money(totals.opportunity)}</dd>
      </div>
      <div>
        <dt>${texts.totalTax}</dt>
        <dd>${money(totals.taxValue)}</dd>
      </div>
    </dl>
  </div>`
}

function productRow(visit: Visit, row: ProductRow, money: (amount: number) => string): Html {
  const { products: texts } = visit.texts
  const cell = (label: string, content: string) => html`<td data-label="${label}" class="number">${content}</td>`
  const percent = (rate: number) => `${formatNumber(rate, visit.language)} %`
  const discount =
    row.discountTypeId === 2
      ? row.discountRate > 0 && percent(row.discountRate)
      : row.discountSum > 0 && money(row.discountSum)
  const tax =
    row.taxRate === null ? texts.noTax : percent(row.taxRate) + (row.taxIncluded === 'Y' ? ` ${texts.taxIncluded}` : '')
  return html`<tr>
    <th scope="row">${row.productName}</th>
    ${cell(texts.price, money(row.price))}
    ${cell(texts.quantity, `${formatNumber(row.quantity, visit.language)} ${row.measureName}`)}
    ${cell(texts.discount, discount || '–')} ${cell(texts.tax, tax)}
    ${cell(texts.sum, money(Number(new Big(row.price).times(row.quantity).round(2, Big.roundHalfUp))))}
  </tr>`
}
