import Big from 'big.js'
import type { HistoryPreview, MissingUserField } from '../server/conversion/preview.ts'
import type { Consequences } from './consequences.ts'
import { foreign, mostShown } from './foreign-text.ts'
import type { HistoryConsequences } from './history.ts'
import type { Products } from './part-quantities.ts'
import { showMoney } from './shown.ts'
import type { Sentences } from './texts.ts'

/** "5 fields are transferred · 1 changed · 2 left behind". */
export function fieldCounts({ t }: Sentences, { target, taken, added, changed, left }: Consequences): string {
  const hidden = target.notShown?.fields ?? 0
  return [
    t('fields.taken', { count: taken.length + added.length + changed.length }),
    ...(changed.length > 0 ? [t('fields.changed', { count: changed.length })] : []),
    ...(left.length > 0 ? [t('fields.left', { count: left.length })] : []),
    ...(hidden > 0 ? [t('fields.notShown', { count: hidden })] : []),
  ].join(' · ')
}

/** "2 of 3 items · €120.00 · already transferred: €60.00". */
export function productCounts({ language, t }: Sentences, { lines, more, total, converted }: Products): string {
  const on = lines.filter((line) => line.on).length
  const count = lines.length + more
  const money = (amount: string): string => showMoney(language, amount, total?.currency ?? '')
  return [
    more > 0 || on === count ? t('products.count', { count }) : t('products.chosen', { on, count }),
    ...(total ? [money(total.amount)] : []),
    ...(more === 0 && new Big(converted).gt(0) ? [t('products.converted', { amount: money(converted) })] : []),
  ].join(' · ')
}

/** The amount of a target without rows; null when there is none to speak of. */
export function amountText({ language }: Sentences, { total }: Products): string | null {
  return total && !new Big(total.amount).eq(0) ? showMoney(language, total.amount, total.currency) : null
}

/** "5 activities, 2 comments"; of very many only the newest. */
export function historyCounts({ t }: Sentences, history: HistoryConsequences): string {
  return (['activities', 'comments'] as const)
    .flatMap((kind: keyof HistoryPreview) => {
      const count = history[kind]
      if (!count) return []
      const { carried, total } = count
      return carried < total ? [t(`history.${kind}.newest`, { carried, total })] : [t(`history.${kind}`, { total })]
    })
    .join(', ')
}

/** "Roof type (list, 4 values)". */
export function userFieldLabel(
  { t, has }: Sentences,
  { label, type, multiple, optionCount }: MissingUserField,
): string {
  const key = `userFieldType.${type}`
  const kind = [t(has(key) ? key : 'userFieldType.other')]
  if (optionCount !== null) kind.push(t('missing.options', { count: optionCount }))
  if (multiple) kind.push(t('missing.multiple'))
  return `${foreign(label)} (${kind.join(', ')})`
}

const mostClients = 10

/** The names of clients in one line, and how many more there are. */
export function clientNames({ t }: Pick<Sentences, 't'>, names: readonly string[], more = 0): string {
  const shown = names.slice(0, mostClients).map((name) => foreign(name, mostShown.passing))
  const rest = names.length - shown.length + more
  return [shown.join(', '), ...(rest > 0 ? [t('more.values', { count: rest })] : [])].join(' ')
}
