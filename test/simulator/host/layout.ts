import { wordsFor } from '../state.ts'
import { bar } from './bar.ts'
import { html, jsonScript } from './html.ts'
import type { Html } from './html.ts'
import { menuOrder, recordPage } from './record-pages.ts'
import { typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** What a page consists of, without the portal's frame around it. */
export interface Page {
  title: string
  /** Path of the menu entry this page belongs to. */
  menu?: string
  main: Html
  status?: number
}

/** Nothing but the portal itself may run or be loaded in its pages; apps come in frames from anywhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  'frame-src *',
  'form-action *',
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ')

const styles = ['portal', 'tables', 'card', 'apps', 'sliders', 'mobile']

/** A whole page of the portal; inside a slider it comes without menu and bar. */
export function respond(visit: Visit, page: Page): Response {
  const { texts } = visit
  const document = html`<!doctype html>
    <html lang="${wordsFor(visit.language)}" data-theme="${visit.theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · ${texts.simulation}</title>
        <link rel="icon" href="/simulation/files/icon.svg" />
        ${styles.map((name) => html`<link rel="stylesheet" href="/simulation/files/${name}.css" />`)}
        ${jsonScript('portal-texts', texts.browser)}
        <script type="module" src="/simulation/files/page.js"></script>
      </head>
      <body class="${visit.inSlider ? 'in-slider' : 'whole'}${visit.mobile && ' mobile'}">
        ${!visit.inSlider && html`<a class="skip" href="#main">${texts.skip}</a>${bar(visit)}${menu(visit, page.menu)}`}
        <main id="main">
          <header class="page-head">
            <h1 id="pagetitle">${page.title}</h1>
            ${visit.inSlider && html`<span class="mark">${texts.simulation}</span>`}
          </header>
          ${page.main}
        </main>
      </body>
    </html>`
  return new Response(document.markup, {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'referrer-policy': 'same-origin',
    },
  })
}

function menu(visit: Visit, active: string | undefined): Html {
  const { texts } = visit
  const records = menuOrder(visit.state).map(
    (type) => [recordPage(visit.state, type).list, typeTitle(visit, type, 1)] as const,
  )
  const entries = visit.mobile
    ? [['/mobile/', texts.chats] as const, ['/mobile/marketplace/', texts.apps] as const, ...records]
    : [...records, ['/marketplace/', texts.apps] as const]
  return html`<nav class="menu" aria-label="${texts.menu}">
    <ul>
      ${entries.map(
        ([path, text]) => html`<li><a href="${path}" ${path === active && html` aria-current="page"`}>${text}</a></li>`,
      )}
    </ul>
  </nav>`
}
