import type { Reason, ReasonCode } from '../conversion/reasons.ts'

/**
 * How much of each is read for one look. The owner of a portal decides what it answers, so every count is ours: what a
 * portal holds beyond it is told as not shown. All are far above what the documentation and real portals know.
 */
export const ceilings = {
  /** Fields of one record type. */
  fields: 2000,
  /** Entries of one list: options of a field, pipelines, dictionary entries. */
  entries: 5000,
  /** Product rows of one record: fifty pages, which fit into one more batch. */
  rows: 2500,
  /** Records of one target type that were made from the source. */
  children: 500,
  /** Pages of rows that those records have beyond their first. */
  childRowPages: 100,
  /** Smart processes of one portal. */
  smartTypes: 200,
  /** Types that one source may become. */
  targets: 40,
} as const

/** Tells a person that the portal holds more of something than is read. */
export function moreThan(code: ReasonCode, limit: number): Reason {
  return { code, details: { limit } }
}

/** A count of the portal: a whole number that is not negative; null for everything else. */
export function countIn(value: unknown): number | null {
  const count = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null
}

/** Where the pages behind the first begin, up to a ceiling: 50, 100, … */
export function laterPages(total: number, pageSize: number, ceiling: number): number[] {
  const known = Math.min(total, ceiling)
  return Array.from({ length: Math.max(0, Math.ceil(known / pageSize) - 1) }, (_, page) => (page + 1) * pageSize)
}
