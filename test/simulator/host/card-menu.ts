import { inLanguage } from '../state.ts'
import type { App, Item, Placement } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { recordPage } from './record-pages.ts'
import type { Visit } from './visit.ts'

/**
 * The menu at the top right of a card. It holds what apps bound to the card's toolbar; an app whose installation is not
 * finished offers nothing. The record's id goes along as text under the key of its type.
 */
export function cardMenu(visit: Visit, item: Item): Html {
  const { texts } = visit
  const { code, idKey } = recordPage(visit.state, item.type).toolbar
  const offers = [...visit.state.apps.values()]
    .filter((app) => app.active && app.installed)
    .flatMap((app) => app.placements.map((placement) => ({ app, placement })))
    .filter(({ placement }) => placement.placement === code)
  const options = JSON.stringify({ [idKey]: String(item.id) })
  return html`<details class="menu-button menu">
    <summary aria-label="${texts.moreActions}" title="${texts.moreActions}">
      <span aria-hidden="true">•••</span>
    </summary>
    ${
      offers.length > 0
        ? html`<ul>
            ${offers.map(
              ({ app, placement }) =>
                html`<li>
                  <button
                    type="button"
                    data-app="${app.id}"
                    data-placement="${code}"
                    data-handler="${placement.handler}"
                    data-options="${options}"
                  >
                    ${placementTitle(visit, app, placement)}
                  </button>
                </li>`,
            )}
          </ul>`
        : html`<p>${texts.noActions}</p>`
    }
  </details>`
}

/** What the menu calls a placement: its title in the visitor's language, else the app's name, else its number. */
export function placementTitle(visit: Visit, app: App, { langAll }: Placement): string {
  const titles = Object.fromEntries(
    Object.entries(langAll).map(([language, { TITLE }]) => [language, TITLE || undefined]),
  )
  return inLanguage(titles, visit.language) || inLanguage(app.title, visit.language) || `App #${app.id}`
}
