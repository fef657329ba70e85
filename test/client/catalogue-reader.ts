import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../server/contract.ts'

const folder = new URL('../../client/locales/', import.meta.url)

/** Every catalogue that lies in the folder, by the name of its file. */
export const catalogues = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>,
  ]),
) as Record<Language, Record<string, string>>

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** A sentence, ready to be filled in. */
export function parse(language: Language, sentence: string): IntlMessageFormat {
  return new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true })
}

/** All that a sentence consists of, at any depth. */
export function elementsOf(message: IntlMessageFormat): Element[] {
  const all = (elements: Element[]): Element[] =>
    elements.flatMap((element) => [
      element,
      ...('options' in element ? Object.values(element.options).flatMap(({ value }) => all(value)) : []),
    ])
  return all(message.getAst())
}

/** What the parser calls the kinds of elements. */
export const kinds = { literal: 0, argument: 1, number: 2, select: 5, plural: 6, numberSign: 7 } as const

/** The values a sentence takes, by name, each with the choices that are spelled out for it. */
export function valuesOf(message: IntlMessageFormat): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>()
  for (const element of elementsOf(message)) {
    if (element.type === kinds.literal || element.type === kinds.numberSign) continue
    const name = (element as { value: string }).value
    const choices = values.get(name) ?? new Set()
    if (element.type === kinds.select) Object.keys(element.options).forEach((option) => choices.add(option))
    values.set(name, choices)
  }
  return values
}
