import Big from 'big.js'
import type { Reason } from './reasons.ts'
import type { Json } from './snapshot.ts'

/** One value turned into another type: exact, changed (with how), or impossible (with why). */
export type Turned = { value: Json; adjusted: Reason | null } | { value: null; leftBehind: Reason }
type Turn = (value: Json, currency: string) => Turned

const exact = (value: Json): Turned => ({ value, adjusted: null })
const asText: Turn = (value) => exact(String(value))

const toNumber: Turn = (value) => {
  const text = String(value).trim()
  // Only what reads the same everywhere: a comma, or a point before three digits, may part decimals or thousands.
  const isClear = /^-?\d+(\.\d+)?$/.test(text) && !/^-?[1-9]\d{0,2}\.\d{3}$/.test(text)
  return isClear ? exact(Number(text)) : { value: null, leftBehind: { code: 'not_a_number' } }
}

const toInteger: Turn = (value, currency) => {
  const turned = toNumber(value, currency)
  if (turned.value === null) return turned
  const rounded = new Big(Number(turned.value)).round(0, Big.roundHalfUp)
  return { value: Number(rounded), adjusted: rounded.eq(Number(turned.value)) ? null : { code: 'rounded' } }
}

const toDate: Turn = (value) => {
  const [, day] = /^(\d{4}-\d{2}-\d{2})($|T)/.exec(String(value).trim()) ?? []
  return day && !Number.isNaN(Date.parse(day)) ? exact(day) : { value: null, leftBehind: { code: 'not_a_date' } }
}

/** Pairs of user-field types whose values mean the same in both. */
const exactConversions: Readonly<Record<string, Turn>> = {
  'integer>double': exact,
  'integer>string': asText,
  'double>string': asText,
  'boolean>integer': (value) => exact(value === 'Y' || value === true ? 1 : 0),
  'date>string': (value) => exact(String(value).slice(0, 10)),
  'datetime>string': asText,
  'money>string': (value) => exact(String(value).replace('|', ' ')),
  'url>string': asText,
  'string>url': asText,
  'string>address': asText,
}

/** Pairs in which a value may change, or some values do not fit. */
const lossyConversions: Readonly<Record<string, Turn>> = {
  'double>integer': toInteger,
  'string>integer': toInteger,
  'string>double': toNumber,
  'string>date': toDate,
  'date>datetime': (value) => ({ value: `${String(value).slice(0, 10)}T00:00:00`, adjusted: { code: 'time_added' } }),
  'datetime>date': (value) => ({ value: String(value).slice(0, 10), adjusted: { code: 'time_dropped' } }),
  'money>double': (value) => {
    const [amount = '', currency = ''] = String(value).split('|')
    return { value: Number(amount), adjusted: { code: 'currency_dropped', details: { currency } } }
  },
  'double>money': (value, currency) => ({
    value: `${String(value)}|${currency}`,
    adjusted: { code: 'currency_added', details: { currency } },
  }),
  'address>string': (value) => exact(String(value).split('|')[0] ?? ''),
}

/**
 * Pairs of user-field types between which a value may travel when two fields share their label. Pairs that are not
 * listed do not: their fields are different fields. `enumeration` is matched by texts elsewhere, since it needs options.
 */
export const typeConversions: Readonly<Record<string, Turn>> = { ...exactConversions, ...lossyConversions }

/** Tells whether every value of the one type means the same in the other. */
export function isExact(from: string, to: string): boolean {
  return from === to || `${from}>${to}` in exactConversions || (from === 'enumeration' && to === 'string')
}
