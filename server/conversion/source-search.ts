import { momentOf } from './moments.ts'
import type { SourceTypeName } from './schemes.ts'

/** The types whose records can be looked up on the main page: those every portal has. */
export const searchableSources = ['lead', 'deal', 'quote'] as const satisfies SourceTypeName[]
export type SearchableSource = (typeof searchableSources)[number]

/** A record that could become something else, as a list shows it. */
export interface FoundSource {
  type: SearchableSource
  id: number
  title: string
  /** What people know a quote by; null for other types. */
  number: string | null
  client: string | null
  /** A decimal string; null without an amount. */
  total: { amount: string; currency: string } | null
  /** ISO 8601. */
  changedAt: string
}

/** What somebody typed, in all the ways in which it can be meant. */
export interface SourceSearch {
  /** Part of a title or of a company's name. */
  text: string
  /** Parts of a person's name, in any order. */
  words: string[]
  /** The number of a record. */
  id: number | null
  phone: string | null
}

const mostWords = 4
const mostIds = 2_147_483_647

/** What a search means; null when nothing was typed. */
export function parseSearch(typed: string): SourceSearch | null {
  // A batch would take what follows a `$` for a reference to another answer.
  const text = typed.replaceAll('$', ' ').replace(/\s+/gu, ' ').trim()
  if (text === '') return null
  const digits = text.replace(/\D/g, '')
  const id = /^[#№]? ?\d{1,10}$/u.test(text) ? Number(digits) : 0
  return {
    text,
    words: text.split(' ').slice(0, mostWords),
    id: id > 0 && id <= mostIds ? id : null,
    phone: digits.length >= 5 && /^[\d\s+()/.-]+$/.test(text) ? text : null,
  }
}

/** Several lists as one: every record once, the one changed last on top. */
export function mergeFound(lists: readonly FoundSource[][], most: number): FoundSource[] {
  const found = new Map(lists.flat().map((record) => [`${record.type} ${record.id}`, record]))
  return [...found.values()].sort((a, b) => changedAt(b) - changedAt(a)).slice(0, most)
}

/** A time that does not exist is older than any other. */
function changedAt(source: FoundSource): number {
  return momentOf(source.changedAt) || 0
}
