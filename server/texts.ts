import { IntlMessageFormat } from 'intl-messageformat'
import de from '../client/locales/de.json' with { type: 'json' }
import en from '../client/locales/en.json' with { type: 'json' }
import es from '../client/locales/es.json' with { type: 'json' }
import fr from '../client/locales/fr.json' with { type: 'json' }
import it from '../client/locales/it.json' with { type: 'json' }
import pl from '../client/locales/pl.json' with { type: 'json' }
import ptBr from '../client/locales/pt-br.json' with { type: 'json' }
import ru from '../client/locales/ru.json' with { type: 'json' }
import uk from '../client/locales/uk.json' with { type: 'json' }
import type { Sentences, TextKey } from '../client/texts.ts'
import type { Language } from './contract.ts'

/** One catalogue per language, the same for server and client. */
const catalogues: Record<Language, Record<string, string>> = {
  de,
  en,
  fr,
  es,
  it,
  pl,
  'pt-br': ptBr,
  ru,
  uk,
}

/**
 * What a portal calls the languages we speak; its codes are its own (`B24LangList` of its SDK). Readers of Kazakh get
 * Russian, which is nearer to them than English.
 */
export const portalLanguages: ReadonlyMap<string, Language> = new Map([
  ['de', 'de'],
  ['en', 'en'],
  ['fr', 'fr'],
  ['la', 'es'],
  ['it', 'it'],
  ['pl', 'pl'],
  ['br', 'pt-br'],
  ['ru', 'ru'],
  ['kz', 'ru'],
  ['ua', 'uk'],
])

/** The language we speak to somebody whose portal names this one: theirs where we have it, else English. */
export function toLanguage(code: string): Language {
  return portalLanguages.get(code.toLowerCase()) ?? 'en'
}

const parsed = new Map<string, IntlMessageFormat>()

/** A text of the catalogue with its values filled in; an unknown key fails loudly, since it is our mistake. */
export function translate(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const name = `${language} ${key}`
  const message = parsed.get(name) ?? parse(language, key)
  parsed.set(name, message)
  return String(message.format(values))
}

function parse(language: Language, key: string): IntlMessageFormat {
  const text = catalogues[language][key]
  if (text === undefined) throw new Error(`No text for ${key} in ${language}`)
  return new IntlMessageFormat(text, language)
}

/** The sentences of a language in the shape in which the client asks for them. */
export function sentencesOf(language: Language): Sentences {
  return {
    language,
    t: (key, values) => translate(language, key, values),
    has: (key): key is TextKey => Object.hasOwn(catalogues[language], key),
  }
}
