import Big from 'big.js'
import type { Language } from '../server/contract.ts'

/** Why a typed quantity cannot be taken. */
export type QuantityFault = 'notNumber' | 'notPositive' | 'notNegative' | 'tooLong'
/** What a person typed, and the decimal string it means or why it means none. */
export type TypedQuantity = { text: string; decimal: string } | { text: string; fault: QuantityFault }

/** What stands before the fraction, and between thousands as a pattern: a space may be any of the kinds that exist. */
const marks: Record<Language, { decimal: string; group: string }> = {
  de: { decimal: ',', group: '\\.' },
  en: { decimal: '.', group: ',' },
  fr: { decimal: ',', group: '\\s' },
  es: { decimal: ',', group: '\\.' },
  it: { decimal: ',', group: '\\.' },
  pl: { decimal: ',', group: '\\s' },
  'pt-br': { decimal: ',', group: '\\.' },
  ru: { decimal: ',', group: '\\s' },
  uk: { decimal: ',', group: '\\s' },
}

/**
 * Reads a number as people of this language write it: `1.234,5` in German, `1,234.5` in English. A point or comma
 * that could mean either is not guessed at: null.
 */
export function readNumber(language: Language, text: string): Big | null {
  const { decimal, group } = marks[language]
  const number = new RegExp(`^([+-])?(\\d+|\\d{1,3}(?:${group}\\d{3})+)?(?:\\${decimal}(\\d*))?$`)
  const [, sign = '', grouped = '', fraction = ''] = number.exec(text.trim().replace('−', '-')) ?? []
  const whole = grouped.replace(new RegExp(group, 'g'), '')
  return whole || fraction ? new Big(`${sign === '-' ? '-' : ''}${whole || '0'}.${fraction || '0'}`) : null
}

/**
 * Reads the quantity of a row: a number above zero, or below it for goods that came back, with as many decimals as the
 * portal compares.
 */
export function readQuantity(language: Language, text: string, isReturned = false): TypedQuantity {
  const value = readNumber(language, text)
  if (!value) return { text, fault: 'notNumber' }
  if (isReturned && value.gte(0)) return { text, fault: 'notNegative' }
  if (!isReturned && value.lte(0)) return { text, fault: 'notPositive' }
  const exact = value.toFixed()
  return /^-?\d{1,9}(\.\d{1,4})?$/.test(exact) ? { text, decimal: exact } : { text, fault: 'tooLong' }
}

/** A quantity as this person would type it: without marks between thousands, which are in the way when editing. */
export function writeQuantity(language: Language, decimal: string): string {
  return decimal.replace('.', marks[language].decimal)
}
