import { asMap, toInt, toText } from '../context.ts'
import type { Item, PortalState } from '../state.ts'

/**
 * Changes phones, e-mails and the like: an entry with the id of an existing one changes it, an emptied one deletes it,
 * all others are added. Source: REST facts, section 1.8.
 */
export function changeMultifields(state: PortalState, item: Item, sent: unknown): void {
  for (const [key, entry] of Object.entries(asMap(sent))) {
    const { id, typeId, valueType, value } = asMap(entry)
    const wanted = toInt(id) || toInt(/^\d+$/.test(key) && !Array.isArray(sent) ? key : 0)
    const known = item.fm.find((field) => field.id === wanted)
    const text = toText(value)
    if (known && (text === '' || 'DELETE' in asMap(entry))) item.fm = item.fm.filter((field) => field !== known)
    else if (known) {
      known.value = text
      known.valueType = toText(valueType) || known.valueType
    } else if (text !== '' && knownTypes.has(toText(typeId).toUpperCase()))
      item.fm.push({
        id: state.nextId('multifield'),
        typeId: toText(typeId).toUpperCase(),
        valueType: toText(valueType).toUpperCase() || 'OTHER',
        value: text,
      })
  }
}

const knownTypes = new Set(['PHONE', 'EMAIL', 'WEB', 'IM', 'LINK'])

/** The first value of a kind, for the flat read-only aliases like `phoneWork`. */
export function firstMultifield(item: Item, typeId: string, valueType?: string): string {
  return (
    item.fm.find((field) => field.typeId === typeId && (valueType === undefined || field.valueType === valueType))
      ?.value ?? ''
  )
}
