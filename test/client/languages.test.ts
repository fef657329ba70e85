import { describe, expect, test } from 'vitest'
import manifest from '../../manifest/app.json'
import { readNumber } from '../../client/read-quantity.ts'
import { showMoney, showNumber } from '../../client/shown.ts'
import { chooseLanguage } from '../../client/language.ts'
import { languages, type Language } from '../../server/contract.ts'
import { portalLanguages, toLanguage, translate } from '../../server/texts.ts'
import { catalogues, elementsOf, kinds, parse, valuesOf } from './catalogue-reader.ts'

const others = languages.filter((language) => language !== 'en')
const { en } = catalogues

/** Words that are the same in English; everything else that is the same was forgotten. */
const sameAsEnglish: Record<Exclude<Language, 'en'>, string[]> = {
  de: [
    'type.lead',
    'type.lead.plural',
    'pipeline.label',
    'userFieldType.string',
    'userFieldType.url',
    'csv.links',
    'csv.person',
    'csv.sourceLink',
    'journal.person',
    'journal.person.unknown',
    'mapping.somebody',
    'mapping.version',
  ],
  fr: [
    'type.contact',
    'type.contact.plural',
    'source.client',
    'pipeline.label',
    'products.sum',
    'products.total',
    'missing.multiple',
    'userFieldType.date',
    'install.step.events',
    'mapping.version',
    'settings.rule.pipeline',
  ],
  es: [
    'pipeline.label',
    'products.sum',
    'products.total',
    'health.status.L',
    'health.license',
    'settings.rule.pipeline',
  ],
  it: [
    'type.lead',
    'pipeline.label',
    'userFieldType.url',
    'userFieldType.file',
    'csv.sourceLink',
    'settings.rule.pipeline',
  ],
  pl: ['type.lead', 'type.deal', 'userFieldType.url', 'csv.sourceLink', 'health.license'],
  'pt-br': [
    'type.lead',
    'type.lead.plural',
    'pipeline.label',
    'products.sum',
    'products.total',
    'userFieldType.url',
    'csv.links',
    'csv.sourceLink',
    'health.status.L',
    'settings.rule.pipeline',
  ],
  ru: [],
  uk: [],
}

/** How nobody is addressed; Italian and Polish Bitrix24 say `tu` and `ty`. */
const tooFamiliar: Partial<Record<Language, RegExp>> = {
  de: /\b(du|dich|dir|dein(e|en|em|er)?)\b/i,
  fr: /(?<!\p{L})(tu|te|toi|ton|ta|tes)(?!\p{L})/iu,
  es: /(?<!\p{L})(tú|te|ti|tu|tus|puedes|debes)(?!\p{L})/iu,
  'pt-br': /(?<!\p{L})(tu|teu|tua|teus|tuas)(?!\p{L})/iu,
  ru: /(?<!\p{L})(ты|тебе|тебя|твой|твоя|твои)(?!\p{L})/iu,
  uk: /(?<!\p{L})(ти|тобі|тебе|твій|твоя|твої)(?!\p{L})/iu,
}

test('there is a catalogue for every language, and no other', () => {
  expect(Object.keys(catalogues).sort()).toEqual([...languages].sort())
})

describe.each(others)('the catalogue %s', (language) => {
  const catalogue = catalogues[language]

  test('has the sentences of the English one, in the same order', () => {
    expect(Object.keys(catalogue)).toEqual(Object.keys(en))
  })

  test('takes the same values, and spells out the same choices', () => {
    for (const [key, sentence] of Object.entries(catalogue))
      expect({ key, values: valuesOf(parse(language, sentence)) }).toEqual({
        key,
        values: valuesOf(parse('en', en[key]!)),
      })
  })

  test('knows every number: one, a few, many', () => {
    const rules = new Intl.PluralRules(language)
    // What counts here counts pieces; the forms for millions and fractions fall back to the general one.
    const needed = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))
    for (const [key, sentence] of Object.entries(catalogue))
      for (const element of elementsOf(parse(language, sentence))) {
        if (element.type !== kinds.plural) continue
        const forms = Object.keys(element.options).filter((form) => !form.startsWith('='))
        // With `other` alone the sentence asks whether there is any, not how many.
        if (forms.length > 1) expect({ key, forms }).toEqual({ key, forms: expect.arrayContaining([...needed]) })
      }
  })

  test('can say each sentence with whatever it is about', () => {
    for (const [key, sentence] of Object.entries(catalogue))
      for (const values of samplesFor(language, sentence)) {
        const said = String(parse(language, sentence).format(values))
        expect({ key, values, said }).toEqual({ key, values, said: expect.stringMatching(/^[^{}]*\S[^{}]*$/) })
      }
  })

  test('leaves nothing in English where the words differ', () => {
    const same = Object.keys(catalogue).filter((key) => catalogue[key] === en[key] && /\p{L}{3}/u.test(bare(en[key]!)))
    expect(same.sort()).toEqual([...sameAsEnglish[language]].sort())
  })

  test('addresses people as Bitrix24 does', () => {
    const pattern = tooFamiliar[language]
    if (pattern) expect(Object.values(catalogue).filter((sentence) => pattern.test(sentence))).toEqual([])
  })

  test('uses the apostrophe of its writing, since the straight one is a sign of the format', () => {
    expect(Object.values(catalogue).filter((sentence) => sentence.includes("'"))).toEqual([])
  })
})

