import { readerLanguages, type Language } from '../state.ts'
import { peopleOf } from '../system-user.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { describeOrdered, troubles } from './trouble.ts'
import type { TroubleName } from './trouble.ts'
import { personName } from './visit.ts'
import type { Visit } from './visit.ts'
import { themes, views } from './visitor.ts'

/** How each language calls itself. */
const languageNames: Record<Language, string> = {
  de: 'Deutsch',
  en: 'English',
  fr: 'Français',
  la: 'Español',
  br: 'Português (Brasil)',
  it: 'Italiano',
  pl: 'Polski',
  ru: 'Русский',
  ua: 'Українська',
  kz: 'Қазақша',
}

/** The bar that says what this is, and through whose eyes it is seen. */
export function bar(visit: Visit): Html {
  const { texts, person } = visit
  const people = peopleOf(visit.state).filter((user) => user.active)
  const back = visit.url.pathname + visit.url.search
  return html`<header class="bar">
    <p><strong>${texts.simulation}</strong> <span>${texts.simulationNotice}</span></p>
    <form method="post" action="/simulation/visitor" aria-label="${texts.settings}">
      <input type="hidden" name="back" value="${back}" />
      ${select(
        'person',
        texts.person,
        String(person.id),
        people.map((user) => [String(user.id), personName(user) + (user.admin ? ` (${texts.administrator})` : '')]),
      )}
      ${select(
        'language',
        texts.language,
        visit.language,
        readerLanguages.map((one) => [one, languageNames[one]]),
      )}
      ${select(
        'theme',
        texts.theme,
        visit.theme,
        themes.map((one) => [one, texts.themes[one]]),
      )}
      ${select(
        'view',
        texts.view,
        visit.view,
        views.map((one) => [one, texts.views[one]]),
      )}
      <noscript><button>${texts.apply}</button></noscript>
    </form>
    ${troublePanel(visit, back)}
  </header>`
}

/** Bad moments to order; the page's script sends the order without leaving the page. */
function troublePanel({ texts, simulator }: Visit, back: string): Html {
  const ordered = describeOrdered(simulator.faults.ordered())
  const button = (name: TroubleName) => html`<button name="trouble" value="${name}">${texts.troubles[name]}</button>`
  const names = (Object.keys(troubles) as TroubleName[]).filter((name) => name !== 'none')
  return html`<details class="trouble">
    <summary>${texts.trouble}</summary>
    <form method="post" action="/simulation/trouble" data-stays>
      <input type="hidden" name="back" value="${back}" />
      <p>${texts.troubleHint}</p>
      <ul>
        ${names.map((name) => html`<li>${button(name)}</li>`)}
      </ul>
      <div class="ordered" role="status">
        ${
          ordered.length > 0
            ? html`<p>${texts.troubleOrdered}:</p>
                <ul>
                  ${ordered.map((line) => html`<li><code>${line}</code></li>`)}
                </ul>`
            : html`<p>${texts.noTrouble}</p>`
        }
      </div>
      ${button('none')}
    </form>
  </details>`
}

function select(name: string, label: string, chosen: string, options: [value: string, text: string][]): Html {
  return html`<label
    ><span>${label}</span>
    <select name="${name}">
      ${options.map(
        ([value, text]) => html`<option value="${value}" ${value === chosen && html` selected`}>${text}</option>`,
      )}
    </select></label
  >`
}
