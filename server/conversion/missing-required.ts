import type { Field } from './snapshot.ts'
import { foldWords } from './text.ts'
import { withoutTags } from './without-tags.ts'

/** The portal's own words for a refusal, in whatever language. */
export interface RefusalWords {
  code: string
  message: string
}

/** Codes that say nothing by themselves: user fields are refused with them by some versions of the portal. */
const vagueCodes: ReadonlySet<string> = new Set(['', '0', '100', 'ERROR_CORE'])

/** Tells whether a refusal may be about empty fields. Source: REST facts, section 1.2. */
export function mayWantFields({ code }: RefusalWords): boolean {
  return isRequired(code) || vagueCodes.has(code)
}

const isRequired = (code: string): boolean => code.toUpperCase() === 'CRM_FIELD_ERROR_REQUIRED'

/**
 * The fields a refusal wants filled. The portal names them by their labels inside a sentence of its own language, so
 * labels are looked for and never the words around them. Where none is named, every required field that is empty. Empty
 * for refusals of another kind. `isEmpty` tells which fields the record was to be made without. Pure.
 */
export function missingRequired(
  { code, message }: RefusalWords,
  fields: readonly Field[],
  isEmpty: (field: Field) => boolean,
): Field[] {
  const writable = fields.filter(({ readOnly }) => !readOnly)
  const mustBeFilled = writable.filter((field) => field.required && isEmpty(field))
  const named = namedIn(message, writable, isEmpty)
  if (isRequired(code)) return named.length > 0 ? named : mustBeFilled
  return vagueCodes.has(code) ? named.filter((field) => mustBeFilled.includes(field)) : []
}

interface Hit {
  at: number
  quoted: boolean
  fields: Field[]
}

/** Fields whose label or name stands in a text, in the order of the text; what stands in quotes counts before the rest. */
function namedIn(message: string, fields: readonly Field[], isEmpty: (field: Field) => boolean): Field[] {
  const byName = new Map<string, Field[]>()
  for (const field of fields)
    for (const name of new Set([foldWords(field.label), foldWords(field.name)]))
      if (name !== '') byName.set(name, [...(byName.get(name) ?? []), field])

  const hits: Hit[] = []
  let text = foldWords(withoutMarkup(message.slice(0, mostSearched)))
  // The longest name first: "Start date" is not also "Date".
  for (const [name, named] of [...byName].sort(([a], [b]) => b.length - a.length))
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const [before, after] = [text[at - 1] ?? '', text[at + name.length] ?? '']
      if (isWord(before) || isWord(after)) continue
      const empty = named.filter(isEmpty)
      hits.push({ at, quoted: isQuote(before) && isQuote(after), fields: empty.length > 0 ? empty : named })
      text = text.slice(0, at) + '\0'.repeat(name.length) + text.slice(at + name.length)
    }
  const quoted = hits.filter((hit) => hit.quoted)
  const found = (quoted.length > 0 ? quoted : hits).sort((a, b) => a.at - b.at)
  return [...new Set(found.flatMap((hit) => hit.fields))]
}

const entities: ReadonlyMap<string, string> = new Map(
  Object.entries({ quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'", '#039': "'" }),
)

/** Longest refusal that is searched for labels. */
const mostSearched = 2000

/** Some of the portal's texts are meant for a page. */
function withoutMarkup(text: string): string {
  return withoutTags(text, ['<', '>'], (inside) => /^\/?[a-z]/i.test(inside), ' ').replace(
    /&(#?\w{1,8});/g,
    (entity, name: string) => entities.get(name.toLowerCase()) ?? entity,
  )
}

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character)
const isQuote = (character: string): boolean => /["'„“”«»‚‘’‹›]/u.test(character)
