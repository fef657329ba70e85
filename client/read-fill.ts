import type { Language } from '../server/contract.ts'
import type { RequiredField } from '../server/conversion/preview.ts'
import { isDay, isMoment } from '../server/conversion/calendar.ts'
import { isLimited, isNumeric, limitFault, type LimitFault } from '../server/conversion/fill-limits.ts'
import { readNumber } from './read-quantity.ts'

/** Why what stands in a field cannot be taken. */
export type FillFault =
  'empty' | 'zero' | 'notNumber' | 'notInteger' | 'notDate' | 'notUrl' | 'notCurrency' | LimitFault

/** What stands in the inputs of one field. */
export interface Entry {
  /** One text, or several chosen ones. */
  texts: string[]
  /** Of an amount. */
  currency?: string
  /** Of a person, whose id is the text. */
  name?: string
}

/** A value as the server reads it. */
export type FillValue = string | number | (string | number)[]

/** What a person put into a field, and the value it means or why it means none. */
export type FilledIn = { entry: Entry; value: FillValue } | { entry: Entry; fault: FillFault }

type Read = { value: string | number } | { fault: FillFault }

/** Reads what stands in a field as people of this language write it. */
export function readFill(language: Language, field: RequiredField, entry: Entry): FilledIn {
  const texts = entry.texts.map((text) => text.trim()).filter((text) => text !== '')
  if (texts.length === 0) return { entry, fault: 'empty' }
  if (field.input === 'choice' && field.multiple) return { entry, value: texts }
  const read = readOne(language, field, texts[0]!, entry.currency ?? '')
  if ('fault' in read) return { entry, fault: read.fault }
  const { input, limits } = field
  const fault = input && isLimited(input) ? limitFault(limits, isNumeric(input), String(read.value)) : null
  if (fault) return { entry, fault }
  return { entry, value: field.multiple ? [read.value] : read.value }
}

function readOne(language: Language, { input }: RequiredField, text: string, currency: string): Read {
  switch (input) {
    case 'integer':
    case 'number':
      return readDecimal(language, text, input)
    case 'money': {
      const amount = readDecimal(language, text, 'money')
      if ('fault' in amount) return amount
      const code = currency.trim().toUpperCase()
      return /^[A-Z]{3}$/.test(code) ? { value: `${amount.value}|${code}` } : { fault: 'notCurrency' }
    }
    case 'date':
      return isDay(text) ? { value: text } : { fault: 'notDate' }
    case 'datetime':
      // The person means the clock on their own wall, and browsers let them type years of six digits.
      return isMoment(text) ? { value: new Date(text).toISOString() } : { fault: 'notDate' }
    case 'url':
      return readAddress(text)
    case 'person':
      return { value: Number(text) }
    case 'text':
    case 'longText':
      return text === '0' ? { fault: 'zero' } : { value: text }
    default:
      return { value: text }
  }
}

/** Digits before and after the mark that the server takes. */
const bounds = { integer: [15, 0], number: [12, 6], money: [12, 2] } as const

/** The portal keeps a zero as nothing, except in an amount of money, which names its currency. */
function readDecimal(
  language: Language,
  text: string,
  kind: keyof typeof bounds,
): { value: string } | { fault: FillFault } {
  const number = readNumber(language, text)
  if (!number) return { fault: 'notNumber' }
  if (number.eq(0) && kind !== 'money') return { fault: 'zero' }
  const [whole, fraction = ''] = number.abs().toFixed().split('.')
  const [mostWhole, mostFraction] = bounds[kind]
  if (mostFraction === 0 && fraction !== '') return { fault: 'notInteger' }
  if (whole!.length > mostWhole || fraction.length > mostFraction) return { fault: 'tooLong' }
  return { value: number.toFixed() }
}

/** `www.example.com` is as good as the whole address; anything but a page on the web is none. */
function readAddress(text: string): Read {
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return { fault: 'notUrl' }
  const { protocol, hostname, href } = new URL(whole)
  return /^https?:$/.test(protocol) && hostname.includes('.') ? { value: href } : { fault: 'notUrl' }
}
