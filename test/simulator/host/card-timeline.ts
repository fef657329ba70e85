import { stagesOf } from '../crm/dictionaries.ts'
import type { Activity } from '../crm-state.ts'
import { inLanguage } from '../state.ts'
import type { Item, TimelineEntry } from '../state.ts'
import { appEntry } from './app-entry.ts'
import { renderBbCode } from './bb-code.ts'
import { formatMoment } from './format.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { momentsOf } from './timeline-entries.ts'
import type { TimelineMoment } from './timeline-entries.ts'
import { personLink, recordLink, typeTitle } from './visit.ts'
import type { Visit } from './visit.ts'

/** What a person reads of one moment. */
interface Told {
  /** Decides its mark. */
  kind: string
  title: string
  authorId: number
  content: Html
}

/** The right column of a card: comments, activities, what apps and what the portal noted, newest first. */
export function timeline(visit: Visit, item: Item): Html {
  const { texts } = visit
  const moments = momentsOf(visit, item)
  return html`<section class="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">${texts.timeline}</h2>
    ${
      moments.length > 0
        ? html`<ol>
            ${moments.map((moment) => shown(visit, moment.at, tell(visit, item, moment)))}
          </ol>`
        : html`<p class="card notice">${texts.noTimeline}</p>`
    }
  </section>`
}

function tell(visit: Visit, item: Item, moment: TimelineMoment): Told {
  switch (moment.kind) {
    case 'comment': {
      const { authorId, text } = moment.comment
      return bbCode('comment', visit.texts.comment, authorId, text)
    }
    case 'log':
      return bbCode('log', moment.message.title, moment.message.authorId, moment.message.text)
    case 'activity':
      return activity(visit, moment.activity)
    case 'entry':
      return note(visit, item, moment.entry)
  }
}

function bbCode(kind: string, title: string, authorId: number, text: string): Told {
  return { kind, title, authorId, content: html`<div class="bb">${renderBbCode(text)}</div>` }
}

function activity(visit: Visit, { id, values, configurable }: Activity): Told {
  const { texts, language } = visit
  const done = values.COMPLETED === 'Y'
  const responsible = Number(values.RESPONSIBLE_ID ?? 0)
  return {
    kind: done ? 'activity done' : 'activity',
    title: values.SUBJECT || texts.activity,
    authorId: Number(values.AUTHOR_ID ?? 0),
    content: html`${configurable && appEntry(visit, id, configurable.layout)}${values.DESCRIPTION && html`<p>${values.DESCRIPTION}</p>`}
      <p class="quiet">
        ${done ? texts.activityDone : texts.activityOpen}${values.DEADLINE && html`, ${texts.due} ${formatMoment(values.DEADLINE, language)}`}
      </p>
      ${responsible > 0 && html`<p>${texts.listColumns.responsible}: ${personLink(visit, responsible)}</p>`}`,
  }
}

function note(visit: Visit, item: Item, entry: TimelineEntry): Told {
  const { texts } = visit
  const { kind, authorId, basedOn } = entry
  if (kind === 'created') {
    const content = basedOn
      ? html`<p>${texts.createdFrom} ${typeTitle(visit, basedOn.type)} ${recordLink(visit, basedOn)}</p>`
      : html``
    return { kind, title: `${typeTitle(visit, item.type)} ${texts.created}`, authorId, content }
  }
  const content = html`<p>${stage(visit, item, entry.from)} → <strong>${stage(visit, item, entry.to)}</strong></p>`
  return { kind, title: kind === 'final' ? texts.finished : texts.stageChanged, authorId, content }
}

function stage(visit: Visit, item: Item, statusId: string | undefined): string {
  const found = stagesOf(visit.state, item.type, item.values).find((status) => status.statusId === statusId)
  return found ? inLanguage(found.name, visit.language) : (statusId ?? '')
}

function shown(visit: Visit, at: string, { kind, title, authorId, content }: Told): Html {
  return html`<li class="card moment ${kind}">
    <p class="moment-head">
      <strong>${title}</strong>
      <time datetime="${at}">${formatMoment(at, visit.language)}</time>
    </p>
    ${content}
    <p class="author">${personLink(visit, authorId)}</p>
  </li>`
}
