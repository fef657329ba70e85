import type { Clock } from './clock.ts'

/**
 * The clock of the portal. Moments are kept as ISO 8601 in UTC and shown with the portal's offset; dates are kept as
 * `YYYY-MM-DD` and shown as midnight UTC in that offset, which is why they carry a time of day
 * (`2000-01-01T02:00:00+02:00` in the documentation of crm.item.get).
 */
const offsetHours = 2

/** Now, to the second, as it is stored. */
export function nowUtc(clock: Clock): string {
  return `${new Date(clock.now()).toISOString().slice(0, 19)}Z`
}

/** A stored moment or date as the portal shows it. */
export function shown(stored: string): string {
  const moment = new Date(stored.length === 10 ? `${stored}T00:00:00Z` : stored)
  const moved = new Date(moment.getTime() + offsetHours * 3_600_000)
  return `${moved.toISOString().slice(0, 19)}+0${offsetHours}:00`
}

/** A date, some days from today. */
export function dateInDays(clock: Clock, days: number): string {
  return new Date(clock.now() + days * 86_400_000).toISOString().slice(0, 10)
}

/** Reads what a client sends for a moment; null when it cannot be understood (the portal then skips the value). */
export function parseMoment(text: string): string | null {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text.trim())
  const iso = german
    ? `${german[3]}-${german[2]?.padStart(2, '0')}-${german[1]?.padStart(2, '0')}${german[4] ? `T${german[4]}` : ''}`
    : text.trim()
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) || iso.length <= 10
  const time = Date.parse(hasZone ? iso : `${iso}+0${offsetHours}:00`)
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`
}

/** Reads what a client sends for a date: the day the moment has in UTC, so a wrong offset drifts by a day. */
export function parseDate(text: string): string | null {
  return parseMoment(text)?.slice(0, 10) ?? null
}

/** Seconds since 1970, with fraction. */
export function unixTime(clock: Clock): number {
  return clock.now() / 1000
}
