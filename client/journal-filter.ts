import type { ExportQuery } from '../server/contract.ts'
import { isDay } from '../server/conversion/calendar.ts'
import type { Outcome } from '../server/conversion/outcome.ts'
import type { RecordTypeName } from '../server/conversion/record-types.ts'
import type { SourceTypeName } from '../server/conversion/schemes.ts'
import type { Person } from './frame.ts'

/** What became what. */
export interface Pair {
  source: SourceTypeName
  target: RecordTypeName
}

/** What a person wants to see of the history; null and empty mean everything. */
export interface JournalFilter {
  person: Person | null
  pair: Pair | null
  outcome: Outcome | null
  /** Days on the person's own calendar, YYYY-MM-DD, both included. */
  from: string
  until: string
}

/** The filter that shows everything. */
export const everything: JournalFilter = { person: null, pair: null, outcome: null, from: '', until: '' }

/** The filter as our server takes it. A day begins and ends by the clock of the person who looks. */
export function toQuery({ person, pair, outcome, from, until }: JournalFilter): Omit<ExportQuery, 'timeZone'> {
  return {
    user: person?.id,
    source: pair?.source,
    target: pair?.target,
    outcome: outcome ?? undefined,
    from: startOfDay(from, 0),
    until: startOfDay(until, 1),
  }
}

function startOfDay(day: string, later: number): string | undefined {
  if (!isDay(day)) return undefined
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}
