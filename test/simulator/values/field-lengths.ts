import type { FieldValue } from '../state.ts'
import { refuse } from '../wire/rest-error.ts'
import type { ValueRules } from './value-rules.ts'

/** How many characters the columns of the CRM hold. Source: field length limits of the CRM. */
const lengths: Record<number, readonly string[]> = {
  50: ['name', 'lastName', 'secondName', 'sourceId', 'currencyId', 'stageId', 'typeId', 'industry', 'employees'],
  100: ['quoteNumber', 'accountNumber'],
  128: ['honorific'],
  255: ['title', 'companyTitle', 'post', 'originatorId', 'originId', 'originVersion', 'xmlId'],
  600: ['utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'],
}

/** The same for what hangs on a record: phones and the like, rows, addresses. */
const partLengths = {
  communication: { value: 250 },
  row: { productName: 256, measureName: 50 },
  address: {
    ADDRESS_1: 1024,
    ADDRESS_2: 1024,
    CITY: 128,
    REGION: 128,
    PROVINCE: 128,
    COUNTRY: 128,
    POSTAL_CODE: 16,
  },
} satisfies Record<string, Record<string, number>>

const byField = new Map(
  Object.entries(lengths).flatMap(([length, names]) => names.map((name) => [name, Number(length)] as const)),
)

/** What becomes of a text that is to fit into so many characters, nought meaning any number of them. */
export function fitText(rules: ValueRules, title: string, text: string, length: number): string {
  const letters = [...text]
  if (length <= 0 || letters.length <= length || rules.tooLong === 'keep') return text
  if (rules.tooLong === 'refuse') throw refuse.invalidValue(title)
  return letters.slice(0, length).join('')
}

/** A standard field's value as its column holds it. */
export function fitStandard(rules: ValueRules, name: string, title: string, value: FieldValue): FieldValue {
  return typeof value === 'string' ? fitText(rules, title, value, byField.get(name) ?? 0) : value
}

/** A part of a record with all its texts as their columns hold them. */
export function fitPart<T extends object>(rules: ValueRules, kind: keyof typeof partLengths, part: T): T {
  const fitted = Object.entries(partLengths[kind]).flatMap(([name, length]) => {
    const text: unknown = Object.entries(part).find(([known]) => known === name)?.[1]
    return typeof text === 'string' ? [[name, fitText(rules, name, text, length)] as const] : []
  })
  return { ...part, ...Object.fromEntries(fitted) }
}
