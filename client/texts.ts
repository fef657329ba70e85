import { IntlMessageFormat } from 'intl-messageformat'
import { inject, type InjectionKey } from 'vue'
import type { Language } from '../server/contract.ts'
import type en from './locales/en.json'

/** Name of a sentence; every catalogue has all of them. */
export type TextKey = keyof typeof en
export type TextValues = Record<string, string | number>

/** The sentences of one language. */
export interface Texts {
  language: Language
  t(key: TextKey, values?: TextValues): string
  /** Whether there is a sentence of this name; for names the portal makes up. */
  has(key: string): key is TextKey
}

const catalogues: Record<Language, () => Promise<{ default: Record<TextKey, string> }>> = {
  de: () => import('./locales/de.json'),
  en: () => import('./locales/en.json'),
}

/** Loads the one catalogue this person reads. */
export async function loadTexts(language: Language): Promise<Texts> {
  const { default: catalogue } = await catalogues[language]()
  const compiled = new Map<TextKey, IntlMessageFormat>()
  return {
    language,
    t(key, values) {
      let message = compiled.get(key)
      if (!message) {
        // Values are plain text: tags in a sentence are no markup for us.
        message = new IntlMessageFormat(catalogue[key], language, undefined, { ignoreTag: true })
        compiled.set(key, message)
      }
      return String(message.format(values))
    },
    has: (key): key is TextKey => Object.hasOwn(catalogue, key),
  }
}

export const textsKey: InjectionKey<Texts> = Symbol('texts')

/** The texts of the page's language, inside any component. */
export function useTexts(): Texts {
  const texts = inject(textsKey)
  if (!texts) throw new Error('The page was mounted without texts.')
  return texts
}
