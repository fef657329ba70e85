import type { PreviewAnswer } from '../../server/contract.ts'
import type { TargetPreview } from '../../server/conversion/preview.ts'
import type { RecordTypeName } from '../../server/conversion/record-types.ts'
import { consequencesOf } from '../consequences.ts'
import { clientNames, historyCounts } from '../count-text.ts'
import { addableFields, firstTargets, firstTiles, mostInRow, standingClient } from '../first-choice.ts'
import { foreign, foreignValues, recordTitle } from '../foreign-text.ts'
import { historyOf } from '../history.ts'
import { nameType } from '../name-type.ts'
import { reasonText } from '../reason-text.ts'
import { showMoney } from '../shown.ts'
import type { Sentences } from '../texts.ts'
import { usualResponsible } from '../usual-responsible.ts'
import styles from './first-sight.css?inline'
import { Markup, markup } from './markup.ts'
import { greyLines, noticeSight, type Sight } from './pieces.ts'
import { isCut, targetSight } from './target-sight.ts'

/** They come and go with it. */
const ownStyles = new Markup(`<style>${styles}</style>`)

/**
 * The convert page as it looks when it opens, for the time until the app itself has arrived and takes its place. It is
 * no page: nothing in it can be pressed, so signs and controls are as grey as in the skeleton, and it says only what
 * stays as it is, so it ends where something begins whose room only the app knows. Screen readers do not get it: they
 * would begin to read and be cut off, and begin again with the app, which announces itself by taking the keyboard.
 */
export function firstSight(own: Sentences, preview: PreviewAnswer, wished?: readonly RecordTypeName[]): string {
  const texts: Sentences = { ...own, t: (key, values) => own.t(key, foreignValues(values)) }
  const sight: Sight = { texts, preview, nameOf: (type) => nameType(texts, preview.typeNames, type) }
  const parts =
    preview.unfinished.length > 0 ? [markup`<section>${greyLines}</section>`] : choiceAndTargets(sight, wished)
  return markup`<div id="sight" lang="${texts.language}" aria-hidden="true">${ownStyles}<div class="column">${heading(sight)}${parts}</div><div class="bar"><div><i></i>${preview.unfinished.length === 0 && markup`<i></i>`}</div></div></div>`
    .text
}

/** As SourceHeading.vue. */
function heading({ texts: { language, t }, preview: { source, notShown }, nameOf }: Sight): Markup {
  const { clients, total } = source
  return markup`<header><div class="source"><h1><small>${t('source.heading')}</small><span class="title"><i></i><span><span class="dim">${nameOf(source.type)} · </span>${recordTitle(source)}</span></span></h1>${
    clients.length > 0 &&
    markup`<dl><dt>${t('source.client')}</dt><dd>${clientNames({ t }, clients, notShown?.clients)}</dd></dl>`
  }</div>${total && markup`<p class="total">${showMoney(language, total.amount, total.currency)}</p>`}</header>`
}

/** As ConvertPage.vue, below its heading. */
function choiceAndTargets(sight: Sight, wished: readonly RecordTypeName[] | undefined): Markup[] {
  const { texts, preview } = sight
  const chosen = firstTargets(preview, wished)
  const of = <T>(say: (target: TargetPreview) => T): Partial<Record<RecordTypeName, T>> =>
    Object.fromEntries(preview.targets.map((target) => [target.type, say(target)]))
  const existing = of((target) => standingClient(undefined, target))
  const consequences = consequencesOf(preview, chosen, of(addableFields), {}, {}, existing)
  const end = consequences.findIndex(isCut) + 1 || consequences.length
  return [
    ...preview.source.notices.map((notice) => noticeSight(reasonText(texts, notice))),
    markup`<section>${question(sight, chosen)}${responsible(sight, chosen)}${history(sight, chosen, existing)}</section>`,
    ...consequences.slice(0, end).map((one) => targetSight(sight, one)),
  ]
}

/** As TargetChoice.vue. */
function question({ texts, preview: { combine, targets }, nameOf }: Sight, chosen: readonly RecordTypeName[]): Markup {
  const { t } = texts
  const tiles = firstTiles(targets, chosen).map(({ type, refusal }) => {
    const state = refusal ? 'refused' : chosen.includes(type) ? 'chosen' : 'free'
    return markup`<div class="tile ${state}"><div><i></i><b>${nameOf(type)}</b><u class="${combine ? 'tick' : 'dot'}"></u></div>${
      refusal && markup`<small>${reasonText(texts, refusal)}</small>`
    }</div>`
  })
  return markup`<p class="question">${t('choice.question')}${combine && markup`<small>${t('choice.several')}</small>`}</p><div class="${targets.length > mostInRow ? 'tiles many' : 'tiles'}">${tiles}</div>${
    targets.every(({ refusal }) => refusal) && markup`<p class="none">${t('choice.none')}</p>`
  }`
}

/** As ResponsiblePerson.vue. */
function responsible({ texts: { t }, preview }: Sight, chosen: readonly RecordTypeName[]): Markup {
  const names = usualResponsible(preview, chosen).map(({ name }) => foreign(name))
  return markup`<p class="responsible"><span>${t('source.responsible')}</span><span>${names.join(', ') || t('responsible.nobody')}</span></p>`
}

/** As HistoryChoice.vue. */
function history(
  { texts, preview, nameOf }: Sight,
  chosen: readonly RecordTypeName[],
  existing: Parameters<typeof historyOf>[2],
): Markup | null {
  const { t } = texts
  const timeline = historyOf(preview, chosen, existing)
  const what = timeline && historyCounts(texts, timeline)
  if (!timeline || !(what || timeline.staying > 0 || timeline.unread)) return null
  const from = { source: preview.source.type, name: nameOf(preview.source.type) }
  return markup`<div class="history">${
    what &&
    markup`<div class="ticked"><u></u><div>${t('history.bind', { what })}<p>${t('history.hint', from)}</p></div></div>`
  }${timeline.staying > 0 && markup`<p>${t('history.staying', { count: timeline.staying, ...from })}</p>`}${
    timeline.unread && markup`<p>${t('history.unread', from)}</p>`
  }</div>`
}
