import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriedRows, subtractEarlier } from '../../server/conversion/remaining.ts'
import { likenesses } from '../../server/conversion/row-likeness.ts'
import type { Child, ProductRow } from '../../server/conversion/snapshot.ts'
import { row } from './build.ts'

type Document = Pick<Child, 'rows' | 'recorded'>

const left = (rows: ProductRow[], ...documents: Document[]) =>
  subtractEarlier(rows, documents).map((one) => Number(one.left))

/** A document made by hand, of which the journal knows nothing. */
const byHand = (...rows: ProductRow[]): Document => ({ rows })

/** A document the journal has recorded: the places its rows had, what was written, and what stands there now. */
const recorded = (written: [place: number, row: ProductRow][], now = written.map(([, one]) => one)): Document => ({
  rows: now,
  recorded: written.map(([place, one]) => ({ place, row: one })),
})

describe('what earlier records carry is taken off', () => {
  test.each([
    ['a part', [row({ quantity: 10 })], [row({ quantity: 4 })], [6]],
    ['all of it', [row({ quantity: 10 })], [row({ quantity: 6 }), row({ quantity: 4 })], [0]],
    ['never more than there is', [row({ quantity: 10 })], [row({ quantity: 12 })], [0]],
    ['the first of equal rows first', [row({ quantity: 3 }), row({ quantity: 3 })], [row({ quantity: 4 })], [0, 2]],
    ['although the price was changed', [row({ price: 100 })], [row({ price: 95 })], [0]],
    [
      'by the product, whatever it is called',
      [row({ productId: 7 })],
      [row({ productId: 7, productName: 'New name' })],
      [0],
    ],
    ['by the name, where one of both is free text', [row({ productId: 7 })], [row()], [0]],
    ['not from free text of another name', [row()], [row({ productName: 'Slate' })], [1]],
    ['not from another product of the same name', [row({ productId: 7 })], [row({ productId: 8 })], [1]],
    ['nothing by rows without quantity', [row({ quantity: 2 })], [row({ quantity: 0 })], [2]],
    ['nothing of a sale by what came back', [row({ quantity: 2 })], [row({ quantity: -5 })], [2]],
    [
      'sold and returned goods apart',
      [row({ quantity: 10 }), row({ quantity: -2 })],
      [row({ quantity: -2 }), row({ quantity: 4 })],
      [6, 0],
    ],
    ['fractions exactly', [row({ quantity: 0.3 })], [row({ quantity: 0.1 })], [0.2]],
  ])('%s', (_, rows, earlier, expected) => {
    expect(left(rows, byHand(...earlier))).toEqual(expected)
  })

  test.each<[string, Partial<ProductRow>, Partial<ProductRow>]>([
    ['names', { productName: 'Ground floor' }, { productName: 'First floor' }],
    ['tax rates', { taxRate: 19 }, { taxRate: 0 }],
    ['no tax and a rate', { taxRate: null }, { taxRate: 19 }],
    ['tax included or added', { taxRate: 19, taxIncluded: 'Y' }, { taxRate: 19, taxIncluded: 'N' }],
    ['units', { measureCode: 166, measureName: 'kg' }, { measureCode: 168, measureName: 't' }],
    ['discounts', { discountRate: 10 }, { discountRate: 20 }],
    ['prices', { price: 100 }, { price: 95 }],
  ])('from the row that is alike, which %s tell apart', (_, one, other) => {
    const rows = [row({ productId: 12, ...one }), row({ productId: 12, ...other })]
    expect(left(rows, byHand(rows[1]!))).toEqual([1, 0])
    expect(left(rows, byHand(rows[0]!))).toEqual([0, 1])
  })

  test('a surplus goes to rows of the same price, as the built-in conversion adds them up, and no further', () => {
    const ground = row({ productId: 12, productName: 'Ground floor', quantity: 2 })
    const first = row({ productId: 12, productName: 'First floor', quantity: 2 })
    expect(left([ground, first], byHand({ ...ground, quantity: 3 }))).toEqual([0, 1])
    expect(left([ground, { ...first, price: 11 }], byHand({ ...ground, quantity: 3 }))).toEqual([0, 2])
  })
})

describe('of what the journal has recorded', () => {
  const ground = row({ id: 71, productId: 12, productName: 'Floor', quantity: 2 })
  const first = row({ id: 72, productId: 12, productName: 'Floor', quantity: 2 })

  test('it knows which of two equal rows was carried', () => {
    expect(left([ground, first], recorded([[1, first]]))).toEqual([2, 0])
  })
  test('a row is still known when its price, its name or its quantity was changed', () => {
    expect(left([ground, first], recorded([[1, first]], [{ ...first, id: 900, price: 95 }]))).toEqual([2, 0])
    const renamed = { ...first, id: 900, productId: 0, productName: 'Works', price: 7 }
    expect(left([ground, first], recorded([[1, first]], [renamed]))).toEqual([2, 0])
    expect(left([ground, first], recorded([[1, first]], [{ ...first, id: 900, quantity: 1 }]))).toEqual([2, 1])
  })
  test('a row that was moved in the source is found by its number there, without numbers by its place', () => {
    expect(left([first, ground], recorded([[1, first]]))).toEqual([0, 2])
    const unnumbered = row({ productId: 12, productName: 'Floor', quantity: 2 })
    expect(left([unnumbered, { ...unnumbered }], recorded([[1, unnumbered]]))).toEqual([2, 0])
  })
  test('a row that the source has no more takes nothing from others of its product', () => {
    const cellar = row({ id: 70, productId: 12, productName: 'Cellar', quantity: 2 })
    expect(left([ground, first], recorded([[0, cellar]]))).toEqual([2, 2])
  })
  test('what was added to a record by hand is matched like any other row', () => {
    const extra = row({ productName: 'Travel' })
    expect(left([ground, extra], recorded([[0, ground]], [ground, extra]))).toEqual([0, 0])
  })
  test('what a person took beyond a row changes no other goods', () => {
    const other = { ...first, productName: 'Roof' }
    expect(left([ground, other], recorded([[0, { ...ground, quantity: 5 }]]))).toEqual([0, 2])
  })
})

