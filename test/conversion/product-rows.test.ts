import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isCarried, rowSum, sumOf, toRowPreview } from '../../server/conversion/product-rows.ts'
import { subtractEarlier } from '../../server/conversion/remaining.ts'
import { row } from './build.ts'

const whole = (more = {}) => subtractEarlier([row(more)], [])[0]!

describe('product rows', () => {
  test.each([
    [0.1, 3, '0.30'],
    [1.005, 1, '1.01'],
    [33.33, 3, '99.99'],
    [80000, 2.5, '200000.00'],
  ])('%d × %d is %s, to the cent', (price, quantity, sum) => {
    expect(rowSum(row({ price, quantity })).toFixed(2)).toBe(sum)
  })
  test('without quantity are not carried, and goods that came back are', () => {
    expect([1, 0, -2, 0.001].map((quantity) => isCarried(row({ quantity })))).toEqual([true, false, true, true])
  })
  test('sum up in whole cents without drift, in any order', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 })
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 200 }), (prices) => {
        const rows = prices.map((price) => row({ price: price / 100 }))
        const exact = (prices.reduce((sum, price) => sum + price, 0) / 100).toFixed(2)
        expect(sumOf(rows)).toBe(exact)
        expect(sumOf(rows.reverse())).toBe(exact)
      }),
    )
  })
  test('show a discount in percent or as an amount, and none as none', () => {
    expect(toRowPreview(0, whole({ discountTypeId: 2, discountRate: 12.5 })).discount).toEqual({
      kind: 'percent',
      value: '12.5',
    })
    expect(toRowPreview(0, whole({ discountTypeId: 1, discountSum: 5 })).discount).toEqual({
      kind: 'amount',
      value: '5.00',
    })
    expect(toRowPreview(0, whole()).discount).toBeNull()
  })
  test('show every digit of a price, and cents at least', () => {
    expect([1, 2.5, 1.2345].map((price) => toRowPreview(0, whole({ price })).price)).toEqual(['1.00', '2.50', '1.2345'])
  })
})
