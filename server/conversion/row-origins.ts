import Big from 'big.js'
import { byKey, isSameItem, likenesses } from './row-likeness.ts'
import type { ProductRow, RecordedRow } from './snapshot.ts'

/** Where a row of an earlier document came from: a place in the source, `gone`, or null where nothing is recorded. */
export type Origin = number | 'gone' | null

/**
 * Finds the source's row for each row of a document that the journal has recorded. Prices, names or quantities may have
 * been changed since; a row that was added to the document has no origin.
 */
export function originsOf(
  rows: readonly ProductRow[],
  recorded: readonly RecordedRow[],
  source: readonly ProductRow[],
): Origin[] {
  const partners = partnersOf(rows, recorded)
  const places = new Map(source.flatMap(({ id }, place) => (id === undefined ? [] : [[id, place] as const])))
  return partners.map((partner) => partner && placeOf(partner, source, places))
}

function placeOf(
  { row, place }: RecordedRow,
  source: readonly ProductRow[],
  places: ReadonlyMap<number, number>,
): number | 'gone' {
  const known = row.id === undefined ? undefined : places.get(row.id)
  if (known !== undefined) return known
  const there = source[place]
  return there && isSameItem(there, row) ? place : 'gone'
}

/** Pairs the rows a document has with those that were written into it, the most alike first. */
function partnersOf(rows: readonly ProductRow[], recorded: readonly RecordedRow[]): (RecordedRow | null)[] {
  const partners = rows.map((): RecordedRow | null => null)
  const free = new Set(recorded)
  const pair = (keyOf: (row: ProductRow) => string | null, writtenKeyOf = keyOf): void => {
    const written = byKey(free, ({ row }) => writtenKeyOf(row))
    rows.forEach((row, index) => {
      const key = keyOf(row)
      const found = partners[index] === null && key !== null && written.get(key)?.shift()
      if (!found) return
      partners[index] = found
      free.delete(found)
    })
  }
  const [strictest] = likenesses
  pair((row) => `${strictest.ofSource(row)} ${new Big(row.quantity).toFixed(4)}`)
  for (const { ofEarlier, ofSource } of likenesses) if (free.size > 0) pair(ofEarlier, ofSource)
  // As many rows as were written: those that are like no other were renamed, not exchanged.
  const rest = rows.length === recorded.length ? [...free] : []
  return partners.map((partner) => partner ?? rest.shift() ?? null)
}