describe('for any rows', () => {
  const anyRow = fc.record({
    productId: fc.constantFrom(0, 1, 2),
    productName: fc.constantFrom('Tile', 'Slate'),
    price: fc.constantFrom(10, 10.5),
    taxRate: fc.constantFrom(null, 19),
    quantity: fc.integer({ min: -20, max: 50 }).map((tenths) => tenths / 10),
  })
  const rows = fc.array(anyRow.map(row), { maxLength: 12 })
  const [strictest] = likenesses
  /** Quantities of wholly like rows, those sold apart from those returned. */
  const totals = (list: readonly { row: ProductRow; quantity: Big }[]) => {
    const sums = new Map<string, Big>()
    for (const one of list) {
      const key = `${one.quantity.s} ${strictest.ofSource(one.row)}`
      sums.set(key, (sums.get(key) ?? new Big(0)).plus(one.quantity.abs()))
    }
    return sums
  }
  const quantities = (list: readonly ProductRow[]) => list.map((one) => ({ row: one, quantity: new Big(one.quantity) }))
  const sizeOf = (list: readonly Big[], sign: number) =>
    list.filter(({ s }) => s === sign).reduce((sum, one) => sum.plus(one.abs()), new Big(0))

  test('converted and left make the whole, and nothing changes its sign', () => {
    fc.assert(
      fc.property(rows, rows, (source, earlier) => {
        for (const { row: one, converted, left: rest } of subtractEarlier(source, [byHand(...earlier)])) {
          expect(converted.plus(rest).eq(one.quantity)).toBe(true)
          expect(rest.times(one.quantity).gte(0) && converted.times(one.quantity).gte(0)).toBe(true)
        }
      }),
    )
  })

  test('no quantity of an earlier record is taken off twice', () => {
    fc.assert(
      fc.property(rows, rows, (source, earlier) => {
        const taken = subtractEarlier(source, [byHand(...earlier)]).map(({ converted }) => converted)
        for (const sign of [1, -1]) {
          const there = sizeOf(
            earlier.map(({ quantity }) => new Big(quantity)),
            sign,
          )
          expect(sizeOf(taken, sign).lte(there)).toBe(true)
        }
      }),
    )
  })

  test('no looser match takes what a wholly like row carries', () => {
    fc.assert(
      fc.property(rows, rows, (source, earlier) => {
        const had = totals(quantities(source))
        const gone = totals(quantities(earlier))
        const taken = totals(
          subtractEarlier(source, [byHand(...earlier)])
            .filter(({ converted }) => !converted.eq(0))
            .map((one) => ({ row: one.row, quantity: one.converted })),
        )
        for (const [key, quantity] of had) {
          const like = gone.get(key) ?? new Big(0)
          expect((taken.get(key) ?? new Big(0)).gte(like.lt(quantity) ? like : quantity)).toBe(true)
        }
      }),
    )
  })

  test('two conversions in a row carry what the source has, recorded or not', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(rows, share, fc.boolean(), (source, part, isRecorded) => {
        const known = (documents: Document[]) =>
          new Map(subtractEarlier(source, documents).map((one, index) => [index, one]))
        const first = carriedRows(
          known([]),
          source.map(({ quantity }, index) => ({ index, quantity: new Big(quantity).times(part).toFixed(4) })),
        )
        const made = isRecorded
          ? recorded(first.map(({ place, row: one }) => [place, one]))
          : byHand(...first.map((one) => one.row))
        const second = carriedRows(known([made]), null)
        const all = totals(quantities([...first, ...second].map((one) => one.row)))
        for (const [key, quantity] of totals(quantities(source.filter((one) => one.quantity !== 0))))
          expect((all.get(key) ?? new Big(0)).eq(quantity)).toBe(true)
      }),
    )
  })
})

test('very many rows that are alike cost time in proportion to their number', () => {
  const source = Array.from({ length: 2500 }, () => row({ quantity: 1 }))
  const returned = Array.from({ length: 25_000 }, () => row({ quantity: -1 }))
  const start = performance.now()
  expect(left(source, byHand(...returned)).every((quantity) => quantity === 1)).toBe(true)
  expect(performance.now() - start).toBeLessThan(5000)
})
