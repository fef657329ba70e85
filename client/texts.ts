import { IntlMessageFormat } from 'intl-messageformat'
import { inject, type InjectionKey } from 'vue'
import type { Language } from '../server/contract.ts'
import { foreignValues } from './foreign-text.ts'
import { isPlain } from './plain-text.ts'
import type * as english from './languages/en.ts'

/** What a person reads is loaded as one piece: our sentences and the kit's own words (closing a notice, opening a list). */
type Words = Pick<typeof english, 'kit'> & { sentences: Record<TextKey, string> }
/** Name of a sentence; every catalogue has all of them. */
export type TextKey = keyof typeof english.sentences
export type TextValues = Record<string, string | number>

/** The sentences of one language. */
export interface Sentences {
  language: Language
  t(key: TextKey, values?: TextValues): string
  /** Whether there is a sentence of this name; for names the portal makes up. */
  has(key: string): key is TextKey
}

/** All that is said in one language. */
export interface Texts extends Sentences {
  kit: Words['kit']
}

const loaders: Record<Language, () => Promise<Words>> = {
  de: () => import('./languages/de.ts'),
  en: () => import('./languages/en.ts'),
  fr: () => import('./languages/fr.ts'),
  es: () => import('./languages/es.ts'),
  it: () => import('./languages/it.ts'),
  pl: () => import('./languages/pl.ts'),
  'pt-br': () => import('./languages/pt-br.ts'),
  ru: () => import('./languages/ru.ts'),
  uk: () => import('./languages/uk.ts'),
}

/** Loads the one language this person reads. */
export async function loadTexts(language: Language): Promise<Texts> {
  const { sentences, kit } = await loaders[language]()
  const compiled = new Map<TextKey, IntlMessageFormat>()
  return {
    language,
    t(key, values) {
      const sentence = sentences[key]
      // Most are: what formats the others is made for none of them.
      if (typeof sentence === 'string' && isPlain(sentence)) return sentence
      let message = compiled.get(key)
      if (!message) {
        // Values are plain text: tags in a sentence are no markup for us.
        message = new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true })
        compiled.set(key, message)
      }
      return String(message.format(foreignValues(values)))
    },
    has: (key): key is TextKey => Object.hasOwn(sentences, key),
    kit,
  }
}

export const textsKey: InjectionKey<Texts> = Symbol('texts')

/** The texts of the page's language, inside any component. */
export function useTexts(): Texts {
  const texts = inject(textsKey)
  if (!texts) throw new Error('The page was mounted without texts.')
  return texts
}
