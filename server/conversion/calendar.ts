const day = /^(\d{4})-(\d{2})-(\d{2})$/
const moment = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:Z|([+-])(\d{2}):?(\d{2}))?$/

/** Tells whether a text of the form YYYY-MM-DD names a day of the calendar: no 30 February, no month 13, no year 0. */
export function isDay(text: string): boolean {
  const [, year = 0, month = 0, date = 0] = (day.exec(text) ?? []).map(Number)
  return year > 0 && month >= 1 && month <= 12 && date >= 1 && date <= daysOf(year, month)
}

/** Tells whether a text names a moment in ISO 8601, with or without an offset, on a real day and a real clock. */
export function isMoment(text: string): boolean {
  const [, date, hours, minutes, seconds, , offsetHours, offsetMinutes] = moment.exec(text) ?? []
  if (date === undefined || !isDay(date)) return false
  const isClock = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds ?? 0) < 60
  return isClock && Number(offsetHours ?? 0) < 24 && Number(offsetMinutes ?? 0) < 60
}

/** The day a day or a moment begins with; null where the text is neither or its day does not exist. */
export function dayOf(text: string): string | null {
  return isDay(text) || isMoment(text) ? text.slice(0, 10) : null
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
