import type { User } from '../state.ts'
import { html } from './html.ts'
import { respond } from './layout.ts'
import { personName } from './visit.ts'
import type { Visit } from './visit.ts'

/** An employee's page. */
export function personPage(visit: Visit, person: User): Response {
  const { texts } = visit
  const main = html`<section class="card">
    <dl class="fields">
      <div>
        <dt>${texts.position}</dt>
        <dd>${person.workPosition || '–'}</dd>
      </div>
      <div>
        <dt>${texts.email}</dt>
        <dd>${person.email ? html`<a href="mailto:${person.email}">${person.email}</a>` : '–'}</dd>
      </div>
    </dl>
  </section>`
  return respond(visit, { title: personName(person), main })
}
