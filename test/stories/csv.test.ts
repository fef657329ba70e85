import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCell } from '../../server/actions/csv-cell.ts'
import { cardPath } from '../../server/conversion/record-types.ts'
import { administrator, openCard, openPortal, useApp } from './door.ts'
import { openMainPage } from './main-page.ts'

useApp()

const readers = [',', ';', '\t', '|']
const formula = /^["\s\p{Cf}]*[=+\-@＝＋－＠]/u

/**
 * Reads a table as table calculations do (RFC 4180), forgiving as they are: what follows a closing quote belongs to the
 * cell, and a quote that never closes holds the rest.
 */
function readTable(text: string, separator: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let state: 'start' | 'quoted' | 'plain' = 'start'
  const endCell = (): void => {
    rows.at(-1)!.push(cell)
    cell = ''
    state = 'start'
  }
  const characters = [...text]
  for (let place = 0; place < characters.length; place += 1) {
    const character = characters[place]!
    if (state === 'quoted') {
      if (character !== '"') cell += character
      else if (characters[place + 1] === '"') cell += characters[(place += 1)]
      else state = 'plain'
    } else if (character === '"' && state === 'start') state = 'quoted'
    else if (character === separator) endCell()
    else if (/[\r\n]/.test(character)) {
      if (character === '\r' && characters[place + 1] === '\n') place += 1
      endCell()
      rows.push([])
    } else {
      cell += character
      state = 'plain'
    }
  }
  endCell()
  // Behind the break that ends a table there is no row.
  return rows.at(-1)!.join('') === '' ? rows.slice(0, -1) : rows
}

/** The careless way: quotes mean nothing. */
const splitTable = (text: string, separator: string): string[] =>
  text.split(/[\r\n]/).flatMap((line) => line.split(separator))

test('the reader of this test reads quotes, doubled quotes and breaks inside of them', () => {
  expect(readTable('"a;b";"c ""d"""\r\n"e\nf";g\r\n', ';')).toEqual([
    ['a;b', 'c "d"'],
    ['e\nf', 'g'],
  ])
  expect(readTable('"a;=b"', ',')).toEqual([['a;=b']])
  expect(readTable('"x","a;=b"', ';').flat()).toContain('=b"')
})

const parts = fc.constantFrom(
  '=',
  '+',
  '-',
  '@',
  '＝',
  '－',
  ';',
  ',',
  '|',
  '\t',
  '\n',
  '\r\n',
  '"',
  "'",
  ' ',
  '\u00a0',
)
const texts = fc
  .array(fc.oneof({ weight: 3, arbitrary: parts }, fc.constantFrom('a', '1', '\u200b', '\ufeff', '\u2028', '\0')))
  .map((chosen) => chosen.join(''))

test('no text makes a formula in any cell, whichever separator wrote the table and whichever reads it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(texts, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 })),
      fc.constantFrom(',', ';'),
      (rows, written) => {
        const file = rows.map((row) => `${row.map(toCell).join(written)}\r\n`).join('')
        for (const separator of readers)
          for (const cell of [...readTable(file, separator).flat(), ...splitTable(file, separator)])
            expect(cell).not.toMatch(formula)
        expect(readTable(file, written).map((row) => row.length)).toEqual(rows.map((row) => row.length))
      },
    ),
    { numRuns: 500 },
  )
})

test('what is no formula keeps every character of its line', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abcäß0 ;,"|.:/') }), (text) => {
      expect(readTable(`${toCell(text)};"x"\r\n`, ';')).toEqual([[text, 'x']])
    }),
  )
})

test('a text of a million characters is a cell at once', () => {
  const startedAt = performance.now()
  toCell(' "'.repeat(500_000))
  expect(performance.now() - startedAt).toBeLessThan(2000)
})

test.each([
  ['behind the other separator', `a;=cmd|'/C calc'!A0;`],
  ['behind a quote', 'a,"=cmd|\'/C calc\'!A0"'],
  ['in a line of its own', "Roof\r\n=cmd|'/C calc'!A0"],
  ['behind a tab and a blank that is none', 'a\t\u00a0＝1+1'],
])('a title with a formula %s is text in the exported history', async (_, title) => {
  const portal = await openPortal()
  const deal = portal.add('deal', { title, assignedById: administrator })
  await (await openCard(portal, administrator, 'deal', deal.id)).convert(['invoice'])
  for (const language of ['de', 'en'] as const) {
    const table = await (await openMainPage(portal, administrator, language)).table()
    expect(table).toContain(cardPath('deal', deal.id))
    for (const separator of readers) {
      const rows = readTable(table.replace(/^\ufeff/, ''), separator)
      expect(rows).toHaveLength(2)
      for (const cell of rows.flat()) expect(cell).not.toMatch(formula)
    }
  }
})
