import type { Texts } from './texts.ts'

/** Standard types that people know by the name of a type of user field. */
const sameAs: Readonly<Record<string, string>> = { text: 'string', char: 'boolean', user: 'employee' }

/** What a person calls the type of a field. */
export function fieldTypeName({ t, has }: Texts, type: string): string {
  const key = `userFieldType.${sameAs[type] ?? type}`
  return t(has(key) ? key : 'userFieldType.other')
}
