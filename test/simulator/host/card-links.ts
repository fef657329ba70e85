import { fieldsOf } from '../crm/fields.ts'
import { userFieldsOf } from '../crm/user-field-names.ts'
import { inLanguage } from '../state.ts'
import type { FieldValue, HistoryEntry, Item } from '../state.ts'
import { labelOf } from './card-fields.ts'
import { showStandardField, showUserField } from './field-value.ts'
import { formatMoment } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { personLink, recordLink, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** The records this one hangs together with, on whichever side the link is kept. */
export function dependencies(visit: Visit, item: Item): Html {
  const { texts } = visit
  const found = visit.simulator.dependencies(item.type, item.id)
  if (found.length === 0) return html`<p class="card notice">${texts.noDependencies}</p>`
  const { type, title, role } = texts.dependencyColumns
  return table(
    [title, type, role],
    found.map((other) => [recordLink(visit, other), typeTitle(visit, other.type), texts.dependencyRoles[other.role]]),
  )
}

/** Every change of a record and every link made or ended, newest first. */
export function history(visit: Visit, item: Item): Html {
  const { texts } = visit
  const own = visit.state.history.filter(({ owner }) => owner.type === item.type && owner.id === item.id)
  if (own.length === 0) return html`<p class="card notice">${texts.noHistory}</p>`
  const { when, who, what, before, after } = texts.historyColumns
  return table(
    [what, when, who, before, after],
    own
      .toSorted((a, b) => b.id - a.id)
      .map((entry) => [
        whatHappened(visit, item, entry),
        formatMoment(entry.createdTime, visit.language),
        personLink(visit, entry.authorId),
        shown(visit, item, entry.field, entry.before),
        shown(visit, item, entry.field, entry.after),
      ]),
  )
}

function whatHappened(visit: Visit, item: Item, { kind, other, field }: HistoryEntry): Html {
  const text = visit.texts.historyKinds[kind]
  if (other) return html`${text}: ${typeTitle(visit, other.type)} ${recordLink(visit, other)}`
  return field === undefined ? html`${text}` : html`${text}: ${fieldTitle(visit, item, field)}`
}

function fieldTitle(visit: Visit, item: Item, name: string): string {
  const standard = fieldsOf(visit.state, item.type).get(name)
  if (standard) return inLanguage(standard.title, visit.language)
  const own = userFieldsOf(visit.state, item.type).find((field) => field.fieldName === name)
  return own ? labelOf(own, visit) : name
}

function shown(visit: Visit, item: Item, name: string | undefined, value: FieldValue | undefined): Html {
  if (name === undefined || value === undefined) return html``
  const standard = fieldsOf(visit.state, item.type).get(name)
  if (standard) return showStandardField(visit, standard, value, item)
  const own = userFieldsOf(visit.state, item.type).find((field) => field.fieldName === name)
  return own ? showUserField(visit, own, value, item) : html``
}

function table(columns: string[], rows: (Html | string)[][]): Html {
  return html`<div class="card list">
    <table>
      <thead>
        <tr>
          ${columns.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell, index) => html`<td data-label="${columns[index + 1]}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
