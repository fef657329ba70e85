import { html } from './html.ts'
import { respond } from './layout.ts'
import type { Visit } from './visit.ts'

/** A page that only says why there is nothing to see. */
export function messagePage(
  visit: Visit,
  message: { status: number; title: string; text: string; menu?: string },
): Response {
  return respond(visit, { ...message, main: html`<p class="card notice" role="alert">${message.text}</p>` })
}
