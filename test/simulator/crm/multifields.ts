import { asMap, toInt, toText } from '../context.ts'
import type { Item, PortalState } from '../state.ts'
import { fitPart } from '../values/field-lengths.ts'

/**
 * Changes phones, e-mails and the like: under the id of an entry stands what becomes of it, nothing deletes it; under all
 * other keys, and in a list, stand new entries. Types are not checked. Source: how to change a phone or an e-mail.
 */
export function changeMultifields(state: PortalState, item: Item, sent: unknown): void {
  for (const [key, entry] of Object.entries(asMap(sent))) {
    const { typeId, valueType, value } = asMap(entry)
    if (toText(typeId) === '') continue
    const wanted = Array.isArray(sent) ? 0 : toInt(key)
    const known = item.fm.find((field) => field.id === wanted)
    const { value: text } = fitPart(state.valueRules, 'communication', { value: toText(value) })
    if (known && (text === '' || 'DELETE' in asMap(entry))) item.fm = item.fm.filter((field) => field !== known)
    else if (known) {
      known.value = text
      known.valueType = toText(valueType) || known.valueType
    } else if (text !== '')
      item.fm.push({
        id: state.nextId('multifield'),
        typeId: toText(typeId).toUpperCase(),
        valueType: toText(valueType).toUpperCase() || 'OTHER',
        value: text,
      })
  }
}

/** The first value of a kind, for the flat read-only aliases like `phoneWork`. */
export function firstMultifield(item: Item, typeId: string, valueType?: string): string {
  return (
    item.fm.find((field) => field.typeId === typeId && (valueType === undefined || field.valueType === valueType))
      ?.value ?? ''
  )
}
