import type { Dictionaries, Field } from './snapshot.ts'

const none: ReadonlyMap<string, string> = new Map()

/** The entries of the dictionary behind a field, text by code in the portal's order; empty where it has none. */
export function dictionaryEntries(
  dictionaries: Dictionaries,
  { dictionary }: Pick<Field, 'dictionary'>,
): ReadonlyMap<string, string> {
  return dictionaries.get(dictionary ?? '') ?? none
}
