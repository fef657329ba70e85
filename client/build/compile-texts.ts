import { IntlMessageFormat } from 'intl-messageformat'
import type { Plugin } from 'vite'
import { isPlain } from '../plain-text.ts'

/**
 * Reads the sentences of the catalogues while the client is built, so that no browser fetches the parser, a tenth of
 * the page. The built catalogue holds what the parser would have made of each text, and a plain text as it stands; tags
 * are no markup for us.
 */
export function compileTexts(): Plugin {
  return {
    name: 'compile-texts',
    apply: 'build',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    transform(code, id) {
      if (!/\/client\/locales\/[\w-]+\.json$/.test(id)) return null
      const texts = Object.entries(JSON.parse(code) as Record<string, string>)
      const compile = (text: string): unknown =>
        isPlain(text) ? text : IntlMessageFormat.__parse!(text, { ignoreTag: true })
      const compiled = texts.map(([key, text]) => [key, compile(text)])
      return { code: JSON.stringify(Object.fromEntries(compiled)), map: null }
    },
  }
}
