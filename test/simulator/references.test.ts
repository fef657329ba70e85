import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePhpQuery, writePhpQuery } from './wire/php-query.ts'
import { resolveReferences, type Collected } from './wire/references.ts'

const collected: Collected = {
  result: { add: { item: { id: 12, contactIds: [4, 5], title: 'Dach', leadId: null } }, new: 31, flag: true },
  next: {},
  total: { list: 7 },
  time: {},
  error: { bad: { error: 'NOT_FOUND' } },
}
const item = { id: 12, contactIds: [4, 5], title: 'Dach', leadId: null }
const resolved = (text: string): unknown => resolveReferences({ text }, collected).text

describe('references of a batch', () => {
  test.each([
    ['a whole value keeps its type', '$result[add][item][id]', 12],
    ['a whole list is passed on', '$result[add][item][contactIds]', [4, 5]],
    ['embedded, it becomes text', 'Nr. $result[add][item][id] von heute', 'Nr. 12 von heute'],
    ['everything up to white space is swallowed', '/crm/deal/details/$result[add][item][id]/', '/crm/deal/details/12'],
    ['and so is a closing tag', '[url=/x/$result[add][item][id]]y[/url] z', '[url=/x/12 z'],
    ['a missing leaf falls back to its parent', '$result[add][item][nothing]', item],
    ['and so does one that is null', '$result[add][item][leadId]', item],
    ['an id stays itself, whatever is looked for in it', '$result[new][item][id]', 31],
    ['a text is made of characters', '$result[add][item][title][0]', 'D'],
    ['a missing key falls back to the whole map', '$result[missing][item][id]', collected.result],
    ['a map inside text leaves the literal', 'see $result[add][item]', 'see $result[add][item]'],
    ['a yes inside text leaves the literal', 'is it $result[flag][x]', 'is it $result[flag][x]'],
    ['other groups are reached by their name', '$total[list]', 7],
    ['errors too', '$error[bad][error]', 'NOT_FOUND'],
    ['by their name in the answer they are not', '$result_total[list]', collected.result],
    ['in another case there is nothing behind the name', '$Result[new]', null],
    ['without a path it is plain text', '$result', '$result'],
    ['and so is a word that begins like one', '$results', '$results'],
    ['a space that does not break lines does not end it', '$result[new]\u00a0x', 31],
    ['a typed title is not spared', 'Angebot $result[add][item][title]', 'Angebot Dach'],
  ])('%s', (_name, text, expected) => {
    expect(resolved(text)).toEqual(expected)
  })

  test('text without the mark never changes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !/\$(result|next|total|time|error)/i.test(text)),
        (text) => {
          expect(resolved(text)).toBe(text)
        },
      ),
    )
  })

  test('a reference between spaces becomes the value and nothing else changes', () => {
    const word = fc.string({ unit: 'grapheme' }).filter((text) => !/\$(result|next|total|time|error)/i.test(text))
    fc.assert(
      fc.property(word, word, (before, after) => {
        expect(resolved(`${before} $result[add][item][id] ${after}`)).toBe(`${before} 12 ${after}`)
      }),
    )
  })

  test('whatever follows without a space is lost', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z/.:;)]*$/), (tail) => {
        expect(resolved(`x $result[add][item][id]${tail} y`)).toBe('x 12 y')
      }),
    )
  })

  test('values of any depth are searched', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]+$/), { minLength: 1, maxLength: 5 }), (path) => {
        const nest = (leaf: unknown): unknown => path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf)
        expect(resolveReferences({ a: nest('$result[add][item][id]') }, collected)).toEqual({ a: nest(12) })
      }),
    )
  })
})

describe('PHP queries', () => {
  test('nested values survive being written and read', () => {
    const leaf = fc.string({ unit: 'grapheme' })
    const key = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(key, tie('any'), { minKeys: 1, maxKeys: 3 }),
      ),
    })).any
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (params) => {
        expect(parsePhpQuery(writePhpQuery(params))).toEqual(params)
      }),
    )
  })

  test.each([
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[0]=x&a[2]=y', { a: { 0: 'x', 2: 'y' } }],
    ['a.b=1', { a_b: '1' }],
    ['fields[title]=A%26B+C&fields[x][]=1', { fields: { title: 'A&B C', x: ['1'] } }],
    ['flag&empty=', { flag: '', empty: '' }],
  ])('%s', (query, expected) => {
    expect(parsePhpQuery(query)).toEqual(expected)
  })
})
