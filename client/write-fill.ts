import type { Language } from '../server/contract.ts'
import { isMoment } from '../server/conversion/calendar.ts'
import type { FixedValue } from '../server/conversion/mapping.ts'
import type { RequiredField } from '../server/conversion/preview.ts'
import type { Entry, FilledIn } from './read-fill.ts'
import { writeQuantity } from './read-quantity.ts'

/** A value as the server keeps it, as it stands in the inputs of its field; the way back from `readFill`. */
export function toFilledIn(language: Language, field: RequiredField | null, value: FixedValue): FilledIn {
  const texts = [value].flat().map(String)
  return { entry: field ? toEntry(language, field, texts) : { texts }, value }
}

function toEntry(language: Language, { input }: RequiredField, texts: string[]): Entry {
  const [first = ''] = texts
  switch (input) {
    case 'integer':
    case 'number':
      return { texts: [writeQuantity(language, first)] }
    case 'money': {
      const [amount = '', currency = ''] = first.split('|')
      return { texts: [writeQuantity(language, amount)], currency }
    }
    case 'datetime':
      return { texts: [toWallClock(first)] }
    case 'person':
      return { texts: [first], name: `#${first}` }
    default:
      return { texts }
  }
}

/** The moment on the person's own wall, as an input of date and time takes it. */
function toWallClock(moment: string): string {
  if (!isMoment(moment)) return ''
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
