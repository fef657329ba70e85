import Big from 'big.js'
import { asList, toInt, toText } from '../context.ts'
import type { FieldValue, PortalState, UserField } from '../state.ts'
import { parseDate, parseMoment, shown } from '../time.ts'
import { precisionOf } from '../values/field-settings.ts'
import { refuse } from '../wire/rest-error.ts'
import type { StandardField } from './standard-fields.ts'

/** Returned where the portal silently leaves the old value. */
export const skipped = Symbol('skipped')
export type Incoming = FieldValue | typeof skipped

/** What PHP takes for empty: such a value clears its field, so a zero cannot be told from nothing. */
export function isPhpEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === '0' || value === false)
    return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** JSON true, "true", "y" and "Y" mean yes; 1 and "1" do not. */
export function toFlag(value: unknown): 'Y' | 'N' {
  return value === true || ['true', 'y', 'Y'].includes(String(value)) ? 'Y' : 'N'
}

const referenceTypes = new Set([
  'integer',
  'user',
  'crm_lead',
  'crm_deal',
  'crm_contact',
  'crm_company',
  'crm_quote',
  'crm_entity',
  'crm_category',
  'employee',
  'enumeration',
  'iblock_element',
  'iblock_section',
])

/** Reads what a client sends for a standard field. Source: REST facts, section 1.3. */
export function readStandardValue(field: StandardField, sent: unknown): Incoming {
  if (isPhpEmpty(sent)) return field.empty ?? null
  if (field.multiple) {
    if (typeof sent !== 'object') throw refuse.notIterable(sent)
    return [...new Set(asList(sent).map(toInt))].filter((id) => id > 0)
  }
  return readScalar(field.type, sent)
}

/** Reads what a client sends for a user field; the portal knows the options and settings of the field. */
export function readUserValue(state: PortalState, field: UserField, sent: unknown): Incoming {
  if (field.userTypeId === 'boolean') return isPhpEmpty(sent) ? 'N' : toFlag(sent)
  if (isPhpEmpty(sent)) return field.multiple === 'Y' ? [] : null
  if (field.multiple === 'N') return readUserScalar(state, field, sent)
  if (typeof sent !== 'object') throw refuse.notIterable(sent)
  return asList(sent)
    .filter((value) => !isPhpEmpty(value))
    .map((value) => readUserScalar(state, field, value))
    .filter((value): value is FieldValue => value !== skipped && value !== null)
}

function readUserScalar(state: PortalState, field: UserField, sent: unknown): Incoming {
  switch (field.userTypeId) {
    case 'enumeration':
      return field.options.some((option) => option.id === toInt(sent)) ? toInt(sent) : null
    case 'double':
      return round(toNumber(sent), precisionOf(field))
    case 'money': {
      const [amount = '', currency] = toText(sent).split('|')
      return `${amount}|${currency || (state.currencies.find((known) => known.base === 'Y')?.code ?? 'EUR')}`
    }
    default:
      return readScalar(field.userTypeId, sent)
  }
}

function readScalar(type: string, sent: unknown): Incoming {
  if (referenceTypes.has(type)) return toInt(sent) || null
  switch (type) {
    case 'boolean':
      return toFlag(sent)
    case 'double':
      return toNumber(sent)
    case 'date':
      return parseDate(toText(sent)) ?? skipped
    case 'datetime':
      return parseMoment(toText(sent)) ?? skipped
    case 'text':
      return stripTags(toText(sent))
    default:
      return toText(sent)
  }
}

/** A stored value as the portal shows it. */
export function showValue(type: string, value: FieldValue): FieldValue {
  if (Array.isArray(value)) return value.map((inner) => showValue(type, inner))
  return (type === 'date' || type === 'datetime') && typeof value === 'string' ? shown(value) : value
}

/** A decimal rounded half up to so many places. */
export function round(value: number | Big, places = 2): number {
  return Number(new Big(value).round(places, Big.roundHalfUp))
}

/** A decimal as PHP's (float) reads it: 0 for text without a number. */
export function toNumber(value: unknown): number {
  const number = typeof value === 'number' ? value : Number.parseFloat(toText(value))
  return Number.isFinite(number) ? number : 0
}

/** Comments are BB code: the portal strips HTML tags on saving. */
function stripTags(text: string): string {
  return text.replaceAll(/<\/?[a-z][^>]*>/gi, '')
}
