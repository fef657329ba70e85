import { dictionaryEntries } from './dictionary-entries.ts'
import type { Shown } from './preview.ts'
import type { Field, Json, Snapshot } from './snapshot.ts'
import { optionTexts } from './user-field-value.ts'
import { toYesNo } from './yes-no.ts'
import { withoutTags } from './without-tags.ts'

/** A field's value as a person reads it: names for ids, texts for codes, the rest as data their language formats. */
export function toShown(snapshot: Snapshot, field: Field, value: Json): Shown[] {
  if (field.type === 'enumeration' && field.options.length > 0) return optionTexts(field.options, value).map(text)
  const values = Array.isArray(value) ? value : [value]
  return values.map((one) => toShownOne(snapshot, field, one))
}

function toShownOne({ dictionaries, names, source }: Snapshot, field: Field, value: Json): Shown {
  if (amounts.has(field.name))
    return { kind: 'money', amount: String(value), currency: String(source.item.currencyId ?? '') }
  if (field.name === 'comments') return text(withoutBbCode(String(value)))
  if (isPerson(field.type)) return text(names.user.get(String(value)) ?? `#${String(value)}`)
  switch (field.type) {
    case 'crm_company':
      return text(names.company.get(String(value)) ?? `#${String(value)}`)
    case 'crm_contact':
      return text(names.contact.get(String(value)) ?? `#${String(value)}`)
    case 'crm_status':
      return text(dictionaryEntries(dictionaries, field).get(String(value)) ?? String(value))
    case 'crm_multifield':
      return text(isObject(value) ? String(value.value ?? '') : String(value))
    case 'date':
      return { kind: 'date', date: String(value).slice(0, 10) }
    case 'datetime':
      return { kind: 'datetime', datetime: String(value) }
    case 'boolean':
    case 'char':
      return { kind: 'yesNo', yes: toYesNo(value) === 'Y' }
    case 'money': {
      const [amount = '', currency = ''] = String(value).split('|')
      return { kind: 'money', amount, currency }
    }
    case 'double':
    case 'integer':
      return { kind: 'number', number: String(value) }
    case 'crm_currency':
      return text(String(value))
    case 'file':
      return { kind: 'files', count: 1 }
    default:
      return text(isObject(value) ? JSON.stringify(value) : String(value))
  }
}

/** The people a record names where somebody entered them; to show its values is to say what they are called. */
export function peopleIn({ item, fields }: Pick<Snapshot['source'], 'item' | 'fields'>): number[] {
  const entered = Object.values(fields).filter(({ type, readOnly }) => isPerson(type) && !readOnly)
  const ids = entered.flatMap(({ name }) => [item[name] ?? []].flat().map(Number))
  return [...new Set(ids.filter((id) => id > 0))]
}

function isPerson(type: string): boolean {
  return type === 'user' || type === 'employee'
}

/** Amounts in the record's own currency. */
const amounts: ReadonlySet<string> = new Set(['opportunity', 'taxValue'])

/** The portal keeps comments as BB code; a person reads the words. */
function withoutBbCode(value: string): string {
  return withoutTags(value, ['[', ']'], (inside) => /^\/?[a-z*]+(=|$)/i.test(inside)).trim()
}

function text(value: string): Shown {
  return { kind: 'text', text: value }
}

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
