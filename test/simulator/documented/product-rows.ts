import type { Example, World } from './world.ts'

const row =
  'id:number ownerId:number ownerType:text productId:number productName:text price:number priceAccount:number priceExclusive:number priceNetto:number priceBrutto:number quantity:number discountTypeId:number discountRate:number discountSum:number taxRate:number? taxIncluded:flag customized:flag measureCode:number measureName:text sort:number type:number xmlId:text?'
/** Answers to writing are documented without the store. */
const written = `${row} storeId?:any`
const read = `${row} storeId:number?`

const classic =
  'ID:id OWNER_ID:id OWNER_TYPE:text PRODUCT_ID:number PRODUCT_NAME:text ORIGINAL_PRODUCT_NAME:text PRODUCT_DESCRIPTION:text? PRICE:number PRICE_EXCLUSIVE:number PRICE_NETTO:number PRICE_BRUTTO:number PRICE_ACCOUNT:text QUANTITY:number DISCOUNT_TYPE_ID:number DISCOUNT_RATE:number DISCOUNT_SUM:number TAX_RATE:number? TAX_INCLUDED:flag CUSTOMIZED:flag MEASURE_CODE:number MEASURE_NAME:text SORT:number XML_ID:text? TYPE:number STORE_ID:number? RESERVE_ID:number? DATE_RESERVE_END:text? RESERVE_QUANTITY:number?'

const brick = { productName: 'Ziegel', price: 100, quantity: 2, taxRate: 19, taxIncluded: 'N' }
const ofDeal = (world: World) => ({ fields: { ownerType: 'D', ownerId: world.deal, ...brick } })

/** Documented requests and the shapes of their documented answers: product rows, universal and classic. */
export const productRows: Example[] = [
  ['crm.item.productrow.add', ofDeal, { productRow: written }],
  ['crm.item.productrow.get', (world) => ({ id: world.row }), { productRow: read }],
  [
    'crm.item.productrow.update',
    (world) => ({ id: world.row, fields: { price: 120, discountTypeId: 1, discountSum: 10 } }),
    { productRow: written },
  ],
  [
    'crm.item.productrow.list',
    (world) => ({ filter: { '=ownerType': 'D', '=ownerId': world.deal } }),
    { productRows: [read] },
    'counted',
  ],
  [
    'crm.item.productrow.set',
    (world) => ({ ownerType: 'Q', ownerId: world.quote, productRows: [brick] }),
    { productRows: [written] },
  ],
  [
    'crm.item.productrow.getAvailableForPayment',
    (world) => ({ ownerType: 'D', ownerId: world.deal }),
    { productRows: [written] },
  ],
  [
    'crm.item.productrow.delete',
    async (world) => ({ id: await world.add('crm.item.productrow.add', ofDeal(world), 'productRow') }),
    'any',
  ],
  ...(['lead', 'deal', 'quote'] as const).flatMap((owner): Example[] => {
    const rows = [{ PRODUCT_NAME: 'Ziegel', PRICE: 100, QUANTITY: 2 }]
    return [
      [`crm.${owner}.productrows.set`, (world) => ({ id: world[owner], rows }), 'bool'],
      [`crm.${owner}.productrows.get`, (world) => ({ id: world[owner] }), [classic]],
    ]
  }),
]