/** A sentence without the values that are filled in. */
const bare = (sentence: string): string => sentence.replace(/\{\w+\}/g, '')

/** Every choice of a sentence, and numbers of every form. */
function samplesFor(language: Language, sentence: string): Record<string, string | number>[] {
  const message = parse(language, sentence)
  const counted = elementsOf(message).flatMap((element) =>
    element.type === kinds.plural || element.type === kinds.number ? [element.value] : [],
  )
  return [...valuesOf(message)].reduce<Record<string, string | number>[]>(
    (samples, [name, choices]) => {
      const tries = counted.includes(name) ? [0, 1, 2, 5, 21, 1234] : choices.size > 0 ? [...choices] : ['Nord']
      return samples.flatMap((sample) => tries.map((value) => ({ ...sample, [name]: value })))
    },
    [{}],
  )
}

describe('the language of a portal', () => {
  test.each([
    ['de', 'de'],
    ['en', 'en'],
    ['fr', 'fr'],
    ['la', 'es'],
    ['it', 'it'],
    ['pl', 'pl'],
    ['br', 'pt-br'],
    ['ru', 'ru'],
    ['ua', 'uk'],
  ] as const)('that it calls %s is our %s', (code, language) => {
    expect(toLanguage(code)).toBe(language)
    expect(toLanguage(code.toUpperCase())).toBe(language)
  })

  test('is read in Russian by those who chose Kazakh', () => {
    expect(toLanguage('kz')).toBe('ru')
  })

  test.each(['tr', 'vn', 'ja', '', 'constructor', 'deutsch'])(
    'that we do not speak is answered in English: %s',
    (code) => {
      expect(toLanguage(code)).toBe('en')
    },
  )

  test('has a title of its own in every menu', () => {
    for (const { placement, titles } of manifest.placements)
      expect({ placement, titles }).toEqual({
        placement,
        titles: Object.fromEntries(
          [...portalLanguages].map(([code, language]) => [code, translate(language, 'menu.title')]),
        ),
      })
  })
})

test.each([
  [['fr-CA', 'en'], 'fr'],
  [['es-MX'], 'es'],
  [['pt-PT'], 'pt-br'],
  [['uk', 'ru'], 'uk'],
  [['nl-NL', 'de-CH'], 'de'],
  [['zh-TW'], 'en'],
  [[], 'en'],
] as const)('a browser that asks for %s outside a portal gets %s', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language)
})

test.each(languages)('numbers are read as they are shown in %s', (language) => {
  for (const number of ['0.5', '12', '1234.5', '1234567.25', '-98765.4'])
    expect(readNumber(language, showNumber(language, number))?.toFixed()).toBe(number)
})

test('money is written as readers of the language write it', () => {
  const plain = (text: string): string => text.replace(/\s/g, ' ')
  expect(plain(showMoney('fr', '12345.6', 'EUR'))).toBe('12 345,60 €')
  expect(plain(showMoney('pt-br', '12345.6', 'BRL'))).toBe('R$ 12.345,60')
  expect(plain(showMoney('ru', '12345.6', 'RUB'))).toBe('12 345,60 ₽')
  expect(plain(showMoney('pl', '12345.6', 'PLN'))).toBe('12 345,60 zł')
})
