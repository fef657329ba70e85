import { stagesOf } from '../crm/dictionaries.ts'
import { inLanguage } from '../state.ts'
import type { Item, TimelineComment, TimelineEntry } from '../state.ts'
import { renderBbCode } from './bb-code.ts'
import { formatMoment } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { personLink, recordLink, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** The right column of a card: comments and what the portal noted itself, newest first. */
export function timeline(visit: Visit, item: Item): Html {
  const { state, texts } = visit
  const isOwn = ({ owner }: TimelineComment | TimelineEntry): boolean =>
    owner.type === item.type && owner.id === item.id
  const comments = [...state.comments.values()].filter(isOwn).map((comment) => ({
    entry: comment,
    shown: moment(visit, 'comment', texts.comment, comment, html`<div class="bb">${renderBbCode(comment.text)}</div>`),
  }))
  const notes = state.timeline.filter(isOwn).map((entry) => ({ entry, shown: note(visit, item, entry) }))
  const all = [...notes, ...comments].toSorted((a, b) => b.entry.createdTime.localeCompare(a.entry.createdTime))
  return html`<section class="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">${texts.timeline}</h2>
    ${
      all.length > 0
        ? html`<ol>
            ${all.map(({ shown }) => shown)}
          </ol>`
        : html`<p class="card notice">${texts.noTimeline}</p>`
    }
  </section>`
}

function note(visit: Visit, item: Item, entry: TimelineEntry): Html {
  const { texts } = visit
  if (entry.kind === 'created') {
    const text = entry.basedOn
      ? html`<p>${texts.createdFrom} ${typeTitle(visit, entry.basedOn.type)} ${recordLink(visit, entry.basedOn)}</p>`
      : html``
    return moment(visit, 'created', `${typeTitle(visit, item.type)} ${texts.created}`, entry, text)
  }
  const title = entry.kind === 'final' ? texts.finished : texts.stageChanged
  return moment(
    visit,
    entry.kind,
    title,
    entry,
    html`<p>${stage(visit, item, entry.from)} → <strong>${stage(visit, item, entry.to)}</strong></p>`,
  )
}

function stage(visit: Visit, item: Item, statusId: string | undefined): string {
  const found = stagesOf(visit.state, item.type, item.values).find((status) => status.statusId === statusId)
  return found ? inLanguage(found.name, visit.language) : (statusId ?? '')
}

function moment(
  visit: Visit,
  kind: string,
  title: string,
  entry: TimelineComment | TimelineEntry,
  content: Html,
): Html {
  return html`<li class="card moment ${kind}">
    <p class="moment-head">
      <strong>${title}</strong>
      <time datetime="${entry.createdTime}">${formatMoment(entry.createdTime, visit.language)}</time>
    </p>
    ${content}
    <p class="author">${personLink(visit, entry.authorId)}</p>
  </li>`
}
