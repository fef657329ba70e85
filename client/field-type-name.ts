import type { Texts } from './texts.ts'

/** Standard types that people know by the name of a type of user field. */
const sameAs: ReadonlyMap<string, string> = new Map([
  ['text', 'string'],
  ['char', 'boolean'],
  ['user', 'employee'],
])

/** What a person calls the type of a field. */
export function fieldTypeName({ t, has }: Texts, type: string): string {
  const key = `userFieldType.${sameAs.get(type) ?? type}`
  return t(has(key) ? key : 'userFieldType.other')
}
