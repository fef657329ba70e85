import { isExact, isTurned, type Turned } from './type-conversions.ts'
import { dictionaryEntries } from './dictionary-entries.ts'
import type { Dictionaries, Field, Json } from './snapshot.ts'
import { isConvertible, toUserFieldValue } from './user-field-value.ts'
import { takesEveryKind, worldsApart } from './worlds.ts'

/** How values of one field travel into another: as they are, changed where they must, or never. */
export type Convertibility = 'exact' | 'lossy' | 'impossible'

/** Standard types by the type of user field that holds the same values; a dictionary is a list. */
const sameAs: Readonly<Record<string, string>> = {
  text: 'string',
  char: 'boolean',
  user: 'employee',
  crm_status: 'enumeration',
}

/** What decides how values travel. */
export type Kind = Pick<Field, 'type' | 'multiple' | 'dictionary' | 'settings'>

const kindOf = (type: string): string => sameAs[type] ?? type

/** How values of this field travel into that one. Two lists are never exact: their entries are matched by text. */
export function convertibility(from: Kind, to: Kind): Convertibility {
  const [source, target] = [{ type: kindOf(from.type) }, { type: kindOf(to.type) }]
  if (!isConvertible(source, target)) return 'impossible'
  // Entries of two dictionaries are matched by their texts; everything else in two worlds never meets.
  if (from.type !== 'crm_status' && worldsApart(from, to)) return 'impossible'
  if (from.type === 'crm' && !takesEveryKind(from, to)) return 'lossy'
  const isOneList = from.type === 'crm_status' && isSameDictionary(from, to)
  if ((from.multiple && !to.multiple) || (target.type === 'enumeration' && !isOneList)) return 'lossy'
  return isExact(source.type, target.type) ? 'exact' : 'lossy'
}

/** Turns the value of any field into one that another field takes; a dictionary's entries are matched by their texts. */
export function toMappedValue(
  dictionaries: Dictionaries,
  from: Field,
  to: Field,
  value: Json,
  currency: string,
): Turned {
  if (isSameDictionary(from, to))
    return toUserFieldValue({ ...from, type: 'string' }, { ...to, type: 'string' }, value, currency)
  const lacksTexts = [from, to].some((field) => field.type === 'crm_status' && isUnread(dictionaries, field))
  if (lacksTexts && from.type === to.type) return { value: null, leftBehind: { code: 'other_dictionary' } }
  const target = asUserField(dictionaries, to)
  const turned = toUserFieldValue(
    asUserField(dictionaries, from),
    target,
    asOptions(dictionaries, from, value),
    currency,
  )
  if (!isTurned(turned) || to.type !== 'crm_status') return turned
  const codes = [...dictionaryEntries(dictionaries, to).keys()]
  const toCode = (id: Json): Json => codes[Number(id) - 1] ?? null
  return { ...turned, value: Array.isArray(turned.value) ? turned.value.map(toCode) : toCode(turned.value) }
}

/** A field seen as a user field, so that one table of conversions goes for all: entries of a dictionary are options. */
export function asUserField(dictionaries: Dictionaries, field: Field): Field {
  const options =
    field.type === 'crm_status'
      ? [...dictionaryEntries(dictionaries, field).values()].map((text, index) => ({ id: index + 1, text }))
      : field.options
  return { ...field, type: kindOf(field.type), options }
}

/** A value of the field seen as a user field: codes of a dictionary become the numbers of its options. */
export function asOptions(dictionaries: Dictionaries, field: Field, value: Json): Json {
  if (field.type !== 'crm_status') return value
  const codes = [...dictionaryEntries(dictionaries, field).keys()]
  const toId = (code: Json): Json => codes.indexOf(String(code)) + 1
  return Array.isArray(value) ? value.map(toId) : toId(value)
}

function isUnread(dictionaries: Dictionaries, field: Field): boolean {
  return dictionaryEntries(dictionaries, field).size === 0
}

/** Two dictionaries that the portal does not name may be any two. */
function isSameDictionary(from: Kind, to: Kind): boolean {
  return from.type === 'crm_status' && from.type === to.type && !worldsApart(from, to)
}
