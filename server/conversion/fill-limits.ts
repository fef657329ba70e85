import Big from 'big.js'
import { lengthOf } from './field-lengths.ts'
import type { FillInput } from './preview.ts'
import { countCharacters } from './shorten.ts'
import type { Field } from './snapshot.ts'

/** What a field takes of what a person types; null: any. */
export interface FillLimits {
  shortest: number | null
  longest: number | null
  least: number | null
  most: number | null
  /** Places behind the point. */
  precision: number | null
}

/** Why a typed value breaks the limits of its field. */
export type LimitFault = 'textTooShort' | 'textTooLong' | 'outOfBounds' | 'tooLong'

/** The limits of a field; absent where it has none. */
export function limitsOf(field: Field): { limits?: FillLimits } {
  const { shortest = null, least = null, most = null, precision = null } = field.settings ?? {}
  const limits = { shortest, longest: lengthOf(field), least, most, precision }
  return Object.values(limits).some((limit) => limit !== null) ? { limits } : {}
}

/** Holds a typed text or decimal against the limits of its field; null where it keeps them. */
export function limitFault(limits: FillLimits | undefined, isNumber: boolean, value: string): LimitFault | null {
  if (!limits) return null
  const { shortest, longest, least, most, precision } = limits
  if (isNumber) {
    const number = new Big(value)
    if (precision !== null && !number.round(precision).eq(number)) return 'tooLong'
    return (least !== null && number.lt(least)) || (most !== null && number.gt(most)) ? 'outOfBounds' : null
  }
  const length = countCharacters(value)
  if (longest !== null && length > longest) return 'textTooLong'
  return shortest !== null && length < shortest ? 'textTooShort' : null
}

/** Tells whether what a person types into an input of this kind is a number. */
export function isNumeric(input: FillInput): boolean {
  return input === 'integer' || input === 'number'
}

/** Tells whether the limits of a field hold for what is typed into an input of this kind. */
export function isLimited(input: FillInput): boolean {
  return isNumeric(input) || input === 'text' || input === 'longText' || input === 'url'
}
