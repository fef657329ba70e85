import type { Language } from '../server/contract.ts'
import { dayOf } from '../server/conversion/calendar.ts'
import type { Shown } from '../server/conversion/preview.ts'
import { foreign, mostShown } from './foreign-text.ts'
import type { Sentences } from './texts.ts'

/** An amount of money in the reader's own spelling; exact, because a decimal string never becomes a float here. */
export function showMoney(language: Language, amount: string, currency: string): string {
  try {
    if (!isDecimal(amount)) return `${foreign(amount, mostShown.passing)} ${foreign(currency, mostShown.unit)}`.trim()
    return numberFormat(language, currency).format(amount as `${number}`)
  } catch {
    // Portals may have currencies of their own, whose codes Intl does not take.
    return `${showNumber(language, amount)} ${foreign(currency, mostShown.unit)}`.trim()
  }
}

/** A decimal string in the reader's own spelling, or as it is when it is no number. */
export function showNumber(language: Language, number: string): string {
  if (!isDecimal(number)) return foreign(number)
  return numberFormat(language).format(number as `${number}`)
}

/** What is longer is no number anybody works with, and costs as much as a page to spell. */
function isDecimal(number: string): boolean {
  return number.length <= 100 && /^-?\d+(\.\d+)?$/.test(number)
}

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Kept, since making one costs forty times what using it does; a record has a few currencies and hundreds of amounts. */
function numberFormat(language: Language, currency?: string): Intl.NumberFormat {
  const key = `${language} ${currency}`
  const format =
    numberFormats.get(key) ??
    new Intl.NumberFormat(
      language,
      currency === undefined ? { maximumFractionDigits: 10 } : { style: 'currency', currency },
    )
  // Any three letters are a currency to Intl: no portal fills the memory of a server with made-up ones.
  if (numberFormats.size >= 100) numberFormats.clear()
  numberFormats.set(key, format)
  return format
}

/** Several values of one field in one line. */
export function showValues(texts: Sentences, values: Shown[]): string {
  return values.map((value) => showValue(texts, value)).join(', ')
}

function showValue({ language, t }: Sentences, value: Shown): string {
  switch (value.kind) {
    case 'text':
      return value.cut ? t('text.cut', { text: value.text }) : foreign(value.text, mostShown.value)
    case 'number':
      return showNumber(language, value.number)
    case 'money':
      return showMoney(language, value.amount, value.currency)
    case 'date':
      // A day has no zone: read and written in UTC it stays the same day everywhere.
      return (
        showDate(language, `${value.date}T00:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }) ?? foreign(value.date)
      )
    case 'datetime':
      return showMoment(language, value.datetime)
    case 'yesNo':
      return t(value.yes ? 'value.yes' : 'value.no')
    case 'files':
      return t('value.files', { count: value.count })
    case 'more':
      return t('more.values', { count: value.count })
  }
}

/** A moment on the reader's own clock. */
export function showMoment(language: Language, moment: string): string {
  return showDate(language, moment, { dateStyle: 'medium', timeStyle: 'short' }) ?? foreign(moment)
}

/** The day of a moment on the reader's own clock. */
export function showDay(language: Language, moment: string): string {
  return showDate(language, moment, { dateStyle: 'medium' }) ?? moment
}

function showDate(language: Language, text: string, options: Intl.DateTimeFormatOptions): string | null {
  // A day that does not exist is shown as it is, not as the one the calendar runs over to.
  if (dayOf(text) === null) return null
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : new Intl.DateTimeFormat(language, options).format(date)
}
