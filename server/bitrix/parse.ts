import { z } from 'zod'
import { isEmpty } from '../conversion/empty.ts'
import { readFieldSettings } from '../conversion/field-settings.ts'
import type { Pipeline } from '../conversion/preview.ts'
import type { Field, Fields, Item, Json, ProductRow } from '../conversion/snapshot.ts'
import { readYesNo } from '../conversion/yes-no.ts'
import { AppError } from '../errors.ts'

/** PHP sends an empty map as `[]`. */
const mapOf = <T extends z.ZodType>(value: T) =>
  z.preprocess((v) => (Array.isArray(v) && v.length === 0 ? {} : v), z.record(z.string(), value))
/** Whatever an answer holds has been JSON a moment ago: looking into every value of a record would prove nothing. */
export const anyJson = z.custom<Json>()
/** A flag in any of the portal's spellings. */
export const yesNo = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .transform((value) => readYesNo(value) === 'Y')
const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number())
const textOrNothing = z.preprocess((value) => (typeof value === 'string' ? value : ''), z.string())

/** Settings of a user field; whatever else stands there is the portal's own affair. */
const fieldSettings = z
  .looseObject({ DEFAULT_VALUE: anyJson.optional(), ENTITY_TYPE: z.string().optional() })
  .nullish()
  .catch(null)

const fieldAnswer = z.looseObject({
  type: z.string(),
  isMultiple: yesNo.default(false),
  isReadOnly: yesNo.default(false),
  isRequired: yesNo.default(false),
  isDynamic: yesNo.default(false),
  title: textOrNothing,
  formLabel: textOrNothing.optional(),
  listLabel: textOrNothing.optional(),
  statusType: z.string().nullish(),
  settings: fieldSettings,
  items: z.array(z.looseObject({ ID: number, VALUE: z.coerce.string() })).nullish(),
})

const fieldsAnswer = z.object({ fields: mapOf(fieldAnswer) })
const itemAnswer = z.object({ item: mapOf(anyJson) })
const itemsAnswer = z.object({ items: z.array(mapOf(anyJson)) })
const rowsAnswer = z.object({
  productRows: z.array(
    z.looseObject({
      productId: number.nullish(),
      productName: textOrNothing,
      price: number,
      quantity: number,
      discountTypeId: number.nullish(),
      discountRate: number.nullish(),
      discountSum: number.nullish(),
      taxRate: number.nullish(),
      taxIncluded: z.unknown().optional(),
      measureCode: number.nullish(),
      measureName: textOrNothing.optional(),
      sort: number.nullish(),
    }),
  ),
})
const categoriesAnswer = z.object({
  categories: z.array(
    z.looseObject({ id: number, name: z.string(), sort: number.default(0), isDefault: yesNo.default(false) }),
  ),
})
const statusAnswer = z.array(
  z.looseObject({ ENTITY_ID: z.string(), STATUS_ID: z.coerce.string(), NAME: textOrNothing, SORT: number.default(0) }),
)

/** crm.item.fields → fields by name; user fields under their original names when asked with `useOriginalUfNames`. */
export function parseFields(result: unknown): Fields {
  const { fields } = check(fieldsAnswer, result, 'crm.item.fields')
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, toField(name, field)]))
}

function toField(name: string, answer: z.output<typeof fieldAnswer>): Field {
  // A user field without labels is titled with its own code; that is no label.
  const label = answer.isDynamic
    ? answer.formLabel || answer.listLabel || (answer.title.toUpperCase() === name.toUpperCase() ? '' : answer.title)
    : answer.title || name
  return {
    name,
    type: answer.type,
    multiple: answer.isMultiple,
    readOnly: answer.isReadOnly,
    required: answer.isRequired,
    hasDefault: answer.isDynamic && hasDefault(answer.settings?.DEFAULT_VALUE as Json | undefined),
    isUserField: answer.isDynamic,
    label,
    dictionary: answer.statusType ?? ((answer.isDynamic && answer.settings?.ENTITY_TYPE) || null),
    options: (answer.items ?? []).map(({ ID, VALUE }) => ({ id: ID, text: VALUE })),
    ...(answer.isDynamic && answer.settings ? { settings: readFieldSettings(answer.settings) } : {}),
  }
}

/** A default the administrator set for a user field: a value, or for dates `{ TYPE }`. A zero there means "none". */
function hasDefault(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return !isEmpty(value)
  return 'TYPE' in value ? value.TYPE !== 'NONE' && value.TYPE !== '' : !isEmpty(value)
}

/** crm.item.get, crm.item.add, crm.item.update → the record's values. */
export function parseItem(result: unknown): Item {
  return withoutLinks(check(itemAnswer, result, 'crm.item.get').item as Item) as Item
}

/** crm.item.list → the records' values. */
export function parseItems(result: unknown): Item[] {
  return check(itemsAnswer, result, 'crm.item.list').items.map((item) => withoutLinks(item as Item) as Item)
}

/** Machine links of files hold an access token; nothing that is remembered or written down may carry one. */
function withoutLinks(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutLinks)
  if (typeof value !== 'object' || value === null) return value
  if ('urlMachine' in value) return { id: value.id ?? null }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutLinks(one)]))
}

/** crm.item.productrow.list, .set → product rows in our spelling. */
export function parseRows(result: unknown): ProductRow[] {
  return check(rowsAnswer, result, 'crm.item.productrow.list').productRows.map((row) => ({
    productId: row.productId ?? 0,
    productName: row.productName,
    price: row.price,
    quantity: row.quantity,
    discountTypeId: row.discountTypeId ?? 2,
    discountRate: row.discountRate ?? 0,
    discountSum: row.discountSum ?? 0,
    taxRate: row.taxRate ?? null,
    taxIncluded: readYesNo(row.taxIncluded) ?? 'N',
    measureCode: row.measureCode ?? null,
    measureName: row.measureName ?? '',
    sort: row.sort ?? 0,
  }))
}

/** crm.category.list → pipelines in their order. */
export function parsePipelines(result: unknown): Pipeline[] {
  return check(categoriesAnswer, result, 'crm.category.list')
    .categories.sort((a, b) => a.sort - b.sort)
    .map(({ id, name, isDefault }) => ({ id, name, isDefault }))
}

/** crm.status.list → texts by dictionary and code, in the dictionary's order. */
export function parseDictionaries(result: unknown): Record<string, Record<string, string>> {
  const dictionaries: Record<string, Record<string, string>> = {}
  for (const { ENTITY_ID, STATUS_ID, NAME } of check(statusAnswer, result, 'crm.status.list').sort(
    (a, b) => a.SORT - b.SORT,
  ))
    (dictionaries[ENTITY_ID] ??= {})[STATUS_ID] = NAME
  return dictionaries
}

/** Refuses an answer that is not what the documentation promises; its content stays out of the message. */
export function check<T extends z.ZodType>(schema: T, value: unknown, method: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', ')
  throw new AppError('unexpected_answer', `${method} answered in an unknown shape (${where}).`, {
    mayHaveWritten: true,
  })
}
