type Row = [name: string, type: string, flags: '' | 'R' | '!' | 'R!' | '!I', title: string]

/** `R` read only, `!` required, `I` immutable. Source: crm.item.productrow.fields, type by type. */
const rows: Row[] = [
  ['id', 'integer', 'R', 'ID'],
  ['ownerId', 'integer', '!I', 'Owner ID'],
  ['ownerType', 'string', '!I', 'Owner Type'],
  ['productId', 'integer', '!', 'Product'],
  ['productName', 'string', '', 'Product Name'],
  ['price', 'double', '', 'Price'],
  ['priceExclusive', 'double', 'R', 'Discounted price excluding tax'],
  ['priceNetto', 'double', 'R', 'PRICE_NETTO'],
  ['priceBrutto', 'double', 'R', 'PRICE_BRUTTO'],
  ['quantity', 'double', '', 'Quantity'],
  ['discountTypeId', 'integer', '', 'Discount Type'],
  ['discountRate', 'double', '', 'Discount Amount'],
  ['discountSum', 'double', '', 'Discount Total'],
  ['taxRate', 'double', '', 'Tax'],
  ['taxIncluded', 'char', '', 'Tax included in price'],
  ['customized', 'char', '', 'Modified'],
  ['measureCode', 'integer', '', 'Unit of Measure Code'],
  ['measureName', 'string', '', 'Unit of Measure'],
  ['sort', 'integer', '', 'Sorting'],
  ['type', 'integer', 'R', 'TYPE'],
  ['storeId', 'integer', 'R', 'STORE_ID'],
]

/** The description of a product row's fields as the portal answers it. */
export const productRowFieldTable: Record<string, Record<string, unknown>> = Object.fromEntries(
  rows.map(([name, type, flags, title]) => [
    name,
    {
      type,
      isRequired: flags.includes('!'),
      isReadOnly: flags.includes('R'),
      isImmutable: flags.includes('I'),
      isMultiple: false,
      isDynamic: false,
      title,
    },
  ]),
)
