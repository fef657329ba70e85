import type { Shown } from './preview.ts'

/**
 * Characters of a value, of a name or sentence, and of a number. The page offers a value of this length as a whole; the
 * portal itself ends a name at 255 and a number at about twenty.
 */
const longest = { value: 20_000, name: 1000, number: 100 }
/** Values of one field: the page names as many and counts the rest. */
const mostValues = 100

/** What these hold comes back from the page, or is compared there: it is whole, or its entry is not there at all. */
const keys: ReadonlySet<string> = new Set(['field', 'sourceField', 'list', 'value', 'texts', 'path', 'fingerprint'])

/** The beginning of a text, never half a character. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

/**
 * A copy whose texts are cut for display. Where all of them together are still longer than `most` characters, values are
 * cut shorter.
 */
export function cutTexts<T>(whole: T, most: number): T {
  for (const length of [longest.value, 2000, 200]) {
    const { part, size } = cutTo(whole, length)
    if (size <= most) return part
  }
  return cutTo(whole, 40).part
}

function cutTo<T>(whole: T, length: number): { part: T; size: number } {
  let size = 0
  const mostName = Math.min(longest.name, length)
  const cutText = (text: string, key: string): string => {
    const cut = keys.has(key) || text.length <= mostName ? text : `${shorten(text, mostName)}…`
    size += cut.length
    return cut
  }
  const cut = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') return cutText(part, key)
    if (key === 'values' && isShownList(part)) {
      const shown = cutValues(part, length)
      size += JSON.stringify(shown).length
      return shown
    }
    if (Array.isArray(part)) return part.map((one) => cut(one, key))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, cut(one, name)]))
  }
  return { part: cut(whole, '') as T, size }
}

function isShownList(part: unknown): part is Shown[] {
  return Array.isArray(part)
}

function cutValues(values: readonly Shown[], length: number): Shown[] {
  const shown = values.slice(0, mostValues).map((value) => cutValue(value, length))
  const rest = values.length - shown.length
  return rest > 0 ? [...shown, { kind: 'more', count: rest }] : shown
}

/** Half a number is another number, so one that is too long is shown as the text it is. */
function cutValue(value: Shown, length: number): Shown {
  const [text, most] = value.kind === 'text' ? [value.text, length] : [spelled(value), longest.number]
  return text.length <= most ? value : { kind: 'text', text: shorten(text, most), cut: true }
}

function spelled(value: Shown): string {
  switch (value.kind) {
    case 'number':
      return value.number
    case 'money':
      return `${value.amount} ${value.currency}`
    case 'date':
      return value.date
    case 'datetime':
      return value.datetime
    default:
      return ''
  }
}
