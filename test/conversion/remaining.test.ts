import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carriedRows, goodsOf, subtractEarlier } from '../../server/conversion/remaining.ts'
import { row } from './build.ts'

const left = (rows: ReturnType<typeof row>[], earlier: ReturnType<typeof row>[]) =>
  subtractEarlier(rows, earlier).map((one) => Number(one.left))

describe('what earlier records carry is taken off', () => {
  test.each([
    ['a part', [row({ quantity: 10 })], [row({ quantity: 4 })], [6]],
    ['all of it', [row({ quantity: 10 })], [row({ quantity: 6 }), row({ quantity: 4 })], [0]],
    ['never more than there is', [row({ quantity: 10 })], [row({ quantity: 12 })], [0]],
    ['the first of equal rows first', [row({ quantity: 3 }), row({ quantity: 3 })], [row({ quantity: 4 })], [0, 2]],
    ['not where the price differs', [row({ price: 10 })], [row({ price: 10.0001 })], [1]],
    [
      'by the product, whatever it is called',
      [row({ productId: 7 })],
      [row({ productId: 7, productName: 'New name' })],
      [0],
    ],
    ['not from free text of another name', [row()], [row({ productName: 'Slate' })], [1]],
    ['nothing by rows without quantity', [row({ quantity: 2 })], [row({ quantity: 0 }), row({ quantity: -5 })], [2]],
    ['fractions exactly', [row({ quantity: 0.3 })], [row({ quantity: 0.1 })], [0.2]],
  ])('%s', (_, rows, earlier, expected) => {
    expect(left(rows, earlier)).toEqual(expected)
  })
})

describe('for any rows', () => {
  const anyRow = fc.record({
    productId: fc.constantFrom(0, 1, 2),
    productName: fc.constantFrom('Tile', 'Slate'),
    price: fc.constantFrom(10, 10.5),
    quantity: fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10),
  })
  const rows = fc.array(anyRow.map(row), { maxLength: 12 })
  const totals = (list: { row: ReturnType<typeof row>; quantity: Big }[]) => {
    const sums = new Map<string, Big>()
    for (const one of list) sums.set(goodsOf(one.row), (sums.get(goodsOf(one.row)) ?? new Big(0)).plus(one.quantity))
    return sums
  }

  test('converted and left make the whole, and nothing is negative', () => {
    fc.assert(
      fc.property(rows, rows, (source, earlier) => {
        for (const { row: one, converted, left: rest } of subtractEarlier(source, earlier)) {
          expect(converted.plus(rest).eq(one.quantity)).toBe(true)
          expect(rest.gte(0) && converted.gte(0)).toBe(true)
        }
      }),
    )
  })

  test('what is left of goods is what the source has beyond the earlier records', () => {
    fc.assert(
      fc.property(rows, rows, (source, earlier) => {
        const had = totals(source.map((one) => ({ row: one, quantity: new Big(one.quantity) })))
        const gone = totals(earlier.map((one) => ({ row: one, quantity: new Big(one.quantity) })))
        const rest = totals(subtractEarlier(source, earlier).map((one) => ({ row: one.row, quantity: one.left })))
        for (const [goods, quantity] of had) {
          const expected = quantity.minus(gone.get(goods) ?? 0)
          expect(rest.get(goods)!.eq(expected.gt(0) ? expected : 0)).toBe(true)
        }
      }),
    )
  })

  test('two conversions in a row never carry more than the source has', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (source, share) => {
        const whole = new Map(subtractEarlier(source, []).map((one, index) => [index, one]))
        const part = source.map(({ quantity }, index) => ({
          index,
          quantity: new Big(quantity).times(share).toFixed(6),
        }))
        const first = carriedRows(whole, part)
        const second = carriedRows(new Map(subtractEarlier(source, first).map((one, index) => [index, one])), null)
        const all = totals([...first, ...second].map((one) => ({ row: one, quantity: new Big(one.quantity) })))
        for (const [goods, quantity] of totals(source.map((one) => ({ row: one, quantity: new Big(one.quantity) }))))
          expect((all.get(goods) ?? new Big(0)).eq(quantity)).toBe(true)
      }),
    )
  })
})
