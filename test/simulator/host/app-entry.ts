import { asMap, toText } from '../context.ts'
import { inLanguage } from '../state.ts'
import type { Text } from '../state.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { Visit } from './visit.ts'

/** What an app drew into a timeline: its texts and links, and the buttons at its bottom. Source: structure of LayoutDto. */
export function appEntry(visit: Visit, activityId: number, layout: Record<string, unknown>): Html {
  const blocks = Object.values(asMap(asMap(layout.body).blocks)).map(asMap)
  const buttons = Object.entries(asMap(asMap(layout.footer).buttons))
  const back = visit.url.pathname + visit.url.search
  return html`${blocks.map((block) => shownBlock(visit, toText(block.type), asMap(block.properties)))}
  ${
    buttons.length > 0 &&
    html`<form class="entry-buttons" method="post" action="/simulation/press" data-stays>
      <input type="hidden" name="back" value="${back}" />
      <input type="hidden" name="activity" value="${activityId}" />
      ${buttons.map(
        ([key, button]) => html`<button name="button" value="${key}">${textOf(visit, asMap(button).title)}</button>`,
      )}
    </form>`
  }`
}

function shownBlock(visit: Visit, type: string, { value, text, action }: Record<string, unknown>): Html {
  if (type === 'link') return html`<p><a href="${toText(asMap(action).uri)}">${textOf(visit, text)}</a></p>`
  return html`<p>${textOf(visit, value)}</p>`
}

/** A text, or one per language. */
function textOf({ language }: Visit, text: unknown): string {
  return typeof text === 'object' && text !== null ? inLanguage(text as Text, language) : toText(text)
}
