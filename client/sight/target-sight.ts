import type { TargetPreview } from '../../server/conversion/preview.ts'
import type { Consequences } from '../consequences.ts'
import { amountText, fieldCounts, productCounts, userFieldLabel } from '../count-text.ts'
import { firstPipeline, startStage } from '../first-choice.ts'
import { foreign, mostShown, recordTitle } from '../foreign-text.ts'
import { markup, type Markup, type Part } from './markup.ts'
import { greyLines, noticeSight, type Sight } from './pieces.ts'
import { reasonText } from '../reason-text.ts'
import { showValues } from '../shown.ts'

/** Missing fields that the first screen has room for. */
const mostMissing = 6

/** Whether more of this target follows than the sight shows, so that nothing can stand below it. */
export function isCut({ target, required }: Consequences): boolean {
  const { missingUserFields, missingOptions } = target
  const isLong = missingUserFields.length > mostMissing || missingOptions.length > 0
  return isLong || hasKnown(target) || target.exhausted || required.length > 0
}

function hasKnown({ known, knownNotices }: TargetPreview): boolean {
  return known.length + knownNotices.length > 0
}

/** As TargetBlock.vue. */
export function targetSight(sight: Sight, consequences: Consequences): Markup {
  const { texts, preview, nameOf } = sight
  const { t } = texts
  const { target, products } = consequences
  const { type, reuse, pipelines, notices, rows } = target
  const stage = reuse ? null : startStage(target, firstPipeline(target, preview.remembered?.pipelines[type]))
  const amount = amountText(texts, products)
  const title = markup`<h2><i></i>${nameOf(type)}</h2>`
  const link =
    reuse &&
    markup`<p class="full">${t('reuse.notice', { target: type, source: preview.source.type, title: recordTitle(reuse) })}</p><i class="record"></i>`
  if (hasKnown(target) || target.exhausted) return markup`<section class="target">${title}${link}${greyLines}</section>`
  const start = [
    pipelines.length > 1 && markup`<p class="pipeline">${t('pipeline.label')}<i></i></p>`,
    stage && markup`<p class="dim">${t('start.stage', { stage })}</p>`,
    !reuse && notices.map((notice) => noticeSight(reasonText(texts, notice))),
  ]
  if (consequences.required.length > 0)
    return markup`<section class="target">${title}${link}${start}${greyLines}</section>`
  return markup`<section class="target">${title}${link}${start}${
    rows.length > 0
      ? folded(t('products.heading'), productCounts(texts, products), [
          products.total?.manual === true && markup`<em>${t('products.manual')}</em>`,
          products.lines.every(({ on }) => !on) && markup`<span class="warning">${t('products.none')}</span>`,
        ])
      : amount && markup`<p><span class="faint">${t('products.amount')}</span> ${amount}</p>`
  }${!reuse && folded(t('fields.heading'), fieldCounts(texts, consequences))}${legal(sight, consequences)}${missing(sight, consequences)}</section>`
}

/** As FoldedPart.vue, which nobody has unfolded yet. */
function folded(title: string, summary: string, more: Part = null): Markup {
  return markup`<div class="folded"><h3>${title}</h3><span>${summary}</span>${more}</div>`
}

/** As LegalDetails.vue. */
function legal({ texts, preview: { source } }: Sight, { target, address: goes }: Consequences): Markup | null {
  const { t } = texts
  const address = goes && source.address
  if (target.legal.length === 0 && !address) return null
  const lines = target.legal.map(
    ({ what, text }) => markup`<div><dt>${t(`legal.${what}`)}</dt><dd>${foreign(text, 2000)}</dd></div>`,
  )
  return markup`<div><h3>${t('legal.heading')}</h3><dl class="legal">${lines}${
    address &&
    markup`<div><dt>${t('legal.address')}</dt><dd>${address.lines.map((line) => markup`<span>${foreign(line)}</span>`)}<small>${
      goes === 'taken' ? t('legal.addressTaken', { target: target.type }) : reasonText(texts, address.reason)
    }</small></dd></div>`
  }</dl></div>`
}

/** As MissingFields.vue, as far as the first screen goes. A moment is left out: only the browser knows the reader's clock. */
function missing({ texts, nameOf }: Sight, { target }: Consequences): Markup | null {
  const { t } = texts
  const { type, missingUserFields: fields, userFieldsRefusal: refusal, fieldsByInstaller } = target
  if (fields.length === 0) return null
  const lines = fields.slice(0, mostMissing).map((field) => {
    const isTimeless = field.values.every(({ kind }) => kind !== 'datetime')
    const value = isTimeless
      ? foreign(showValues(texts, field.values), mostShown.passing) || t('value.empty')
      : '\u00a0'
    const line = markup`<div>${userFieldLabel(texts, field)}<p>${value}</p></div>`
    return refusal ? line : markup`<div class="ticked"><u></u>${line}</div>`
  })
  const all = !refusal && fields.length > 1 && markup`<div class="ticked"><u></u>${t('missing.all')}</div>`
  return markup`<div class="missing"><div><h3>${t('missing.heading', { target: type, name: nameOf(type) })}</h3>${all}</div><small>${
    refusal ? reasonText(texts, refusal) : t('missing.hint')
  } ${fieldsByInstaller && t('missing.byInstaller')}</small><div class="fields">${lines}</div></div>`
}
