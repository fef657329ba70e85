import Big from 'big.js'
import { dayOf } from './calendar.ts'
import type { Reason } from './reasons.ts'
import type { Json } from './snapshot.ts'
import { toYesNo } from './yes-no.ts'

/** One value turned into another type: exact, changed (with every how), or impossible (with why). */
export type Turned = { value: Json; adjusted: Reason[] } | { value: null; leftBehind: Reason }
type Turn = (value: Json, currency: string) => Turned

/** Tells whether a value travels. */
export function isTurned(turned: Turned): turned is { value: Json; adjusted: Reason[] } {
  return 'adjusted' in turned
}

const exact = (value: Json, ...adjusted: Reason[]): Turned => ({ value, adjusted })
const asIs: Turn = (value) => exact(value)
const asText: Turn = (value) => exact(String(value))
/** No exponents: people do not write numbers so. */
const numberAsText: Turn = (value) => exact(typeof value === 'number' ? new Big(value).toFixed() : String(value))

const noNumber: Turned = { value: null, leftBehind: { code: 'not_a_number' } }

/** More digits than a floating-point number keeps for certain would come back as others. */
const mostDigits = 15

const toNumber: Turn = (value) => {
  const text = String(value).trim()
  // Only what reads the same everywhere: a point before three digits may part decimals or thousands.
  const isClear = /^-?\d+(\.\d+)?$/.test(text) && !/^-?[1-9]\d{0,2}\.\d{3}$/.test(text)
  // A customer number 007, a version 1.10 and a number of twenty digits are no numbers: they read back otherwise.
  const readsBack = text.replace(/\D/g, '').length <= mostDigits && String(Number(text)) === text
  return isClear && readsBack ? exact(Number(text)) : noNumber
}

const toAmount: Turn = (value) => {
  const [amount = '', currency = ''] = String(value).split('|')
  const isKept = /^-?\d+(\.\d+)?$/.test(amount) && amount.replace(/\D|^-?0+/g, '').length <= mostDigits
  return isKept ? exact(Number(amount), { code: 'currency_dropped', details: { currency } }) : noNumber
}

const toDay = (value: Json, isTimeTold: boolean): Turned => {
  const text = String(value).trim()
  const day = dayOf(text)
  if (day === null) return { value: null, leftBehind: { code: 'not_a_date' } }
  return isTimeTold && text.length > day.length ? exact(day, { code: 'time_dropped' }) : exact(day)
}

/** Dates come back with a time and an offset; only the day counts, or it drifts with the time zone. */
export function toDate(value: Json): Turned {
  return toDay(value, false)
}

/** Pairs of user-field types whose values mean the same in both. */
const exactConversions: Readonly<Record<string, Turn>> = {
  'integer>double': asIs,
  'integer>string': numberAsText,
  'double>string': numberAsText,
  'boolean>integer': (value) => exact(toYesNo(value) === 'Y' ? 1 : 0),
  'date>string': (value) => exact(String(value).slice(0, 10)),
  'datetime>string': asText,
  'money>string': (value) => exact(String(value).replace('|', ' ')),
  'url>string': asText,
  'string>url': asText,
  'string>address': asText,
}

/** Pairs in which a value may change, or some values do not fit. */
const lossyConversions: Readonly<Record<string, Turn>> = {
  'double>integer': asIs, // rounded where the field's settings are looked at
  'string>integer': toNumber,
  'string>double': toNumber,
  'string>date': (value) => toDay(value, true),
  'date>datetime': (value) => {
    const day = dayOf(String(value))
    return day === null
      ? { value: null, leftBehind: { code: 'not_a_date' } }
      : exact(`${day}T00:00:00`, { code: 'time_added' })
  },
  'datetime>date': (value) => toDay(value, true),
  'money>double': toAmount,
  'double>money': (value, currency) =>
    exact(`${String(numberAsText(value, '').value)}|${currency}`, { code: 'currency_added', details: { currency } }),
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
