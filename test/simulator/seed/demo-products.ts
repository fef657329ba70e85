import type { RowToSet } from '../simulator.ts'

/** The goods of the demo: name, price without tax, measure code and name. */
const products = {
  tiles: ['Tonziegel naturrot', 24.9, 55, 'm²'],
  membrane: ['Unterspannbahn', 6.35, 55, 'm²'],
  gutter: ['Dachrinne Zink', 31.5, 6, 'm'],
  window: ['Dachfenster 78 × 118', 489, 796, 'Stk.'],
  scaffold: ['Gerüst, pauschal', 2350, 796, 'Stk.'],
  labour: ['Dachdecker, Arbeitsstunde', 68, 356, 'Std.'],
  service: ['Wartung und Inspektion', 340, 796, 'Stk.'],
  permit: ['Genehmigungsgebühr', 180, 796, 'Stk.'],
} as const

type Product = keyof typeof products

/** Rows from product, quantity, discount in percent and tax in percent (null: no tax); prices include both. */
export function rowsOf(rows: [product: Product, quantity: number, discount: number, tax: number | null][]): RowToSet[] {
  return rows.map(([product, quantity, discountRate, taxRate]) => {
    const [productName, net, measureCode, measureName] = products[product]
    const price = Math.round(net * (1 - discountRate / 100) * (1 + (taxRate ?? 0) / 100) * 100) / 100
    return {
      productId: 100 + Object.keys(products).indexOf(product),
      productName,
      price,
      quantity,
      discountTypeId: 2,
      discountRate,
      taxRate,
      taxIncluded: 'N',
      measureCode,
      measureName,
    }
  })
}
