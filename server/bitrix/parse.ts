import { z } from 'zod'
import { bare } from '../conversion/bare.ts'
import { isEmpty } from '../conversion/empty.ts'
import { readFieldSettings } from '../conversion/field-settings.ts'
import type { Pipeline } from '../conversion/preview.ts'
import type { Dictionaries, Field, Fields, Item, Json, ProductRow } from '../conversion/snapshot.ts'
import { readYesNo } from '../conversion/yes-no.ts'
import { AppError } from '../errors.ts'
import { ceilings } from './ceilings.ts'
import { isPlainName } from './plain-name.ts'
import type { Answer } from './rest.ts'

/**
 * A map whose keys name fields, no more of them than its ceiling; what is no name is no field. PHP sends an empty map
 * as `[]`.
 */
const mapOf = <T extends z.ZodType>(value: T, most: number = ceilings.entries) =>
  z.preprocess(
    (found) => {
      if (Array.isArray(found) && found.length === 0) return {}
      if (typeof found !== 'object' || found === null || Array.isArray(found)) return found
      return bare(
        Object.entries(found)
          .filter(([name]) => isPlainName(name))
          .slice(0, most),
      )
    },
    z.record(z.string(), value),
  )
/** A list, no longer than its ceiling. */
const listOf = <T extends z.ZodType>(value: T, most: number = ceilings.entries) =>
  z.preprocess((found) => (Array.isArray(found) && found.length > most ? found.slice(0, most) : found), z.array(value))
/** Whatever an answer holds has been JSON a moment ago: looking into every value of a record would prove nothing. */
export const anyJson = z.custom<Json>()
/** A flag in any of the portal's spellings. */
export const yesNo = z
  .union([z.boolean(), z.string(), z.number(), z.null()])
  .transform((value) => readYesNo(value) === 'Y')
const number = z.union([z.number(), z.string().transform(Number)]).pipe(z.number())
const textOrNothing = z.preprocess((value) => (typeof value === 'string' ? value : ''), z.string())
/** Labels are compared and shown wherever their field is; portals cut them at 255. */
const label = textOrNothing.transform((text) => text.slice(0, 500))

/** Lists of records come in pages of fifty. */
const mostItems = 500

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
  title: label,
  formLabel: label.optional(),
  listLabel: label.optional(),
  statusType: z.string().nullish(),
  settings: fieldSettings,
  items: listOf(z.looseObject({ ID: number, VALUE: z.coerce.string() })).nullish(),
})

const fieldsAnswer = z.object({ fields: mapOf(fieldAnswer, ceilings.fields) })
const itemAnswer = z.object({ item: mapOf(anyJson) })
const itemsAnswer = z.object({ items: listOf(mapOf(anyJson), mostItems) })
const rowsAnswer = z.object({
  productRows: listOf(
    z.looseObject({
      id: number.nullish(),
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
    ceilings.rows,
  ),
})
const categoriesAnswer = z.object({
  categories: listOf(
    z.looseObject({ id: number, name: z.string(), sort: number.default(0), isDefault: yesNo.default(false) }),
  ),
})
const statusAnswer = listOf(
  z.looseObject({ ENTITY_ID: z.string(), STATUS_ID: z.coerce.string(), NAME: textOrNothing, SORT: number.default(0) }),
)

/** crm.item.fields → fields by name; user fields under their original names when asked with `useOriginalUfNames`. */
export function parseFields(result: unknown): Fields {
  const { fields } = check(fieldsAnswer, result, 'crm.item.fields')
  return bare(Object.entries(fields).map(([name, field]) => [name, toField(name, field)] as const))
}

/** What crm.status.list tells of the stages that mean failure. */
const failedAnswer = listOf(
  z.looseObject({
    ENTITY_ID: z.string(),
    STATUS_ID: z.coerce.string(),
    SEMANTICS: z.string().nullish(),
    EXTRA: z.looseObject({ SEMANTICS: z.string().nullish() }).nullish().catch(null),
  }),
)

/** crm.status.list → keys of the stages that mean failure, see `stageKey`; an answer nobody understands names none. */
export function parseFailedStages(answer: Answer | undefined): ReadonlySet<string> {
  const parsed = answer?.ok ? failedAnswer.safeParse(answer.result) : null
  const failed = (parsed?.data ?? []).filter(
    ({ SEMANTICS, EXTRA }) => SEMANTICS === 'F' || ['failure', 'apology'].includes(EXTRA?.SEMANTICS ?? ''),
  )
  return new Set(failed.map(({ ENTITY_ID, STATUS_ID }) => stageKey(ENTITY_ID, STATUS_ID)))
}

/** Names a stage: those of pipelines carry their type and pipeline in their code, the others need their dictionary. */
export function stageKey(dictionary: string | null, stage: string): string {
  return stage.includes(':') ? stage : `${dictionary} ${stage}`
}

/** Tells whether the portal lists more entries than are read. */
export function hasMoreEntries(answer: Answer | undefined): boolean {
  return !!answer?.ok && Array.isArray(answer.result) && answer.result.length > ceilings.entries
}

/** Tells whether the portal knows more fields of a type than are read. */
export function hasMoreFields(result: unknown): boolean {
  const { fields } = (result ?? {}) as { fields?: unknown }
  return Object.keys(Object(fields) as object).length > ceilings.fields
}

function toField(name: string, answer: z.output<typeof fieldAnswer>): Field {
  // A user field without labels is titled with its own code; that is no label.
  const label = answer.isDynamic
    ? answer.formLabel || answer.listLabel || (answer.title.toUpperCase() === name.toUpperCase() ? '' : answer.title)
    : answer.title || name
  return {
    name,
    // Tables are kept by type, and so a type is a plain name as well.
    type: isPlainName(answer.type) ? answer.type : 'unknown',
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
function withoutLinks(value: Json, depth = 0): Json {
  if (depth > deepest)
    throw new AppError('unexpected_answer', 'A value is nested too deeply.', { mayHaveWritten: true })
  if (Array.isArray(value)) return value.map((one) => withoutLinks(one, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  if (Object.hasOwn(value, 'urlMachine')) return { id: value.id ?? null }
  return bare(Object.entries(value).map(([key, one]) => [key, withoutLinks(one, depth + 1)] as const))
}

/** Values of records are texts, numbers, lists and small maps; deeper ones would exhaust the stack. */
const deepest = 20

/** crm.item.productrow.list, .set → product rows in our spelling. */
export function parseRows(result: unknown): ProductRow[] {
  return check(rowsAnswer, result, 'crm.item.productrow.list').productRows.map((row) => ({
    ...(row.id ? { id: row.id } : {}),
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
export function parseDictionaries(result: unknown): Dictionaries {
  const dictionaries = new Map<string, Map<string, string>>()
  const found = check(statusAnswer, result, 'crm.status.list').sort((a, b) => a.SORT - b.SORT)
  for (const { ENTITY_ID, STATUS_ID, NAME } of found) {
    const entries = dictionaries.get(ENTITY_ID) ?? new Map<string, string>()
    dictionaries.set(ENTITY_ID, entries.set(STATUS_ID, NAME))
  }
  return dictionaries
}

/** So many places tell what is wrong. */
const mostIssues = 5

/** Refuses an answer that is not what the documentation promises; its content stays out of the message. */
export function check<T extends z.ZodType>(schema: T, value: unknown, method: string): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues
    .slice(0, mostIssues)
    .map(({ path, code }) => `${path.join('.')}: ${code}`)
    .join(', ')
  throw new AppError('unexpected_answer', `${method} answered in an unknown shape (${where}).`, {
    mayHaveWritten: true,
  })
}
