import { IntlMessageFormat } from 'intl-messageformat'
import de from '../client/locales/de.json' with { type: 'json' }
import en from '../client/locales/en.json' with { type: 'json' }
import type { Language } from './contract.ts'

/** One catalogue per language, the same for server and client. */
const catalogues: Record<Language, Record<string, string>> = { de, en }

/** The language we speak to somebody whose portal names this one: theirs where we have it, else English. */
export function toLanguage(code: string): Language {
  return code.toLowerCase().startsWith('de') ? 'de' : 'en'
}

/** A text of the catalogue with its values filled in; an unknown key fails loudly, since it is our mistake. */
export function translate(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const text = catalogues[language][key]
  if (text === undefined) throw new Error(`No text for ${key} in ${language}`)
  return String(new IntlMessageFormat(text, language).format(values))
}
