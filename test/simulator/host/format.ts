import { wordsFor, type Language } from '../state.ts'

/** The portal's clock stands two hours ahead of UTC all year, as its REST answers say. */
const timeZone = 'Etc/GMT-2'

/** An amount with its currency, as the portal shows it in this language. */
export function formatMoney(amount: number, currency: string, language: Language): string {
  if (!/^[A-Z]{3}$/.test(currency)) return formatNumber(amount, language)
  return new Intl.NumberFormat(wordsFor(language), { style: 'currency', currency }).format(amount)
}

/** A number without losing decimals. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(wordsFor(language), { maximumFractionDigits: 10 }).format(value)
}

/** A day kept as YYYY-MM-DD. */
export function formatDate(day: string, language: Language): string {
  return format(`${day.slice(0, 10)}T00:00:00Z`, language, { dateStyle: 'medium', timeZone: 'UTC' })
}

/** A moment kept in UTC, on the portal's clock. */
export function formatMoment(moment: string, language: Language): string {
  return format(moment, language, { dateStyle: 'medium', timeStyle: 'short', timeZone })
}

function format(moment: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? moment : new Intl.DateTimeFormat(wordsFor(language), options).format(date)
}
