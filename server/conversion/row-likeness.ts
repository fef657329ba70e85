import type { ProductRow } from './snapshot.ts'

/** One degree of likeness: rows with the same text are alike. Null takes part in no comparison. */
export interface Likeness {
  ofSource(row: ProductRow): string | null
  ofEarlier(row: ProductRow): string | null
  /** The price counts, as it does in the built-in conversion. */
  byPrice: boolean
  /** The name counts, so that no other row of the same product is meant. */
  byName: boolean
}

type Part = (row: ProductRow) => string | number

const product: Part = ({ productId }) => productId
const name: Part = ({ productName }) => productName.trim()
const unit: Part = ({ measureCode, measureName }) => `${measureCode} ${measureName}`
const tax: Part = ({ taxRate, taxIncluded }) => `${taxRate} ${taxIncluded}`
const discount: Part = ({ discountTypeId, discountRate, discountSum }) => {
  const value = discountTypeId === 1 ? discountSum : discountRate
  return value === 0 ? '' : `${discountTypeId} ${toFour(value)}`
}
const price: Part = (row) => toFour(row.price)

/** The portal compares prices with four decimals. */
function toFour(value: number): string {
  return value.toFixed(4)
}

function by(...parts: Part[]): Likeness {
  const keyOf = (row: ProductRow): string => JSON.stringify(parts.map((part) => part(row)))
  return { ofSource: keyOf, ofEarlier: keyOf, byPrice: parts.includes(price), byName: true }
}

/** The same product under any name. */
function byProduct(...more: Part[]): Likeness {
  const keyOf = (row: ProductRow): string | null =>
    row.productId > 0 ? JSON.stringify([row.productId, ...more.map((part) => part(row))]) : null
  return { ofSource: keyOf, ofEarlier: keyOf, byPrice: more.includes(price), byName: false }
}

/** The same name where at least one of both is free text; two different products of one name stay different. */
function byText(free: 'ofSource' | 'ofEarlier', ...more: Part[]): Likeness {
  const named = (row: ProductRow): string | null =>
    name(row) === '' ? null : JSON.stringify([name(row), ...more.map((part) => part(row))])
  const freeText = (row: ProductRow): string | null => (row.productId > 0 ? null : named(row))
  return { ofSource: named, ofEarlier: named, byPrice: more.includes(price), byName: true, [free]: freeText }
}

/** From rows that agree in everything to those that share a product or a name; every row is tried with each in turn. */
export const likenesses: readonly [Likeness, ...Likeness[]] = [
  by(product, name, unit, tax, discount, price),
  by(product, name, unit, tax, price),
  by(product, name, unit, tax),
  by(product, name, unit, price),
  by(product, name, price),
  by(product, name, unit),
  by(product, name),
  byProduct(price),
  byText('ofEarlier', price),
  byText('ofSource', price),
  byProduct(),
  byText('ofEarlier'),
  byText('ofSource'),
]

/** Puts things under their keys, in their order; those without a key are left out. */
export function byKey<T>(things: Iterable<T>, keyOf: (thing: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(thing)
    else groups.set(key, [thing])
  }
  return groups
}

/** Tells whether two rows are the same goods under the same name, whatever they cost. */
export function isSameItem(one: ProductRow, other: ProductRow): boolean {
  return product(one) === product(other) && name(one) === name(other)
}
